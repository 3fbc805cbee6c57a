"""An older call about the same object that the network may still apply: the newer one must come last.

The newer act's hour allows for it (`resolve.settles_at`), but the wall clock may jump, so it is checked again.
"""

from django.db.models import QuerySet

from veche.kernel.clock import now
from veche.networks.protocol import Verb
from veche.outbox.domain.grace import settles_at
from veche.outbox.domain.overtaken import ABOUT_THE_PAGE, overtaken_by
from veche.outbox.domain.rate_limiting import reschedule
from veche.outbox.domain.states import IN_DOUBT
from veche.outbox.models import Act

WAITS = "Ждёт: прежнее действие сеть может исполнить с опозданием, а это должно быть последним. Уйдёт сама."


def reschedule_if_unsettled(act: Act) -> bool:
    """Reschedule the act if the grace of an older call in doubt is not over by this process's clocks. True if so."""
    moment = now()
    settled = max((settles_at(older) for older in _older(act)), default=moment)
    return settled > moment and reschedule(act, settled, reason=WAITS)


def _older(act: Act) -> QuerySet[Act]:
    mine: QuerySet[Act] = Act.objects.of(act.administration_id).filter(account=act.account_id)
    if act.verb in ABOUT_THE_PAGE:
        found = mine.filter(verb=act.verb)
    elif act.verb == Verb.RELEASE_AUTHOR:
        found = mine.filter(verb=Verb.RESTRICT_AUTHOR, payload__author_id=act.payload.get("author_id"))
    elif act.about is not None:
        found = overtaken_by(act.about, act.verb)
    else:
        return mine.none()
    return found.filter(pk__lt=act.pk, state__in=IN_DOUBT).select_related("account")
