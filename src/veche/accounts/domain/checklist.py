"""Verbs of the checklist: mark a step as done, take a mark back, name the account of a created page."""

from datetime import date

from django.conf import settings
from django.db import transaction

from veche.accounts.domain.proposal_links import tie
from veche.accounts.domain.proposal_steps import BEGINS_TERM, complete, locked, needed, notice_due, steps_of
from veche.accounts.domain.register import edit
from veche.accounts.enums import ChecklistStep, ProposalKind, ProposalState
from veche.accounts.errors import AccountError
from veche.accounts.models import Account, AccountProposal, ProposalStep
from veche.journal.domain.record import record
from veche.kernel.clock import today
from veche.networks.addresses import NotAnAddress, parse_address
from veche.staff.models import Person

# Marked by what happens in Veche, not by a tick.
BY_ITSELF = frozenset({ChecklistStep.CONNECTED, ChecklistStep.CLOSED})


def mark(
    *, proposal: AccountProposal, by: Person, step: ChecklistStep, day: date, note: str = "", url: str = ""
) -> None:
    """Mark a step as done. `url`: address of the created page. Raises `AccountError`."""
    with transaction.atomic():
        found = locked(proposal, ProposalState.AGREED)
        if step not in steps_of(found) or step in BY_ITSELF:
            raise AccountError("Этого шага здесь не отмечают. Ничего не изменилось.")
        _refuse_day(found, step, day)
        if step == ChecklistStep.CREATED:
            found.page_url = _page(found.network, url)
        complete(found, step, by=by, day=day, note=note.strip())
        _tell_passport(found, by, step, has_mark=True)


def take_back(*, proposal: AccountProposal, by: Person, step: ChecklistStep) -> None:
    """Take a mark back, unless a later step rests on it. Raises `AccountError`."""
    with transaction.atomic():
        found = locked(proposal, ProposalState.AGREED, ProposalState.DONE)
        rows = {row.step: row for row in ProposalStep.objects.of(found.administration_id).filter(proposal=found)}
        if step in BY_ITSELF or step not in rows:
            raise AccountError("Этой отметки нет или её не снять. Ничего не изменилось.")
        later = [ChecklistStep(one).label for one in rows if needed(found, ChecklistStep(one)) == step]
        if later:
            raise AccountError(f"Сначала снимите отметку «{later[0]}». Ничего не изменилось.")
        rows[step].delete()
        _undo(found, step, rows)
        found.state, found.ended_at = ProposalState.AGREED, None
        found.save()
        _tell_passport(found, by, step, has_mark=False)
        facts = {"step": step.value}
        record(administration=found.administration, actor=by, verb="account.step_undone", obj=found, facts=facts)


def name_account(*, proposal: AccountProposal, by: Person, account: Account) -> None:
    """«Это он»: tie an account that is in the registry already. Raises `AccountError`."""
    with transaction.atomic():
        found = locked(proposal, ProposalState.AGREED)
        if found.kind != ProposalKind.OPEN or account.network != found.network:
            raise AccountError("Это аккаунт другой сети. Выберите тот, о котором предложение.")
        if AccountProposal.objects.of(found.administration_id).filter(account=account, kind=found.kind).exists():
            raise AccountError("Этот аккаунт уже связан с предложением. Ничего не изменилось.")
        tie(found, account, by=by)


def _tell_passport(proposal: AccountProposal, by: Person, step: ChecklistStep, *, has_mark: bool) -> None:
    if step == ChecklistStep.MARK_RECEIVED and proposal.account is not None:
        edit(account=proposal.account, by=by, fields={"state_mark": has_mark})


def _undo(proposal: AccountProposal, step: ChecklistStep, rows: dict[str, ProposalStep]) -> None:
    if step == ChecklistStep.CREATED:
        proposal.page_url, proposal.notice_due_at = "", None
    elif step == ChecklistStep.NOTIFIED:
        begun = rows[BEGINS_TERM[proposal.kind]]
        proposal.notice_due_at = notice_due(begun.day, proposal.administration.time_zone)


def _refuse_day(proposal: AccountProposal, step: ChecklistStep, day: date) -> None:
    if day > today(proposal.administration.time_zone):
        raise AccountError("Этот день ещё не наступил. Отметьте шаг, когда он сделан.")
    first = needed(proposal, step)
    rows = ProposalStep.objects.of(proposal.administration_id).filter(proposal=proposal, step=first)
    before = rows.first() if first is not None else None
    if before is not None and day < before.day:
        raise AccountError(f"Это раньше, чем «{before.get_step_display()}». Проверьте день, ничего не записали.")


def _page(network: str, url: str) -> str:
    """The address as typed. Raises `AccountError` if it names no page of this network."""
    home = settings.NETWORKS[network].get("pages", "")
    try:
        parse_address(network, url, home=home)
    except NotAnAddress as error:
        raise AccountError(error.sentence) from None
    return url if url.startswith(("https://", "http://")) else f"https://{url}"
