"""Propose to open an account or to close one, decide about it, withdraw it (clause 1.1, «создания»)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from veche.accounts.domain.proposal_links import day_of_closing
from veche.accounts.domain.proposal_steps import MEANWHILE, complete, locked
from veche.accounts.enums import ChecklistStep, ProposalKind, ProposalState
from veche.accounts.errors import AccountError
from veche.accounts.models import Account, AccountProposal, ProposalStep
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.staff.domain.once import made_before
from veche.staff.models import Administration, Person

# What people fill in; the rest is taken from the account or the situation.
OPENING_FIELDS = (
    "network",
    "title",
    "address",
    "purpose",
    "responsible",
    "basis",
    "basis_number",
    "basis_date",
)
CLOSING_FIELDS = ("purpose", "fate", "successor", "responsible", "basis", "basis_number", "basis_date")


def propose_opening(
    *, administration: Administration, by: Person, fields: Mapping[str, Any], once: UUID | None = None
) -> AccountProposal:
    """Propose a new account. The same `once` of the same person returns the existing proposal."""
    values = {name: fields[name] for name in OPENING_FIELDS}
    with transaction.atomic():
        return _propose(administration, by, ProposalKind.OPEN, values, once)


def propose_closing(
    *, account: Account, by: Person, fields: Mapping[str, Any], once: UUID | None = None
) -> AccountProposal:
    """Propose to close an account. Raises `AccountError` if it is closed or its closing is proposed already."""
    values = {name: fields[name] for name in CLOSING_FIELDS}
    city = account.administration
    values |= {"account": account, "network": account.network, "title": account.title, "address": account.url[:200]}
    with transaction.atomic():
        if made := made_before(AccountProposal.objects.of(city).filter(proposed_by=by), by, once):
            return made
        fresh = Account.objects.of(city).select_for_update(no_key=True).get(pk=account.pk)
        if fresh.closed_at is not None:
            raise AccountError("Аккаунт уже закрыт. Предлагать нечего, ничего не записали.")
        if closing_of(account) is not None:
            raise AccountError("Закрыть этот аккаунт уже предложили. Откройте то предложение, второго не записали.")
        return _propose(city, by, ProposalKind.CLOSE, values, once)


def closing_of(account: Account) -> AccountProposal | None:
    """The proposal to close this account that is open or done."""
    rows = AccountProposal.objects.of(account.administration_id).filter(account=account, kind=ProposalKind.CLOSE)
    return rows.exclude(state__in=(ProposalState.REFUSED, ProposalState.WITHDRAWN)).first()


def agree(*, proposal: AccountProposal, by: Person) -> None:
    """Raises `AccountError`, also for the proposer: nobody decides about their own proposal. Twice is once."""
    _decide(proposal, by, ProposalState.AGREED, "")


def refuse(*, proposal: AccountProposal, by: Person, reason: str) -> None:
    """Refuse a proposal. Raises `AccountError`, also without a reason."""
    said = reason.strip()
    if not said:
        raise AccountError("Напишите, почему нет: без причины отказ не записали.")
    _decide(proposal, by, ProposalState.REFUSED, said)


def withdraw(*, proposal: AccountProposal, by: Person) -> None:
    """Withdraw a proposal before the page is created or the account is closed."""
    with transaction.atomic():
        found = locked(proposal, ProposalState.WAITING, ProposalState.AGREED)
        steps = ProposalStep.objects.of(found.administration_id).filter(proposal=found)
        if steps.filter(step__in=(ChecklistStep.CREATED, ChecklistStep.CLOSED)).exists():
            raise AccountError("Отозвать уже нельзя: дело начали. Доведите список до конца, ничего не изменилось.")
        found.state, found.ended_at = ProposalState.WITHDRAWN, now()
        found.save(update_fields=("state", "ended_at"))
        record(administration=found.administration, actor=by, verb="account.proposal_withdrawn", obj=found, facts={})


def _propose(
    city: Administration, by: Person, kind: ProposalKind, values: Mapping[str, Any], once: UUID | None
) -> AccountProposal:
    if made := made_before(AccountProposal.objects.of(city).filter(proposed_by=by), by, once):
        return made
    made = AccountProposal.objects.create(
        administration=city, kind=kind, proposed_by=by, proposed_at=now(), once=once, **values
    )
    facts = {"kind": kind.value, "network": made.network}
    record(administration=city, actor=by, verb="account.proposed", obj=made, facts=facts)
    return made


def _decide(proposal: AccountProposal, by: Person, state: ProposalState, reason: str) -> None:
    with transaction.atomic():
        found = locked(proposal, ProposalState.WAITING, state)
        if found.state == state:
            if found.decided_by_id == by.pk:  # pressed twice
                return
            raise AccountError(MEANWHILE[state])
        if found.proposed_by_id == by.pk:
            raise AccountError("Это ваше предложение, решает о нём другой человек. Оно ждёт, как ждало.")
        closed_on = day_of_closing(found)
        moment = now()
        found.state, found.decided_by, found.decided_at, found.reason = state, by, moment, reason
        found.ended_at = moment if state == ProposalState.REFUSED else None
        found.save(update_fields=("state", "decided_by", "decided_at", "reason", "ended_at"))
        verb = "account.proposal_agreed" if state == ProposalState.AGREED else "account.proposal_refused"
        record(administration=found.administration, actor=by, verb=verb, obj=found, facts={"kind": found.kind})
        if state == ProposalState.AGREED and closed_on is not None:
            complete(found, ChecklistStep.CLOSED, by=by, day=closed_on)
