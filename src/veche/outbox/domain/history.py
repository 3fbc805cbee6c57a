"""The history of one act, from planning to proof, as lines for a page."""

from dataclasses import dataclass
from datetime import datetime

from veche.journal.domain.queries import history_of
from veche.outbox.enums import Outcome
from veche.outbox.models import Act, Attempt
from veche.outbox.reasons import PUT_OFF


@dataclass(frozen=True, slots=True)
class Moment:
    """One line. `icon`: a name from frontend/icons.txt; `detail` may be empty."""

    at: datetime
    icon: str
    what: str
    detail: str = ""


def story_of(act: Act) -> list[Moment]:
    """Lines of the act's history, oldest first. Two queries."""
    begun = Moment(act.created_at, "calendar-plus", "поставлена в очередь", str(act.by) if act.by else "")
    tries = [_of_attempt(attempt) for attempt in act.attempts.order_by("number")]
    said = [
        Moment(entry.at, "book-2", entry.sentence, entry.who) for entry in history_of(act.administration, act).all()
    ]
    return sorted((begun, *tries, *said), key=lambda moment: moment.at)


def _of_attempt(attempt: Attempt) -> Moment:
    if attempt.detail == PUT_OFF:
        return Moment(attempt.started_at, "hourglass", "ждала своей очереди: шлём не чаще, чем разрешено")
    icon, words = _words_of(attempt)
    what = f"попытка {attempt.number}: {words}"
    return Moment(attempt.called_at or attempt.started_at, icon, what, attempt.detail)


def _words_of(attempt: Attempt) -> tuple[str, str]:
    match attempt.outcome:
        case Outcome.HAPPENED:
            return "circle-check", "сеть приняла"
        case Outcome.DID_NOT_HAPPEN:
            return "circle-x", "не ушла"
        case Outcome.UNKNOWN:
            return "help-circle", "ответа нет, неизвестно"
    if attempt.called_at:
        return "progress", "ждём ответа сети"
    return "progress", "готовим: ничего ещё не ушло"
