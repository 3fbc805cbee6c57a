"""Administrators of an account in the network: read every night and on «Обновить», compared with the stored list."""

import time
from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from veche.accounts.domain.abilities import ability_of
from veche.accounts.domain.asking import ask
from veche.accounts.domain.clients import PATIENCE_SECONDS, open_account
from veche.accounts.domain.page_changes import note_page_change
from veche.accounts.enums import PageChangeKind
from veche.accounts.models import Account, AccountAdministrator
from veche.engine.by_name import task_named
from veche.engine.queues import reading
from veche.kernel.clock import now
from veche.networks.protocol import Administrator, AdministratorChanged, Operation, Rank

LOOK_AT_ADMINISTRATORS = "veche.accounts.tasks.look_at_administrators"

READ_SECONDS = 20.0
_NAME, _RIGHT = 200, 64


def read_administrators(account: Account) -> int | None:
    """Read the list and return the number of changes; None if the network did not answer.

    Calls the network, so never inside a transaction. The first list is only stored, as nothing earlier is known.
    """
    if account.closed_at is not None or ability_of(account, Operation.READ_ADMINISTRATORS).mode != "auto":
        return None
    found = ask(account, partial(_fetch, account), check_keys=False)
    return None if found is None else store_list(account=account, found=found)


def ask_administrators(*, account: Account) -> None:
    """«Обновить»: enqueue a read in the network's own lane."""
    task_named(LOOK_AT_ADMINISTRATORS).using(queue_name=reading(account.network)).enqueue(account.pk)


def _fetch(account: Account) -> Sequence[Administrator]:
    """The list, as the network returns it."""
    network = open_account(account, patience=PATIENCE_SECONDS)
    return network.administrators(deadline=time.monotonic() + READ_SECONDS)


def store_list(*, account: Account, found: Sequence[Administrator]) -> int:
    """Store the whole list. Returns the number of changes that are news."""
    with transaction.atomic():
        fresh: Account = Account.objects.of(account.administration_id).select_for_update().get(pk=account.pk)
        known = {row.person_id: row for row in _rows(fresh)}
        first = fresh.administrators_read_at is None
        there = {one.person_id for one in found}
        news = sum(_compare(fresh, one, known.get(one.person_id), silent=first) for one in found)
        news += sum(_gone(fresh, row) for row in known.values() if row.gone_at is None and row.person_id not in there)
        Account.objects.of(fresh.administration_id).filter(pk=fresh.pk).update(administrators_read_at=now())
    return news


def event_received(*, account: Account, event: AdministratorChanged) -> None:
    """Handle an event: somebody came, left or has other rights. Safe to repeat."""
    with transaction.atomic():
        if _is_in_the_list(account, event):
            return
        row = _rows(account).filter(person_id=event.person_id[:64]).first()
        there = row is not None and row.gone_at is None
        if row is not None and _is_so(row, event):
            return
        _remember(account, row, event)
        note_page_change(
            account=account,
            kind=_kind(event, there=there),
            person_id=event.person_id,
            name=event.name or (row.name if row else ""),
            by_id=event.by_id,
            before=event.before,
            after=event.after,
            at=event.at,
            timed=event.timed,
        )


def _is_in_the_list(account: Account, event: AdministratorChanged) -> bool:
    """Whether the list was read after the event or is still to be read; changes before the first list are no news."""
    if account.administrators_read_at is None:
        return ability_of(account, Operation.READ_ADMINISTRATORS).mode == "auto"
    return account.administrators_read_at > event.at


def _is_so(row: AccountAdministrator, event: AdministratorChanged) -> bool:
    """Whether the list or another event told this before. VK's events carry no time, so one may follow the list."""
    if not event.after:
        return row.gone_at is not None
    return row.gone_at is None and not row.told and row.rank == event.after


def _kind(event: AdministratorChanged, *, there: bool) -> PageChangeKind:
    if not event.after:
        return PageChangeKind.GONE
    return PageChangeKind.RIGHTS if event.before or there else PageChangeKind.CAME


def _remember(account: Account, row: AccountAdministrator | None, event: AdministratorChanged) -> None:
    moment = now()
    row = row or AccountAdministrator(
        administration_id=account.administration_id, account=account, person_id=event.person_id[:64], since=moment
    )
    if event.after:
        row.since = moment if row.gone_at is not None else row.since
        word = event.after.partition(":")[0]  # rights may follow
        row.rank = word if word in set(Rank) else row.rank
    row.name = event.name[:_NAME] or row.name
    row.gone_at = None if event.after else moment
    row.told = True
    row.save()


def _compare(account: Account, one: Administrator, row: AccountAdministrator | None, *, silent: bool) -> bool:
    """Store one administrator. True if the change is news."""
    back = row is None or row.gone_at is not None
    other = row is not None and _said(row.rank, row.rights) != _said(one.rank, _rights(one))
    told = row is not None and row.told
    before = _said(row.rank, row.rights) if row is not None and not back else ""
    _write(account, one, row, back=back)
    if silent or told or not (back or other):
        return False
    note_page_change(
        account=account,
        kind=PageChangeKind.CAME if back else PageChangeKind.RIGHTS,
        person_id=one.person_id,
        name=one.name,
        before=before,
        after=_said(one.rank, _rights(one)),
    )
    return True


def _write(account: Account, one: Administrator, row: AccountAdministrator | None, *, back: bool) -> None:
    row = row or AccountAdministrator(
        administration_id=account.administration_id, account=account, person_id=one.person_id[:64]
    )
    row.name, row.rank, row.rights, row.bot = one.name[:_NAME], one.rank.value, _rights(one), one.bot
    row.since = now() if back else row.since
    row.gone_at, row.told = None, False
    row.save()


def _gone(account: Account, row: AccountAdministrator) -> bool:
    row.gone_at, told, row.told = now(), row.told, False
    row.save(update_fields=("gone_at", "told"))
    if told:
        return False
    said = _said(row.rank, row.rights)
    note_page_change(account=account, kind=PageChangeKind.GONE, person_id=row.person_id, name=row.name, before=said)
    return True


def _rights(one: Administrator) -> list[str]:
    return sorted(right[:_RIGHT] for right in one.rights)


def _said(rank: str, rights: Sequence[str]) -> str:
    """Rank and rights in the network's words, in one order."""
    return ", ".join(filter(None, (str(rank), *rights)))


def _rows(account: Account) -> "QuerySet[AccountAdministrator]":
    rows: QuerySet[AccountAdministrator] = AccountAdministrator.objects.of(account.administration_id)
    return rows.filter(account=account)
