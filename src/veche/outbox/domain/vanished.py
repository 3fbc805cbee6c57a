"""Posts and comments unknown to us that somebody removed: one of them may be what an act in doubt has made."""

from datetime import datetime

from django.db.models import Q

from veche.accounts.models import Account
from veche.kernel.clock import now
from veche.outbox.domain.seen import SKEW
from veche.outbox.domain.states import IN_DOUBT
from veche.outbox.models import Act


def note_vanished(*, account: Account, verb: str, number: str, at: datetime) -> int:
    """Mark acts in doubt, for which «absent» proves nothing from now on. Returns their number."""
    acts = Act.objects.of(account.administration_id).filter(account=account, verb=verb)
    if acts.filter(remote_id=number).exists():
        return 0
    in_doubt = Q(state__in=IN_DOUBT) | Q(doubt_since__isnull=False)
    calling = acts.filter(in_doubt, remote_id="", first_call_at__lte=at + SKEW, absence_proves_nothing_since=None)
    return calling.update(absence_proves_nothing_since=now(), updated_at=now())
