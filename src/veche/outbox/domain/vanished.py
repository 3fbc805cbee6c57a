"""Somebody removed in the network what we do not know: it may have been what an act in doubt is looked for as."""

from datetime import datetime

from django.db.models import Q

from veche.accounts.models import Account
from veche.kernel.clock import now
from veche.outbox.domain.seen import SKEW
from veche.outbox.domain.states import IN_DOUBT
from veche.outbox.models import Act

VANISHED = (
    "В сети убрали запись или ответ, которых мы не знаем: может быть, это и была наша отправка. Сама она второй раз "
    "не уйдёт. Спросите, кто убрал, и отметьте, вышла ли она."
)


def note_vanished(*, account: Account, verb: str, number: str, at: datetime) -> int:
    """From now on «not there» proves nothing of the acts in doubt. Returns how many there are."""
    acts = Act.objects.of(account.administration_id).filter(account=account, verb=verb)
    if acts.filter(remote_id=number).exists():
        return 0
    in_doubt = Q(state__in=IN_DOUBT) | Q(doubt_since__isnull=False)
    calling = acts.filter(in_doubt, remote_id="", first_call_at__lte=at + SKEW, obscured_at=None)
    return calling.update(obscured_at=now(), updated_at=now())
