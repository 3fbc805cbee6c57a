"""Limit or close comments, and move the term."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from veche.accounts.models import Account
from veche.commenting.domain.closures import closures, differences, end_what_is_over, lock, notice_at, standing
from veche.commenting.domain.news import forget_reminders
from veche.commenting.domain.ways import has_comments, lacks, ways_of
from veche.commenting.enums import Mode
from veche.commenting.errors import CommentingError
from veche.commenting.models import Closure
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.networks.comment_modes import BEFORE
from veche.networks.protocol import CommentMode, SetCommentMode
from veche.outbox.domain.grace import undoing_act_may_leave_at
from veche.outbox.domain.plan import cancel, plan_act
from veche.outbox.models import Act
from veche.staff.models import Person

# It stays right when it comes late, as a restriction does.
WINDOW: Final = timedelta(days=1)
LONGEST: Final = timedelta(days=366)
# The same by the same person within this time is a double click.
SAME_PRESS: Final = timedelta(seconds=10)


def close(
    *,
    account: Account,
    publication: Act | None,
    by: Person,
    mode: Mode | str,
    reason: str,
    until: datetime | None,
    is_public: bool = False,
) -> Closure:
    """Plan the act, or a card for a person. `until` None: until somebody opens. Raises `CommentingError`.

    Another mode that stands there is replaced.
    """
    with transaction.atomic():
        account = lock(account)
        card = _checked(account, publication, mode, reason, until)
        end_what_is_over(closures(account.administration_id).filter(account=account))
        former = standing(account, publication)
        if former is not None and former.mode == mode:
            return _same(former, by)
        before, due = _replace(former)
        differs = differences(account.administration_id).filter(account=account, publication=publication)
        differs.order_by().update(ended_at=now(), by=by)  # the mode is decided anew
        act = _plan(account, publication, Mode(mode), by, before=before, due=due, card=card)
        moment = now()
        made: Closure = Closure.objects.create(
            administration_id=account.administration_id,
            account=account,
            publication=publication,
            mode=mode,
            reason=reason.strip(),
            until=until,
            is_public=is_public,
            at=moment,
            by=by,
            act=act,
            next_notice_at=notice_at(moment, until),
        )
        facts = {"account": account.pk, "mode": str(mode), "act": act.pk} | _about(publication)
        record(administration=account.administration, actor=by, verb="comments.closed", obj=made, facts=facts)
    return made


def move_term(*, closure: Closure, by: Person, until: datetime | None, reason: str, is_public: bool) -> Closure:
    """Change until when, why, and whether residents are told. Raises `CommentingError` if it is over."""
    with transaction.atomic():
        account = lock(closure.account)
        rows = closures(account.administration_id).filter(pk=closure.pk)
        end_what_is_over(rows)
        fresh: Closure = rows.get()
        if fresh.ended_at is not None or fresh.reopened_at is not None:
            raise CommentingError("Комментарии уже открываем или открыли. Срок не изменился: закройте их заново.")
        _check_words(reason, until)
        moment = now()
        fresh.until, fresh.reason, fresh.is_public = until, reason.strip(), is_public
        fresh.next_notice_at = notice_at(moment, until)
        fresh.save(update_fields=("until", "reason", "is_public", "next_notice_at"))
        forget_reminders(fresh)
        facts = {"account": account.pk, "mode": fresh.mode}
        record(administration=account.administration, actor=by, verb="comments.term_moved", obj=fresh, facts=facts)
    return fresh


def _checked(account: Account, publication: Act | None, mode: Mode | str, reason: str, until: datetime | None) -> str:
    """Why a person must do it; "" if a key can."""
    if account.closed_at is not None:
        raise CommentingError("Этот аккаунт закрыт, комментарии в нём не меняем.")
    if publication is not None and (publication.account_id != account.pk or not has_comments(publication)):
        raise CommentingError("Этой записи в сети нет: закрывать под ней нечего. Ничего не изменилось.")
    way = next((one for one in ways_of(account, publication) if one.mode == mode), None)
    if way is None:
        raise CommentingError(f"Выберите режим из тех, что есть в этой сети. {lacks(account)}".strip())
    _check_words(reason, until)
    return way.card


def _check_words(reason: str, until: datetime | None) -> None:
    if not reason.strip():
        raise CommentingError("Напишите, почему: без причины комментарии не закрывают.")
    if until is not None and not now() < until <= now() + LONGEST:
        raise CommentingError("Откроются они позже, чем сейчас, и не позже чем через год. Выберите другой день.")


def _same(former: Closure, by: Person) -> Closure:
    if former.by_id == by.pk and former.at >= now() - SAME_PRESS:
        return former
    raise CommentingError(
        f"Здесь уже решено: {former.get_mode_display()}. Решил {former.by}. Другой срок? Измените его на той странице."
    )


def _replace(former: Closure | None) -> tuple[str, datetime]:
    """End the former closure: the setting that stood before it, and when the next act may leave."""
    if former is None:
        return "", now()
    dropped = cancel(act=former.act, reason="Решили иначе раньше, чем это ушло.")
    due = now() if dropped else undoing_act_may_leave_at(former.act)
    former.ended_at, former.next_notice_at = now(), None
    former.save(update_fields=("ended_at", "next_notice_at"))
    return setting_before(former), due


def setting_before(closure: Closure) -> str:
    """What stood in the network before the account was closed; "" if it was never asked."""
    act = closure.act
    return str(act.parts.get(BEFORE, "") or act.payload.get("before", ""))


def _plan(
    account: Account, publication: Act | None, mode: Mode, by: Person, *, before: str, due: datetime, card: str
) -> Act:
    post = publication.remote_id if publication else ""
    number = Closure.objects.of(account.administration_id).filter(account=account, publication=publication).count()
    return plan_act(
        account=account,
        intent=f"comments:{account.pk}:{publication.pk if publication else 0}:{number + 1}",
        title=f"Комментарии {mode.label}: {publication.title if publication else account.title}",
        act=SetCommentMode(CommentMode(mode.value), post, before),
        by=by,
        due_at=due,
        window=WINDOW,
        about=publication,
        card_reason=card,
    )


def _about(publication: Act | None) -> dict[str, int]:
    return {"publication": publication.pk} if publication else {}
