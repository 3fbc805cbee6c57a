"""Comments of several people with the same text: which they are, and how many people wrote them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Case, CharField, Count, F, Max, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from veche.inbox.models import Message
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration
from veche.staff.together import Reading

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
    """Authors of groups, by the id of the group's first comment. One query, none for no groups."""
    return reading_of_people(administration, firsts).read()


def reading_of_people(administration: Administration, firsts: Iterable[int | None]) -> Reading[dict[int, Shared]]:
    """`people_of`, to be read with other things.

    Within one network an id is a person. Across networks one shown name is one person, because a resident who writes in
    four networks has four ids; two ids of one network under the same name stay two people.
    """
    wanted = sorted({first for first in firsts if first})
    return Reading(_authors.bind(administration.pk, wanted) if wanted else None, _people)


def _people(rows: list[tuple[int, str, str, int, int]]) -> dict[int, Shared]:
    people: defaultdict[int, dict[str, Counter[str]]] = defaultdict(dict)
    asks: set[int] = set()
    for first, name, network, ids, question in rows:
        shown = " ".join(name.split()).casefold() or f"{network}:"
        people[first].setdefault(shown, Counter())[network] += ids
        if question:
            asks.add(first)
    return {
        first: Shared(sum(max(ids.values()) for ids in names.values()), first in asks)
        for first, names in people.items()
    }


@compiled_once
def _authors(city: int, wanted: list[int]) -> "QuerySet[Message, tuple[int, str, str, int, int]]":
    """Group, shown name, network, number of ids, and 1 if one of these comments is a question."""
    rows: Any = Message.objects.of(city).filter(same_as__pk__listed=wanted).order_by()
    counted = rows.values("same_as", "author_name", "account__network").annotate(
        ids=Count(_PERSON, distinct=True), question=Max(_HAS_QUESTION)
    )
    found: QuerySet[Message, tuple[int, str, str, int, int]] = counted.values_list(
        "same_as", "author_name", "account__network", "ids", "question"
    )
    return found
