"""Acts that a later decision about the same post makes pointless, so that older text never follows newer text."""

from django.db.models import QuerySet

from veche.kernel.clock import now
from veche.networks.protocol import Verb
from veche.outbox.domain.states import OPEN, OPEN_AND_FREE
from veche.outbox.enums import ActState
from veche.outbox.models import Act

ABOUT_A_POST = frozenset({Verb.EDIT, Verb.WITHDRAW, Verb.PIN, Verb.UNPIN})
ABOUT_THE_PAGE = frozenset({Verb.DESCRIBE, Verb.SET_AVATAR, Verb.SET_COVER})
_OVERTAKES: dict[str, tuple[Verb, ...]] = {
    Verb.EDIT: (Verb.EDIT,),
    Verb.WITHDRAW: (Verb.EDIT, Verb.PIN, Verb.UNPIN),
    Verb.PIN: (Verb.PIN, Verb.UNPIN),
    Verb.UNPIN: (Verb.PIN, Verb.UNPIN),
}
# Never cancelled: while such an act is open, residents still see what was decided to be removed.
NEVER_GIVEN_UP = frozenset({Verb.WITHDRAW})
REASON = "Уже не нужна: о той же записи решили заново."
REASON_OF_PAGE = "Уже не нужна: о том же решили заново."


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
    if act.verb in ABOUT_THE_PAGE:
        found: QuerySet[Act] = Act.objects.of(act.administration_id).filter(account=act.account_id, verb=act.verb)
        reason = REASON_OF_PAGE
    elif act.about is not None:
        found, reason = overtaken_by(act.about, act.verb), REASON
    else:
        return 0
    older = found.filter(pk__lt=act.pk, state__in=OPEN_AND_FREE)
    return older.update(state=ActState.CANCELLED, reason=reason, lease_until=None, updated_at=now())
