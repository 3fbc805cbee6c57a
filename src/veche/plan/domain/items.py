"""Verbs of the content plan. Moving an item whose post is in approval or out is `publishing`'s verb."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from veche.accounts.models import Account
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.plan.enums import Format, PostCategory
from veche.plan.errors import PlanError
from veche.plan.models import Occasion, PlanItem
from veche.staff.domain.once import made_before
from veche.staff.models import Administration, Department, Person

# Somebody fills the form in for a few minutes: what was «now» at its opening is not «the past».
FORM_MINUTES = timedelta(minutes=5)
# When nobody says otherwise: the middle of the day, when people read.
USUAL_HOUR = time(12)
# What «Изменить» changes; hour and networks have verbs of their own.
DESCRIBED = ("title", "format", "category", "occasion", "department", "speaker", "note")
# A move of the occasion that nobody has looked at (`shifts`) is none of another occasion.
_SHIFT = ("occasion_shifted_at", "occasion_was_at")


def plan_item(  # noqa: PLR0913 -- an item of the plan is all of this
    *,
    administration: Administration,
    by: Person,
    title: str,
    publish_at: datetime,
    accounts: Iterable[Account],
    format: Format | str = Format.TEXT,  # noqa: A002 -- the decree's own word
    category: PostCategory | str = PostCategory.ACTIVITY,
    occasion: Occasion | None = None,
    department: Department | None = None,
    speaker: str = "",
    note: str = "",
    once: UUID | None = None,
) -> PlanItem:
    """Add an item to the plan; the same `once` of the same person returns the existing one.

    Raises `PlanError` for a time in the past and for a foreign account.
    """
    chosen = list(accounts)
    refuse_past(publish_at)
    refuse_foreign(administration, chosen)
    with transaction.atomic():
        mine = PlanItem.objects.of(administration).filter(author=by)
        if made := made_before(mine, by, once):
            return made
        item: PlanItem = PlanItem.objects.create(
            administration=administration,
            title=title.strip(),
            occasion=occasion,
            publish_at=publish_at,
            format=format,
            category=category,
            department=department,
            speaker=speaker.strip(),
            author=by,
            note=note.strip(),
            once=once,
        )
        item.accounts.set(chosen)
        record(
            administration=administration,
            actor=by,
            verb="plan.added",
            obj=item,
            facts={"accounts": [account.pk for account in chosen], "publish_at": publish_at.isoformat()},
        )
    return item


def move_item(
    *, item: PlanItem, by: Person | None, publish_at: datetime, agreed: bool = False, undoes: int | None = None
) -> PlanItem:
    """Move an item of which nothing has left. `agreed`: the hour may have passed. `undoes`: number of the journal entry
    of the move that this one takes back. The same hour is no move."""
    if not agreed:
        refuse_past(publish_at)
    was = item.publish_at
    if was == publish_at:
        return item
    with transaction.atomic():
        item.publish_at = publish_at
        item.save(update_fields=("publish_at",))
        record(
            administration=item.administration,
            actor=by,
            verb="plan.moved",
            obj=item,
            facts={"from": was.isoformat(), "to": publish_at.isoformat(), **({"undoes": undoes} if undoes else {})},
        )
    return item


def choose_accounts(*, item: PlanItem, by: Person | None, accounts: Iterable[Account]) -> PlanItem:
    """Change an item's accounts."""
    chosen = list(accounts)
    refuse_foreign(item.administration, chosen)
    with transaction.atomic():
        item.accounts.set(chosen)
        record(
            administration=item.administration,
            actor=by,
            verb="plan.aimed",
            obj=item,
            facts={"accounts": [account.pk for account in chosen]},
        )
    return item


def describe_item(*, item: PlanItem, by: Person, said: Mapping[str, Any]) -> PlanItem:
    """Change an item's fields: `said` by field (`DESCRIBED`). The journal names fields, not values."""
    changed = [name for name in DESCRIBED if name in said and getattr(item, name) != said[name]]
    if not changed:
        return item
    with transaction.atomic():
        for name in changed:
            setattr(item, name, said[name])
        if "occasion" in changed:
            item.occasion_shifted_at = item.occasion_was_at = None
        item.save(update_fields=(*changed, *(_SHIFT if "occasion" in changed else ())))
        record(
            administration=item.administration, actor=by, verb="plan.described", obj=item, facts={"changed": changed}
        )
    return item


def lock_item(item: PlanItem) -> PlanItem:
    """Read and lock the item until the transaction ends. Always the first row locked, which prevents deadlocks.

    Raises `PlanError` if it was taken out of the plan meanwhile, together with its file.
    """
    rows = PlanItem.objects.of(item.administration_id).select_for_update(no_key=True, of=("self",))
    locked: PlanItem | None = rows.select_related("administration").filter(pk=item.pk).first()
    if locked is None:
        raise PlanError("Этот пункт только что убрали из плана вместе с файлом. Ничего не изменили.")
    return locked


def cancel_item(*, item: PlanItem, by: Person) -> PlanItem:
    with transaction.atomic():
        item.cancelled_at = now()
        item.save(update_fields=("cancelled_at",))
        record(administration=item.administration, actor=by, verb="plan.cancelled", obj=item, facts={})
    return item


def restore_item(*, item: PlanItem, by: Person, publish_at: datetime) -> PlanItem:
    """Restore a cancelled item at a future hour."""
    refuse_past(publish_at)
    with transaction.atomic():
        item.cancelled_at, item.publish_at = None, publish_at
        item.save(update_fields=("cancelled_at", "publish_at"))
        record(
            administration=item.administration,
            actor=by,
            verb="plan.restored",
            obj=item,
            facts={"publish_at": publish_at.isoformat()},
        )
    return item


def refuse_past(publish_at: datetime) -> None:
    if publish_at < now() - FORM_MINUTES:
        raise PlanError("Это время уже прошло. Всё, что вы написали, на месте: выберите время позже.")


def refuse_foreign(administration: Administration, accounts: list[Account]) -> None:
    if not accounts:
        raise PlanError("Не выбрано, куда выйдет запись. Отметьте хотя бы одну сеть.")
    if any(account.administration_id != administration.pk or account.closed_at for account in accounts):
        raise PlanError("Этот аккаунт закрыт или чужой. Выберите другой, остальное сохранено.")
