"""The public pages of an administration: whether they are open, where, and on which terms."""

from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from veche.accounts.models import Account
from veche.appeals.errors import AppealError
from veche.appeals.models import AppealSettings, NoticePlace
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.staff.domain.locking import lock_administration
from veche.staff.models import Administration, Person

TAKEN = "Такой адрес уже занят другой администрацией этого сервера. Выберите другой, остальное на месте."


def settings_of(administration: Administration | int) -> AppealSettings:
    """The administration's settings; unsaved defaults, closed, if nobody has changed any."""
    found: AppealSettings | None = AppealSettings.objects.of(administration).first()
    if found is not None:
        return found
    key = administration if isinstance(administration, int) else administration.pk
    return AppealSettings(administration_id=key)


def opened_at(slug: str) -> AppealSettings | None:
    """The settings of the administration whose open pages have this address."""
    rows = AppealSettings.objects.unscoped().filter(slug=slug, is_open=True)
    found: AppealSettings | None = rows.select_related("administration").first()
    return found


def address(terms: AppealSettings) -> str:
    """The whole address of the rules; "" while the pages are closed."""
    return f"{settings.ORIGIN}{reverse('appeals:rules', args=[terms.slug])}" if terms.is_open else ""


def places_of(administration: Administration | int) -> frozenset[int]:
    """Keys of the accounts under whose posts a deletion is told."""
    return frozenset(NoticePlace.objects.of(administration).values_list("account_id", flat=True))


def change(
    *, administration: Administration, by: Person, said: Mapping[str, Any], places: Collection[Account] | None = None
) -> AppealSettings:
    """Raises `AppealError` if another administration has the address. Terms that run already keep their end.

    `places`: accounts of the administration under whose posts a deletion is told; None: unchanged.
    """
    with transaction.atomic():
        lock_administration(administration)
        row = settings_of(administration)
        moved = places is not None and _put(administration, places)
        if row.pk and not moved and all(getattr(row, name) == value for name, value in said.items()):
            return row
        was_open = row.is_open
        for name, value in said.items():
            setattr(row, name, value)
        if row.is_open and not was_open:
            row.told_since = now()
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise AppealError(TAKEN) from error
        facts = {"open": row.is_open, "days": row.days, "accept_days": row.accept_days}
        if moved:
            facts["under_posts"] = len(places or ())
        record(administration=administration, actor=by, verb="appeal.settings_changed", obj=row, facts=facts)
    return row


def _put(administration: Administration, places: Collection[Account]) -> bool:
    """Whether anything changed."""
    had, wanted = places_of(administration), {one.pk for one in places}
    NoticePlace.objects.of(administration).filter(account_id__in=had - wanted).delete()
    for one in places:
        if one.pk not in had:
            NoticePlace.objects.create(administration=administration, account=one)
    return had != wanted
