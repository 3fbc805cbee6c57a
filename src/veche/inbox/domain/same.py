"""Comments of several people that say the same: which they are, and how many people wrote them."""

from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.db.models import Case, CharField, Count, F, Value, When
from django.db.models.functions import Cast, Concat

from veche.inbox.models import Message
from veche.staff.models import Administration

# An author without an id counts as a person of their own, because names are not people. Ids repeat across networks.
_PERSON = Case(
    When(author_id="", then=Concat(Value("#"), Cast("pk", CharField()))),
    default=Concat(F("account__network"), Value(":"), F("author_id")),
)


def keep_same(administration: int, asked: Collection[int], groups: Mapping[int, Collection[int]]) -> None:
    """Put each group's comments together under its first one; one of `asked` that is in no group belongs to none."""
    rows = Message.objects.of(administration)
    with transaction.atomic():
        for first, members in groups.items():
            rows.filter(pk__in=members).exclude(same_as=first).update(same_as=first)
        grouped = {member for members in groups.values() for member in members}
        rows.filter(pk__in=set(asked) - grouped).exclude(same_as=None).update(same_as=None)


def people_of(administration: Administration, firsts: Iterable[int | None]) -> dict[int, int]:
    """How many people say the same, by the id of the group's first comment. One query, none for no groups."""
    wanted = {first for first in firsts if first}
    if not wanted:
        return {}
    rows = Message.objects.of(administration).filter(same_as__in=wanted).order_by().values("same_as")
    counted = rows.annotate(people=Count(_PERSON, distinct=True)).values_list("same_as", "people")
    return {first: people for first, people in counted if first}
