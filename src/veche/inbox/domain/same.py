"""Comments of several people with the same text: which they are, and how many people wrote them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Case, CharField, Count, F, Max, Value, When
from django.db.models.functions import Cast, Concat

from veche.inbox.models import Message
from veche.staff.models import Administration

# An author without an id counts as a person of their own. Ids repeat across networks.
_PERSON = Case(
    When(author_id="", then=Concat(Value("#"), Cast("pk", CharField()))),
    default=Concat(F("account__network"), Value(":"), F("author_id")),
)
_HAS_QUESTION = Case(When(text__contains="?", then=Value(1)), default=Value(0))


class Shared(NamedTuple):
    """How many people wrote a group of comments, and whether one of the comments is a question."""

    people: int
    asks: bool


def keep_same(administration: int, asked: Collection[int], groups: Mapping[int, Collection[int]]) -> None:
    """Group each set of comments under its first one; a comment of `asked` in no set leaves its group."""
    rows = Message.objects.of(administration)
    with transaction.atomic():
        for first, members in groups.items():
            rows.filter(pk__in=members).exclude(same_as=first).update(same_as=first)
        grouped = {member for members in groups.values() for member in members}
        rows.filter(pk__in=set(asked) - grouped).exclude(same_as=None).update(same_as=None)


def people_of(administration: Administration, firsts: Iterable[int | None]) -> dict[int, Shared]:
    """Authors of groups, by the id of the group's first comment. One query, none for no groups.

    Within one network an id is a person. Across networks one shown name is one person, because a resident who writes in
    four networks has four ids; two ids of one network under the same name stay two people.
    """
    wanted = {first for first in firsts if first}
    if not wanted:
        return {}
    people: defaultdict[int, dict[str, Counter[str]]] = defaultdict(dict)
    asks: set[int] = set()
    for first, name, network, ids, question in _authors(administration, wanted):
        shown = " ".join(name.split()).casefold() or f"{network}:"
        people[first].setdefault(shown, Counter())[network] += ids
        if question:
            asks.add(first)
    return {
        first: Shared(sum(max(ids.values()) for ids in names.values()), first in asks)
        for first, names in people.items()
    }


def _authors(administration: Administration, wanted: Collection[int]) -> Iterable[tuple[Any, str, str, int, int]]:
    """Rows: group, shown name, network, number of ids, and 1 if one of these comments is a question."""
    rows = Message.objects.of(administration).filter(same_as__in=wanted).order_by()
    counted = rows.values("same_as", "author_name", "account__network").annotate(
        ids=Count(_PERSON, distinct=True), question=Max(_HAS_QUESTION)
    )
    return counted.values_list("same_as", "author_name", "account__network", "ids", "question")
