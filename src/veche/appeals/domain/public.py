"""The public pages of an administration: whether they are open, where, and on which terms."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from veche.appeals.errors import AppealError
from veche.appeals.models import AppealSettings
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


def change(*, administration: Administration, by: Person, said: Mapping[str, Any]) -> AppealSettings:
    """Raises `AppealError` if another administration has the address. Terms that run already keep their end."""
    with transaction.atomic():
        lock_administration(administration)
        row = settings_of(administration)
        if row.pk and all(getattr(row, name) == value for name, value in said.items()):
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
        record(administration=administration, actor=by, verb="appeal.settings_changed", obj=row, facts=facts)
    return row
