"""The order of acts about the same object: older text never follows newer text.

A later decision makes some acts pointless. An older call that the network may still apply holds a newer one back: the
newer act's hour allows for it (`grace.undoing_act_may_leave_at`), but the wall clock may jump, so it is checked again.
"""

from django.db.models import QuerySet

from veche.kernel.clock import now
from veche.networks.protocol import Verb
from veche.outbox.domain.grace import grace_ends_at
from veche.outbox.domain.rate_limiting import reschedule
from veche.outbox.domain.states import IN_DOUBT, OPEN
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.outbox.reasons import OVERTAKEN, OVERTAKEN_ON_PAGE, WAITS_FOR_OLDER

ABOUT_A_POST = frozenset({Verb.EDIT, Verb.WITHDRAW, Verb.PIN, Verb.UNPIN})
ABOUT_COMMENTS = frozenset({Verb.SET_COMMENT_MODE})
ABOUT_THE_PAGE = frozenset({Verb.DESCRIBE, Verb.SET_AVATAR, Verb.SET_COVER})
_OVERTAKES: dict[str, tuple[Verb, ...]] = {
    Verb.EDIT: (Verb.EDIT,),
    Verb.WITHDRAW: (Verb.EDIT, Verb.PIN, Verb.UNPIN, Verb.SET_COMMENT_MODE),
    Verb.PIN: (Verb.PIN, Verb.UNPIN),
    Verb.UNPIN: (Verb.PIN, Verb.UNPIN),
    Verb.SET_COMMENT_MODE: (Verb.SET_COMMENT_MODE,),
}
# Never cancelled: while such an act is open, residents still see what was decided to be removed.
NEVER_GIVEN_UP = frozenset({Verb.WITHDRAW})
# A worker has it in hand, so it is not dropped.
_IN_HAND = frozenset({ActState.PREPARING, ActState.SENDING})


def overtaken_by(about: Act, verb: str) -> QuerySet[Act]:
    """Open acts about the same publication that an act of this verb makes pointless."""
    found: QuerySet[Act] = Act.objects.of(about.administration_id).filter(
        about=about, verb__in=_OVERTAKES.get(verb, ()), state__in=OPEN
    )
    return found


def drop_overtaken(act: Act) -> int:
    """Cancel the overtaken acts after `act` was proven, inside the same transaction.

    This is no step of the state table: an act in doubt is cancelled only when a later act has been proven.
    """
    if _is_of_the_account(act):
        found, reason = _same_of_the_account(act), OVERTAKEN_ON_PAGE
    elif act.about is not None:
        found, reason = overtaken_by(act.about, act.verb), OVERTAKEN
    else:
        return 0
    older = found.filter(pk__lt=act.pk, state__in=OPEN - _IN_HAND)
    return older.update(state=ActState.CANCELLED, reason=reason, lease_until=None, updated_at=now())


def _is_of_the_account(act: Act) -> bool:
    return act.verb in ABOUT_THE_PAGE or (act.verb in ABOUT_COMMENTS and act.about_id is None)


def _same_of_the_account(act: Act) -> QuerySet[Act]:
    mine: QuerySet[Act] = Act.objects.of(act.administration_id).filter(account=act.account_id)
    return mine.filter(verb=act.verb, about=None)


def reschedule_if_unsettled(act: Act) -> bool:
    """Reschedule the act if the grace of an older call in doubt is not over by this process's clocks. True if so."""
    moment = now()
    settled = max((grace_ends_at(older) for older in _older(act)), default=moment)
    return settled > moment and reschedule(act, settled, reason=WAITS_FOR_OLDER)


def _older(act: Act) -> QuerySet[Act]:
    mine: QuerySet[Act] = Act.objects.of(act.administration_id).filter(account=act.account_id)
    if _is_of_the_account(act):
        found = _same_of_the_account(act)
    elif act.verb == Verb.RELEASE_AUTHOR:
        found = mine.filter(verb=Verb.RESTRICT_AUTHOR, payload__author_id=act.payload.get("author_id"))
    elif act.about is not None:
        found = overtaken_by(act.about, act.verb)
    else:
        return mine.none()
    return found.filter(pk__lt=act.pk, state__in=IN_DOUBT).select_related("account")
