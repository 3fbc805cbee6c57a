"""Warn of items near in time whose titles are about the same matter, unless a person has said that they differ.

Measured on hand-labelled pairs (`tests/plan/same_matter_pairs.py`): a wrong warning costs more than a missed one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Protocol

from django.db import transaction
from django.db.models import Q, QuerySet

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.morphology.words import readings
from veche.plan.models import DifferentMatter, PlanItem
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration, Person

NEAR = timedelta(days=3)
# Words are compared by the beginning of their lemma: «открыть» and «открытие» are one.
BEGINNING = 5
# How many words both share, and which part of all their words that is.
LEAST, SHARE = 2, 0.5
KEPT = 4_000
_READ = ("title", "publish_at", "series", "cancelled_at")
_CONTENT = frozenset({"NOUN", "PROPN", "ADJ", "VERB", "X"})
_GENERIC = frozenset({"улица", "год", "день", "наш", "житель", "горожанин"})
_WORD = re.compile(r"[^\W\d_]+|\d+")


class Titled(Protocol):
    """An item of the plan, or what a page has read of it."""

    @property
    def pk(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def publish_at(self) -> datetime: ...
    @property
    def series_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Matter:
    """What a title is about: beginnings of its words' lemmas, and its numbers."""

    words: frozenset[str]
    numbers: frozenset[str]


@lru_cache(maxsize=KEPT)
def matter_of(title: str) -> Matter:
    found = _WORD.findall(title.lower().replace("ё", "е"))
    words = frozenset(filter(None, map(_key, (one for one in found if not one.isdigit()))))
    return Matter(words, frozenset(one for one in found if one.isdigit()))


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether all words of one title are among the other's, and are enough of them."""
    shared = one & other
    if one == other:
        return bool(shared)
    return shared in (one, other) and len(shared) >= LEAST and len(shared) / len(one | other) >= SHARE


def pairs_among[Item: Titled](administration: Administration, items: Iterable[Item]) -> list[tuple[Item, Item]]:
    """Pairs of one matter, the earlier item first; none of past items, of one series, or that a person told apart.

    One query if there is such a pair, else none.
    """
    oldest = now() - NEAR
    ahead = sorted((item for item in items if item.publish_at >= oldest), key=attrgetter("publish_at", "pk"))
    found = [pair for pair in likely_pairs(ahead) if _warns(*pair)]
    if not found:
        return []
    apart = _told_apart(administration, {item.pk for pair in found for item in pair})
    return [pair for pair in found if _pair(*pair) not in apart]


def beside(administration: Administration, start: datetime, end: datetime) -> list[PlanItem]:
    """Items within `NEAR` before or after these moments. One query."""
    before = Q(publish_at__gte=start - NEAR, publish_at__lt=start)
    after = Q(publish_at__gte=end, publish_at__lt=end + NEAR)
    found = PlanItem.objects.of(administration).filter(before | after, cancelled_at=None)
    return list(found.only(*_READ))


def same_as(item: PlanItem) -> list[PlanItem]:
    """Items of the same matter near this one. One query, and one more if there are any."""
    if item.cancelled_at is not None or item.publish_at + NEAR < now():
        return []
    others = _near(item.administration_id, item.pk, item.publish_at)
    pairs = pairs_among(item.administration, [*others, item])
    return [one if other.pk == item.pk else other for one, other in pairs if item.pk in (one.pk, other.pk)]


@compiled_once
def _near(city: int, item: int, moment: datetime) -> QuerySet[PlanItem]:
    """Items of the city that go out within `NEAR` of the moment, without that one."""
    near = PlanItem.objects.of(city).filter(
        publish_at__gte=moment - NEAR, publish_at__lte=moment + NEAR, cancelled_at=None
    )
    return near.exclude(pk=item).only(*_READ).order_by("publish_at")


def tell_apart(*, item: PlanItem, other: PlanItem, by: Person) -> None:
    """«Это разное»: remember that the two differ. A second press changes nothing."""
    first, second = _pair(item, other)
    with transaction.atomic():
        _row, made = DifferentMatter.objects.of(item.administration).get_or_create(
            administration=item.administration, first_id=first, second_id=second, defaults={"by": by, "at": now()}
        )
        if made:
            record(
                administration=item.administration,
                actor=by,
                verb="plan.told_apart",
                obj=item,
                facts={"other": other.pk},
            )


def _key(word: str) -> str:
    """The beginning of the word's lemma; "" for a word that says nothing of the matter."""
    found = readings(word)
    if not found:
        return word[:BEGINNING]
    lemma = found[0].lemma.lower().replace("ё", "е")
    return "" if found[0].pos not in _CONTENT or lemma in _GENERIC else lemma[:BEGINNING]


@dataclass(slots=True, eq=False)
class _Group[Item: Titled]:
    """Items whose titles have the same words, by their numbers, earlier ones first. `alike`: groups of one matter."""

    words: frozenset[str]
    items: defaultdict[frozenset[str], list[Item]] = field(default_factory=lambda: defaultdict(list))
    alike: "list[_Group[Item]]" = field(default_factory=list)

    def since(self, oldest: datetime, numbers: frozenset[str]) -> Iterator[Item]:
        """Items that begin then or later, and whose numbers do not tell them apart."""
        for group in self.alike:
            for own in (numbers, frozenset[str]()) if numbers else tuple(group.items):
                for item in reversed(group.items.get(own, ())):
                    if item.publish_at < oldest:
                        break
                    yield item


def likely_pairs[Item: Titled](items: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """Pairs of one matter within `NEAR`, whose numbers do not differ: «школа № 7» and «школа № 9» are two matters.

    `items`: in the order of their hours. Words are compared once for each group of items with the same words, because
    a month has hundreds of items.
    """
    groups: dict[frozenset[str], _Group[Item]] = {}
    by_word: defaultdict[str, list[_Group[Item]]] = defaultdict(list)
    for item in items:
        matter = matter_of(item.title)
        if matter.words not in groups:
            groups[matter.words] = _joined(_Group(matter.words), by_word)
        group = groups[matter.words]
        found = group.since(item.publish_at - NEAR, matter.numbers)
        for earlier in sorted(found, key=attrgetter("publish_at", "pk")):
            yield earlier, item
        group.items[matter.numbers].append(item)


def _joined[Item: Titled](new: _Group[Item], by_word: defaultdict[str, list[_Group[Item]]]) -> _Group[Item]:
    """The group, with those that share words with it. `by_word`: earlier groups, to which it is added."""
    shared = Counter(group for word in new.words for group in by_word[word])
    new.alike = [group for group, number in shared.items() if number >= LEAST and _are_alike(new.words, group.words)]
    for group in new.alike:
        group.alike.append(new)
    if new.words:
        new.alike.append(new)
    for word in new.words:
        by_word[word].append(new)
    return new


def _warns(one: Titled, other: Titled) -> bool:
    is_series = one.series_id is not None and one.series_id == other.series_id
    return other.publish_at >= now() and not is_series


def _told_apart(administration: Administration, items: set[int]) -> set[tuple[int, int]]:
    rows = DifferentMatter.objects.of(administration).filter(first__in=items)
    return set(rows.values_list("first", "second"))


def _pair(one: Titled, other: Titled) -> tuple[int, int]:
    return min(one.pk, other.pk), max(one.pk, other.pk)
