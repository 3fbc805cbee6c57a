"""The checklist of an agreed proposal: which steps it has, which step another one needs first, and the end."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from veche.accounts.enums import ChecklistStep, ProposalKind, ProposalState
from veche.accounts.errors import AccountError
from veche.accounts.models import AccountProposal, ProposalStep
from veche.journal.domain.record import record
from veche.kernel.clock import DAY, at, now
from veche.kit.moments import lately
from veche.networks.registry import NETWORKS
from veche.staff.models import Person

Step = ChecklistStep
STEPS: Mapping[str, tuple[Step, ...]] = {
    ProposalKind.OPEN: (
        Step.CREATED,
        Step.CONNECTED,
        Step.MARK_ASKED,
        Step.MARK_RECEIVED,
        Step.NOTIFIED,
        Step.PUBLISHED,
    ),
    ProposalKind.CLOSE: (Step.FAREWELL, Step.CLOSED, Step.SETTLED, Step.NOTIFIED, Step.UNPUBLISHED),
}
# The step with which the term of the notice begins.
BEGINS_TERM: Mapping[str, Step] = {ProposalKind.OPEN: Step.CREATED, ProposalKind.CLOSE: Step.CLOSED}
# The control centre is told within a day after the creation (Altai Krai, order of 25.10.2024), and also when there is
# no page any more. A calendar day: it ends with the day after the one of the event (Civil Code, articles 191 and 194).
NOTICE_DAYS = 1
_NEEDS: Mapping[Step, Step] = {
    Step.CONNECTED: Step.CREATED,
    Step.MARK_ASKED: Step.CREATED,
    Step.MARK_RECEIVED: Step.MARK_ASKED,
    Step.PUBLISHED: Step.CREATED,
    Step.SETTLED: Step.CLOSED,
}
_OF_MARK = frozenset({Step.MARK_ASKED, Step.MARK_RECEIVED})


def steps_of(proposal: AccountProposal) -> tuple[Step, ...]:
    """Steps in order; only networks of Government order 2523-р give the mark."""
    official = NETWORKS[proposal.network].official
    return tuple(step for step in STEPS[proposal.kind] if official or step not in _OF_MARK)


def needed(proposal: AccountProposal, step: Step) -> Step | None:
    """The step that must be done before `step`. The notice does not wait for the mark, which takes days."""
    return BEGINS_TERM[proposal.kind] if step == Step.NOTIFIED else _NEEDS.get(step)


def notice_due(day: date, zone: str) -> datetime:
    """End of the term that begins with what happened on `day`."""
    return at(day + NOTICE_DAYS * DAY + timedelta(days=1), time.min, zone)


def locked(proposal: AccountProposal, *states: ProposalState) -> AccountProposal:
    """The row, locked, in one of these states. Raises `AccountError`: somebody was faster."""
    rows = AccountProposal.objects.of(proposal.administration_id).select_for_update(no_key=True)
    found: AccountProposal = rows.get(pk=proposal.pk)
    found.administration = proposal.administration
    if found.state not in states:
        raise AccountError(MEANWHILE[ProposalState(found.state)])
    return found


def complete(proposal: AccountProposal, step: Step, *, by: Person, day: date, note: str = "") -> None:
    """Record a step of a locked proposal; the last one ends it. Raises `AccountError`."""
    done = {row.step: row for row in ProposalStep.objects.of(proposal.administration_id).filter(proposal=proposal)}
    if row := done.get(step):
        when = lately(row.at, proposal.administration.time_zone)
        raise AccountError(f"Этот шаг уже отметили: {row.by}, {when}. Второй раз не записали.")
    first = needed(proposal, step)
    if first is not None and first not in done:
        raise AccountError(f"Сначала отметьте шаг «{first.label}». Пока ничего не записали.")
    moment = now()
    ProposalStep.objects.create(
        administration=proposal.administration, proposal=proposal, step=step, day=day, note=note, by=by, at=moment
    )
    if step == BEGINS_TERM[proposal.kind]:
        proposal.notice_due_at = notice_due(day, proposal.administration.time_zone)
    elif step == Step.NOTIFIED:
        proposal.notice_due_at = None
    if {*done, step} >= set(steps_of(proposal)):
        proposal.state, proposal.ended_at = ProposalState.DONE, moment
    proposal.save()
    facts = {"step": step.value, "day": day.isoformat(), "finished": proposal.state == ProposalState.DONE}
    record(administration=proposal.administration, actor=by, verb="account.step_done", obj=proposal, facts=facts)


MEANWHILE: Mapping[ProposalState, str] = {
    ProposalState.WAITING: "Решения по предложению ещё нет. Дождитесь его, ничего не изменилось.",
    ProposalState.AGREED: "Предложение уже согласовали, пока вы смотрели. Ваше решение не записано.",
    ProposalState.REFUSED: "По предложению уже отказали, пока вы смотрели. Ничего не изменилось.",
    ProposalState.WITHDRAWN: "Предложение отозвали, пока вы смотрели. Ничего не изменилось.",
    ProposalState.DONE: "Здесь уже всё сделано. Ничего не изменилось.",
}
