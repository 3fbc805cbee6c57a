"""Terms of an appeal, in the working days of its administration."""

from datetime import datetime, timedelta

from veche.appeals.enums import Reach
from veche.appeals.models import Appeal, AppealSettings
from veche.kernel.clock import now
from veche.moderation.models import Restriction, Ruling
from veche.requests.domain.deadlines import end_of_working_day, three_quarters


def due_of(moment: datetime, terms: AppealSettings) -> datetime:
    """The end of work on the last of the working days, today not counted."""
    return end_of_working_day(moment, terms.days, terms.administration)


def is_in_time(decision: Ruling | Restriction, terms: AppealSettings) -> bool:
    return now() <= decision.at + timedelta(days=terms.accept_days)


def next_notice(appeal: Appeal) -> datetime | None:
    """When the next reminder is due; None after the last one."""
    if appeal.reach == Reach.NOBODY:
        return three_quarters(appeal.at, appeal.due_at, appeal.administration)
    return appeal.due_at if appeal.reach == Reach.REMINDED else None
