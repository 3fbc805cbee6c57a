"""Occasions for the search. Items of the plan are shown by `publishing`, which knows their texts."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from veche.plan.models import Occasion
from veche.plan.words import when_of
from veche.search.kinds import Found, Kind, Source, Words, register
from veche.staff.models import Administration


def register_kinds() -> None:
    columns = ("title", "place", "note", "starts_at", "dropped_at")
    register(
        Kind(
            slug="occasion",
            title="Поводы",
            one="Повод",
            icon="bulb",
            permission="plan.see",
            sources=(Source(Occasion, columns=columns),),
            everything=_all,
            read=_read,
            show=_show,
            order=3,
        )
    )


def _all() -> QuerySet[Any, Any]:
    """Occasions of all administrations that nobody has put aside."""
    return Occasion.objects.unscoped().filter(dropped_at=None)


def _read(ids: Collection[int]) -> Mapping[int, Words]:
    return {
        one.pk: Words(
            administration_id=one.administration_id,
            at=one.starts_at or one.created_at,
            texts=(one.title, one.place, one.note),
            author=one.created_by_id,
        )
        for one in _all().filter(pk__in=ids)
    }


def _show(administration: Administration, ids: Collection[int]) -> Mapping[int, Found]:
    rows = Occasion.objects.of(administration).filter(pk__in=ids).select_related("created_by", "department", "office")
    return {one.pk: _found(one, administration.time_zone) for one in rows}


def _found(one: Occasion, zone: str) -> Found:
    about = [str(part) for part in (one.get_kind_display(), one.office, one.department) if part]
    return Found(
        title=one.title,
        url=reverse("plan:occasion_page", args=[one.pk]),
        texts=(one.note, one.place),
        when=when_of(one.starts_at, has_hour=one.has_hour, zone=zone),
        who=str(one.created_by or "спрашивают жители"),
        notes=[*about, *(["отменён"] if one.cancelled_at else [])],
    )
