"""Correct a case, close it without an answer, change the administration's terms."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from veche.cases.domain.bodies import lines_of
from veche.cases.domain.draft import settle_request
from veche.cases.domain.queries import messages_in
from veche.cases.domain.steps import add_step, locked
from veche.cases.domain.terms import answer_due, begin_term
from veche.cases.enums import CaseState, StepKind, WhyClosed
from veche.cases.models import Case, CaseSettings
from veche.inbox.domain.states import set_state
from veche.inbox.enums import MessageState
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.staff.domain.locking import lock_administration
from veche.staff.models import Administration, Department, Person


def change(*, case: Case, by: Person, title: str, topic: str, department: Department | None, raised: bool) -> Case:
    """Another importance gives another term, unless an interim answer has set one. Raises `Ended`."""
    with transaction.atomic():
        found = locked(case)
        said = (title, topic, department, raised)
        if said == (found.title, found.topic, found.department, found.raised):
            return found
        is_other_term = found.raised != raised and found.interim_at is None
        found.title, found.topic, found.department, found.raised = said
        if is_other_term:
            begin_term(found, found.reopened_at or found.received_at, answer_due(found))
        found.save()
        add_step(found, StepKind.CHANGED, by)
        facts = {"department": found.department_id, "raised": raised}
        record(administration=found.administration, actor=by, verb="case.changed", obj=found, facts=facts)
    return found


def close(*, case: Case, by: Person, why: WhyClosed) -> Case:
    """Close it without an answer. Its comments stay where they are and wait no longer. Raises `Ended`."""
    with transaction.atomic():
        found = locked(case)
        settle_request(found, by)
        found.state, found.why_closed, found.closed_at, found.next_notice_at = CaseState.CLOSED, why, now(), None
        found.save()
        waiting = messages_in(found).filter(state=MessageState.NEW)
        for message in waiting.select_for_update(of=("self",)).order_by("pk"):
            set_state(message, MessageState.KEPT)
        add_step(found, StepKind.CLOSED, by)
        record(administration=found.administration, actor=by, verb="case.closed", obj=found, facts={"why": str(why)})
    return found


def change_settings(*, administration: Administration, by: Person, said: Mapping[str, Any]) -> None:
    """Terms that run already keep their end."""
    with transaction.atomic():
        lock_administration(administration)
        row = CaseSettings.objects.of(administration).first() or CaseSettings(administration=administration)
        if row.pk and all(getattr(row, name) == value for name, value in said.items()):
            return
        for name, value in said.items():
            setattr(row, name, value)
        row.save()
        facts = {
            "route_minutes": row.route_minutes,
            "answer_hours": row.answer_hours,
            "raised_hours": row.raised_hours,
            "interim_days": row.interim_days,
            "bodies": len(lines_of(row.bodies)),
        }
        record(administration=administration, actor=by, verb="case.settings_changed", obj=row, facts=facts)
