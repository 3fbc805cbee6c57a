"""What a person does about a mode that somebody changed in the network: put ours back, or accept that it is open."""

from datetime import timedelta
from typing import Final

from django.db import transaction

from veche.commenting.domain.close import setting_before
from veche.commenting.domain.closures import closures, differences, lock, standing
from veche.commenting.domain.ways import card_reason
from veche.commenting.enums import AccountMode
from veche.commenting.errors import CommentingError
from veche.commenting.models import ModeDifference
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.networks.protocol import CommentMode, SetCommentMode
from veche.outbox.domain.plan import plan_act
from veche.outbox.domain.states import NOT_DONE, OUT
from veche.outbox.models import Act
from veche.staff.models import Person

WINDOW: Final = timedelta(days=1)
OVER: Final = "В сети уже так же, как у нас. Ничего не изменилось."


def is_being_put_back(one: ModeDifference) -> bool:
    """Whether the act that puts ours back is on its way, or in a person's hands."""
    return one.act is not None and one.act.state not in OUT and one.act.state not in NOT_DONE


def put_back(*, difference: ModeDifference, by: Person) -> ModeDifference:
    """Plan the act that gives the place our mode again. Raises `CommentingError` if the difference is over."""
    with transaction.atomic():
        one = _locked(difference)
        if is_being_put_back(one):
            return one
        one.act, one.by = _plan(one, by), by
        one.save(update_fields=("act", "by"))
        facts = {"account": one.account_id, "mode": one.ours, "act": one.act.pk}
        record(administration=by.administration, actor=by, verb="comments.put_back", obj=one, facts=facts)
    return one


def accept(*, difference: ModeDifference, by: Person) -> ModeDifference:
    """Take the open comments for decided: the closure ends. Raises `CommentingError` if they are not open there."""
    with transaction.atomic():
        one = _locked(difference)
        if one.seen != AccountMode.OPEN:
            raise CommentingError("В сети комментарии не открыты: запишите, почему они закрыты и до какого дня.")
        moment = now()
        if (closed := standing(one.account, one.publication)) is not None:
            ended = {"ended_at": moment, "reopened_at": moment, "reopened_by": by, "next_notice_at": None}
            closures(one.administration_id).filter(pk=closed.pk).order_by().update(**ended)
        one.ended_at, one.by = moment, by
        one.save(update_fields=("ended_at", "by"))
        facts = {"account": one.account_id, "seen": one.seen}
        record(administration=by.administration, actor=by, verb="comments.accepted", obj=one, facts=facts)
    return one


def _locked(difference: ModeDifference) -> ModeDifference:
    lock(difference.account)
    found = differences(difference.administration_id).filter(pk=difference.pk).first()
    if found is None:
        raise CommentingError(OVER)
    return found


def _plan(one: ModeDifference, by: Person) -> Act:
    closed = standing(one.account, one.publication)
    post = one.publication.remote_id if one.publication else ""
    before = setting_before(closed) if closed is not None else ""
    return plan_act(
        account=one.account,
        intent=f"comments_back:{one.pk}:{one.act_id or 0}",
        title=f"Комментарии {one.get_ours_display()}: {one.where}",
        act=SetCommentMode(CommentMode(one.ours), post, before),
        by=by,
        window=WINDOW,
        about=one.publication,
        card_reason=card_reason(one.account),
    )
