"""Open comments again: by a person, or when the term is over."""

from datetime import timedelta
from typing import Final

from django.db import transaction

from veche.commenting.domain.close import setting_before
from veche.commenting.domain.closures import closures, end_what_is_over, lock
from veche.commenting.domain.ways import card_reason, is_withdrawn
from veche.commenting.errors import CommentingError
from veche.commenting.models import Closure
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.networks.protocol import CommentMode, SetCommentMode
from veche.outbox.domain.grace import undoing_act_may_leave_at
from veche.outbox.domain.plan import cancel, plan_act
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.models import Person

WINDOW: Final = timedelta(days=7)
BATCH: Final = 100


def reopen(*, closure: Closure, by: Person | None) -> Closure:
    """Plan the act that opens; what has not left yet is cancelled instead. Raises `CommentingError` if it is over.

    `by` None: the term is over. A post that is gone is not opened.
    """
    with transaction.atomic():
        account = lock(closure.account)
        rows = closures(account.administration_id).filter(pk=closure.pk)
        end_what_is_over(rows)
        fresh: Closure = rows.get()
        if is_being_opened(fresh):
            return fresh
        if fresh.ended_at is not None:
            raise CommentingError("Здесь комментарии уже открыты. Ничего не изменилось.")
        act = None if _needs_no_act(fresh) else _plan(fresh, by)
        fresh.reopening, fresh.reopened_at, fresh.reopened_by = act, now(), by
        fresh.ended_at = None if act else fresh.reopened_at
        fresh.next_notice_at = None
        fresh.save(update_fields=("reopening", "reopened_at", "reopened_by", "ended_at", "next_notice_at"))
        facts = {"account": account.pk, **({"act": act.pk} if act else {})}
        record(administration=account.administration, actor=by, verb="comments.opened", obj=fresh, facts=facts)
    return fresh


def is_being_opened(closure: Closure) -> bool:
    act = closure.reopening
    return closure.ended_at is None and act is not None and act.state != ActState.CANCELLED


def reopen_due() -> int:
    """Open what is due, of all administrations, and mark what has ended. Returns the number of openings."""
    end_what_is_over(Closure.objects.unscoped())
    due = Closure.objects.unscoped().filter(until__lte=now(), ended_at=None, reopened_at=None)
    found = list(due.select_related("account", "administration").order_by("until")[:BATCH])
    return sum(_reopen(one) for one in found)


def _reopen(closure: Closure) -> bool:
    try:
        reopen(closure=closure, by=None)
    except CommentingError:  # somebody was quicker
        return False
    return True


def _needs_no_act(closure: Closure) -> bool:
    """Whether nothing stands in the network that would have to be opened."""
    if closure.publication is not None and is_withdrawn(closure.publication):
        return True
    return cancel(act=closure.act, reason="Открыли раньше, чем это ушло.")


def _plan(closure: Closure, by: Person | None) -> Act:
    publication = closure.publication
    return plan_act(
        account=closure.account,
        intent=f"open_comments:{closure.pk}:{closure.reopening_id or 0}",
        title=f"Открыть комментарии: {closure.where}",
        act=SetCommentMode(CommentMode.OPEN, publication.remote_id if publication else "", setting_before(closure)),
        by=by,
        # The network may still apply what closes, and the opening must be the last.
        due_at=max(now(), undoing_act_may_leave_at(closure.act)),
        window=WINDOW,
        about=publication,
        card_reason=card_reason(closure.account),
    )
