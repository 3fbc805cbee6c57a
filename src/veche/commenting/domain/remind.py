"""Remind of terms: once before comments open, every month of what has no term."""

from veche.commenting.domain.closures import notice_at
from veche.commenting.domain.news import notify_of_term
from veche.commenting.models import Closure
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.requests.domain.reminders import remind_each


def remind_waiting() -> int:
    """Returns the number of reminders."""
    waiting = Closure.objects.unscoped().filter(ended_at=None, reopened_at=None)
    return remind_each(waiting.select_related("administration", "account"), _remind)


def _remind(closure: Closure) -> None:
    closure.next_notice_at = notice_at(now(), None) if closure.until is None else None
    closure.save(update_fields=("next_notice_at",))
    notify_of_term(closure)
    record(administration=closure.administration, actor=None, verb="comments.reminded", obj=closure, facts={})
