"""«Снять ограничение»: cancel a restriction that has not left, lift one in force."""

from datetime import timedelta

from django.db import transaction

from veche.accounts.domain.abilities import why_by_hand
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.domain.authors import end_what_is_over, lock_authors, restrictions_of, title_of
from veche.moderation.domain.terms import may_release
from veche.moderation.errors import ModerationError
from veche.moderation.models import Restriction
from veche.networks.protocol import ReleaseAuthor
from veche.outbox.domain.grace import undoing_act_may_leave_at
from veche.outbox.domain.plan import cancel, plan_act
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.models import Person

WINDOW = timedelta(days=7)


def release(*, restriction: Restriction, by: Person | None) -> Restriction:
    """Release an author. Raises `ModerationError` if nothing is to be lifted or the network does not allow it.

    `by` None: the term is over, and the network would not lift it by itself.
    """
    with transaction.atomic():
        account = lock_authors(restriction.account)
        rows = restrictions_of(account, restriction.author_id).filter(pk=restriction.pk)
        end_what_is_over(rows)
        fresh = rows.get()
        if is_being_released(fresh):
            return fresh
        if fresh.ended_at is not None:
            raise ModerationError("Этого ограничения уже нет. Ничего не изменилось.")
        act = None if _taken_back(fresh) else _plan(fresh, by)
        fresh.release_act, fresh.released_at, fresh.released_by = act, now(), by
        fresh.ended_at = None if act else fresh.released_at
        fresh.save(update_fields=("release_act", "released_at", "released_by", "ended_at"))
        record(
            administration=account.administration,
            actor=by,
            verb="author.released" if by else "author.term_over",
            obj=fresh,
            facts={"act": act.pk} if act else {},
        )
    return fresh


def lift(one: Restriction) -> int:
    """Release an author whose term is over. Returns 1, or 0 if a person has done it a moment ago."""
    try:
        release(restriction=one, by=None)
    except ModerationError:
        return 0
    return 1


def is_being_released(restriction: Restriction) -> bool:
    """Whether a release was decided and not cancelled."""
    act = restriction.release_act
    return restriction.ended_at is None and act is not None and act.state != ActState.CANCELLED


def _taken_back(restriction: Restriction) -> bool:
    return restriction.act is not None and cancel(act=restriction.act, reason="Сняли ограничение раньше, чем оно ушло.")


def _plan(restriction: Restriction, by: Person | None) -> Act:
    ability = may_release(restriction.account)
    if ability.mode == "absent" and by is not None:
        raise ModerationError(ability.why or "Сеть не даёт снять ограничение. Оно осталось.")
    # The network may still apply a restriction that is on its way, and the release must be the last.
    due = now() if restriction.act is None else max(now(), undoing_act_may_leave_at(restriction.act))
    return plan_act(
        account=restriction.account,
        intent=f"release_author:{restriction.pk}:{restriction.release_act_id or 0}",
        title=title_of(restriction.author_id, restriction.message),
        act=ReleaseAuthor(author_id=restriction.author_id),
        by=by,
        due_at=due,
        window=WINDOW,
        card_reason=why_by_hand(ability, "Снимите руками и отметьте здесь."),
    )
