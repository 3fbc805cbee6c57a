"""Repeating items of the plan. A day is placed once: what was moved or dropped is not put back."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Prefetch, QuerySet

from veche.accounts.models import Account
from veche.accounts.order import by_network
from veche.journal.domain.record import record
from veche.kernel.clock import at, now, today
from veche.plan.domain.items import refuse_foreign
from veche.plan.domain.queries import takes_posts
from veche.plan.domain.repeats import days_of
from veche.plan.models import PlanItem, Series
from veche.staff.domain.once import made_before
from veche.staff.models import Administration, Person

# How far ahead items are placed: the month and a little of the next.
AHEAD = timedelta(days=35)
FIELDS = (
    *("title", "rhythm", "weekdays", "every", "starts_on", "ends_on", "hour"),
    *("format", "category", "department", "note"),
)


def add_series(*, administration: Administration, by: Person, said: Mapping[str, Any], once: UUID | None) -> Series:
    """`said`: `FIELDS` and accounts. Places the first items at once; the same `once` returns the existing one."""
    chosen = list(said["accounts"])
    refuse_foreign(administration, chosen)
    with transaction.atomic():
        if made := made_before(Series.objects.of(administration).filter(created_by=by), by, once):
            return made
        fields = {name: said[name] for name in FIELDS}
        made = Series.objects.create(administration=administration, created_by=by, once=once, **fields)
        made.accounts.set(chosen)
        record(administration=administration, actor=by, verb="series.added", obj=made, facts={})
        place(made)
    return made


def change_series(*, series: Series, by: Person, said: Mapping[str, Any]) -> Series:
    """Change what is still to be placed; items that stand in the plan stay as they are."""
    chosen = list(said["accounts"])
    refuse_foreign(series.administration, chosen)
    with transaction.atomic():
        locked = _locked(series)
        changed = [name for name in FIELDS if getattr(locked, name) != said[name]]
        for name in changed:
            setattr(locked, name, said[name])
        locked.save(update_fields=changed)
        if {one.pk for one in locked.accounts.all()} != {one.pk for one in chosen}:
            locked.accounts.set(chosen)
            changed.append("accounts")
        if changed:
            facts = {"changed": changed}
            record(administration=locked.administration, actor=by, verb="series.changed", obj=locked, facts=facts)
        place(locked)
    return locked


def stop_series(*, series: Series, by: Person) -> None:
    """Place no more; what stands in the plan stays."""
    _turn(series, by, "series.stopped", stopped=True)


def resume_series(*, series: Series, by: Person) -> None:
    """Place again, from today."""
    _turn(series, by, "series.resumed", stopped=False)


def _turn(series: Series, by: Person, verb: str, *, stopped: bool) -> None:
    with transaction.atomic():
        locked = _locked(series)
        if (locked.stopped_at is not None) == stopped:
            return
        locked.stopped_at = now() if stopped else None
        locked.save(update_fields=("stopped_at",))
        record(administration=locked.administration, actor=by, verb=verb, obj=locked, facts={})
        place(locked)


def place_due() -> int:
    """Place what has come within reach, of all administrations. Returns the number of new items."""
    running = Series.objects.unscoped().filter(stopped_at=None)
    return sum(_place_one(pk) for pk in list(running.values_list("pk", flat=True)))


def _place_one(pk: int) -> int:
    with transaction.atomic():
        rows = Series.objects.unscoped().filter(pk=pk).select_related("administration")
        return place(rows.select_for_update(no_key=True, of=("self",)).get())


def place(series: Series) -> int:
    """Within a transaction that has locked `series`. Nothing while no account of it takes posts."""
    if series.stopped_at is not None:
        return 0
    accounts = [one for one in series.accounts.all() if takes_posts(one)]
    days = days_to_place(series) if accounts else []
    for day in days:
        item = PlanItem.objects.create(
            administration=series.administration,
            title=series.title,
            publish_at=at(day, series.hour, series.administration.time_zone),
            format=series.format,
            category=series.category,
            department=series.department,
            author=series.created_by,
            note=series.note,
            series=series,
            series_day=day,
        )
        item.accounts.set(accounts)
        facts = {"series": series.pk, "publish_at": item.publish_at.isoformat()}
        record(administration=series.administration, actor=None, verb="plan.added", obj=item, facts=facts)
    return len(days)


def days_to_place(series: Series) -> list[date]:
    zone = series.administration.time_zone
    here = today(zone)
    placed = set(PlanItem.objects.of(series.administration).filter(series=series).values_list("series_day", flat=True))
    days = days_of(series, here, here + AHEAD)
    return [day for day in days if day not in placed and at(day, series.hour, zone) > now()]


def series_of(administration: Administration) -> QuerySet[Series]:
    """Running ones first, each with its accounts by network."""
    accounts = Account.objects.of(administration).order_by(by_network(), "title")
    found: QuerySet[Series] = Series.objects.of(administration)
    return (
        found.select_related("department")
        .prefetch_related(Prefetch("accounts", accounts))
        .order_by(F("stopped_at").asc(nulls_first=True), "title", "pk")
    )


def _locked(series: Series) -> Series:
    rows = Series.objects.of(series.administration_id).select_related("administration")
    locked: Series = rows.select_for_update(no_key=True, of=("self",)).get(pk=series.pk)
    return locked
