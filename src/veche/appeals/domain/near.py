"""Decisions that an appeal without a number may be about."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from veche.appeals.models import Appeal
from veche.moderation.enums import RulingVerb
from veche.moderation.models import Restriction, Ruling
from veche.morphology.words import lemmas
from veche.staff.models import Person

NEAR: Final = timedelta(hours=26)
MOST_NEAR: Final = 12
# On a stormy day hundreds of comments are deleted around one hour. So many before it and after it are read, and those
# that share words with the appeal are offered first.
MOST_READ: Final = 100
_WORD: Final = re.compile(r"[^\W\d_]{3,}")


def near_decisions(appeal: Appeal) -> list[Ruling | Restriction]:
    """Those about comments of the network written around the hour that the resident names.

    First the ones with the most words that the resident names too, then the nearest ones. Four queries.
    """
    at = appeal.wrote_at
    if at is None:
        return []
    named = [_keys(word) for word in _words(f"{appeal.words} {appeal.post}")]
    found: list[Ruling | Restriction] = [*_nearest(_rulings(appeal), at), *_nearest(_restrictions(appeal), at)]
    return sorted(found, key=lambda one: (-_in_common(one, named), _distance(one, at)))[:MOST_NEAR]


def near_decision(appeal: Appeal, kind: str, pk: int) -> Ruling | Restriction | None:
    """The decision if it is one of those around the hour, also when others are nearer by now."""
    if appeal.wrote_at is None:
        return None
    rows: QuerySet[Any] = _rulings(appeal) if kind == Ruling.kind else _restrictions(appeal)
    found: Ruling | Restriction | None = rows.filter(pk=pk).first()
    return found


def near_own(appeals: Iterable[Appeal], person: Person) -> frozenset[int]:
    """Ids of those appeals around whose hour the person took a decision, or agreed to one. One query."""
    around = _around(OuterRef("network"), OuterRef("wrote_at"))
    own = Exists(_rulings_of(person.administration_id).filter(around, person=person))
    agreed = Exists(_restrictions_of(person.administration_id).filter(around, Q(by=person) | Q(second=person)))
    rows = Appeal.objects.of(person.administration_id).filter(own | agreed, pk__in=[one.pk for one in appeals])
    return frozenset(rows.order_by().values_list("pk", flat=True))


def _rulings(appeal: Appeal) -> "QuerySet[Ruling]":
    return _rulings_of(appeal.administration_id).filter(_around(appeal.network, appeal.wrote_at))


def _restrictions(appeal: Appeal) -> "QuerySet[Restriction]":
    return _restrictions_of(appeal.administration_id).filter(_around(appeal.network, appeal.wrote_at))


def _rulings_of(city: int) -> "QuerySet[Ruling]":
    rows: QuerySet[Ruling] = Ruling.objects.of(city).filter(verb=RulingVerb.DELETE, undone_at=None)
    return rows


def _restrictions_of(city: int) -> "QuerySet[Restriction]":
    rows: QuerySet[Restriction] = Restriction.objects.of(city).filter(by__isnull=False)
    return rows


def _around(network: Any, at: Any) -> Q:
    """Decisions about comments of the network written around the hour; both may be expressions."""
    span = (at - NEAR, at + NEAR)
    return Q(message__account__network=network, message__private=False, message__at__range=span)


def _nearest[T: (Ruling, Restriction)](rows: "QuerySet[T]", at: datetime) -> list[T]:
    told = rows.select_related("message__account", "message__conversation", "administration")
    earlier = told.filter(message__at__lte=at).order_by("-message__at", "-pk")
    later = told.filter(message__at__gt=at).order_by("message__at", "pk")
    return list(chain(earlier[:MOST_READ], later[:MOST_READ]))


def _in_common(one: Ruling | Restriction, named: list[frozenset[str]]) -> int:
    """How many of the words that the resident names stand in the comment, in whatever form."""
    if one.message is None or not named:
        return 0
    said = {key for word in _words(one.message.text) for key in _keys(word)}
    return sum(not word.isdisjoint(said) for word in named)


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


def _keys(word: str) -> frozenset[str]:
    """The word with its lemmas: the dictionary does not know every word."""
    return lemmas(word) | {word}


def _distance(one: Ruling | Restriction, at: datetime) -> timedelta:
    return abs(one.message.at - at) if one.message else NEAR
