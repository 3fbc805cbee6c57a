"""Terms of a case, in the working time of its administration."""

from datetime import datetime, timedelta

from django.db.models import Min

from veche.cases.enums import CaseState, Reach
from veche.cases.models import Case, CaseSettings, ForeignNumber
from veche.kernel.clock import now
from veche.requests.domain.deadlines import add_hours, end_of_working_day, three_quarters
from veche.staff.models import Administration

TO_HEAD_AFTER = timedelta(hours=4)


def settings_of(administration: Administration) -> CaseSettings:
    """The administration's settings; unsaved defaults if nobody has changed any."""
    found: CaseSettings | None = CaseSettings.objects.of(administration).first()
    return found or CaseSettings(administration=administration)


def answer_due(case: Case) -> datetime:
    """When a case must be answered, counted from its first comment, or from when it was opened again."""
    terms = settings_of(case.administration)
    hours = terms.raised_hours if case.raised else terms.answer_hours
    return add_hours(case.reopened_at or case.received_at, timedelta(hours=hours), case.administration)


def route_due(case: Case) -> datetime:
    """When it must be with a department, or answered."""
    minutes = settings_of(case.administration).route_minutes
    return add_hours(case.reopened_at or case.opened_at, timedelta(minutes=minutes), case.administration)


def next_hour(case: Case) -> datetime:
    """The least that a department gets, also when the term is over."""
    return add_hours(now(), timedelta(hours=1), case.administration)


def interim_due(moment: datetime, administration: Administration) -> datetime:
    """The end of work on the last of the working days that an interim answer gives, today not counted."""
    return end_of_working_day(moment, settings_of(administration).interim_days, administration)


def earlier(case: Case, due_at: datetime) -> datetime:
    """The earlier of this deadline and those of other systems."""
    if case.pk is None:
        return due_at
    rows = ForeignNumber.objects.of(case.administration_id).filter(case=case)
    foreign = rows.aggregate(first=Min("due_at"))["first"]
    return min(due_at, foreign) if foreign else due_at


def hold_to_foreign(case: Case) -> None:
    """Count the term anew after a deadline of another system has come or changed."""
    own = interim_due(case.interim_at, case.administration) if case.interim_at else answer_due(case)
    if case.is_open and earlier(case, own) != case.due_at:
        begin_term(case, case.begins_at, own)
        case.save(update_fields=("begins_at", "due_at", "reach", "next_notice_at"))


def begin_term(case: Case, begins_at: datetime, due_at: datetime) -> None:
    """Set the term, which ends at `due_at` or earlier in another system; its reminders begin anew."""
    case.begins_at, case.due_at, case.reach = begins_at, earlier(case, due_at), Reach.NOBODY
    case.next_notice_at = next_notice(case)


def next_notice(case: Case) -> datetime | None:
    """When the next reminder is due. Until a case is routed, its routing is reminded of, once."""
    city = case.administration
    if case.reach == Reach.NOBODY and case.state == CaseState.ROUTING:
        return min(route_due(case), _three_quarters(case))
    if case.reach == Reach.NOBODY:
        return _three_quarters(case)
    if case.reach == Reach.REMINDED:
        return case.due_at
    return add_hours(case.due_at, TO_HEAD_AFTER, city) if case.reach == Reach.DUE else None


def _three_quarters(case: Case) -> datetime:
    return three_quarters(case.begins_at, case.due_at, case.administration)
