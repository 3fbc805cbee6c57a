"""Profile drift: does the page still show the description and pictures we set? Changes by others become news.

A picture event names only the hour, so within ten minutes of our own change it may be either's. The page itself
decides: it is read soon after our change, when those minutes are over, and then four times a day. Only a picture that
once matched ours can be missed later, because some networks crop pictures beyond recognition or hide them from our key.
"""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce

from veche.accounts.domain.asking import ask
from veche.accounts.domain.clients import PATIENCE_SECONDS, open_account
from veche.accounts.domain.page_changes import note_page_change
from veche.accounts.enums import PageChangeKind, PagePart
from veche.accounts.models import Account, PageChange
from veche.kernel.clock import now
from veche.networks.protocol import Absent, Found, LookUp, Network, Verb
from veche.outbox.domain.overtaken import ABOUT_THE_PAGE
from veche.outbox.domain.results import confirm
from veche.outbox.domain.unpack import network_act
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act

# Events about our own change arrive within this time; later ones are somebody else's.
OURS_FOR = timedelta(minutes=10)
EVERY = timedelta(hours=6)
READ_SECONDS = 20.0
PARTS: dict[str, PagePart] = {
    Verb.DESCRIBE: PagePart.DESCRIPTION,
    Verb.SET_AVATAR: PagePart.AVATAR,
    Verb.SET_COVER: PagePart.COVER,
}


def check_profile_drift(account: Account) -> int:
    """Return the number of changes by others. Calls the network, so never inside a transaction."""
    acts = _due(account)
    if not acts:
        return 0
    return ask(account, partial(_compare_all, account, acts)) or 0


def _compare_all(account: Account, acts: Sequence[Act]) -> int:
    network = open_account(account, patience=PATIENCE_SECONDS)
    return sum(_compare(act, _look_up(act, network)) for act in acts)


def recheck_soon(act: Act) -> None:
    """Make the act due for comparison at once, after an event that may be about our change or another's."""
    Act.objects.of(act.administration_id).filter(pk=act.pk).exclude(read_back_at=None).update(
        read_back_at=Coalesce("first_call_at", "proven_at")
    )


def _due(account: Account) -> list[Act]:
    """The newest act of each page part that is due, confirmed, and not known to be changed by others since."""
    moment = now()
    mine = Act.objects.of(account.administration_id).filter(account=account, verb__in=ABOUT_THE_PAGE)
    newest = mine.exclude(state=ActState.CANCELLED).values("verb").annotate(last=Max("pk")).values("last")
    dressed = mine.filter(pk__in=newest, state=ActState.CONFIRMED).annotate(
        at=Coalesce("first_call_at", "proven_at"), settled=Coalesce("first_call_at", "proven_at") + OURS_FOR
    )
    fresh = Q(read_back_at=None, settled__gt=moment)
    told = Q(read_back_at__lte=F("at"))
    after = Q(read_back_at__lt=F("settled"), settled__lte=moment)
    due = dressed.filter(fresh | told | after | Q(read_back_at__lte=moment - EVERY)).select_related("account")
    return [act for act in due.order_by("pk") if not _is_told(act)]


def _is_told(act: Act) -> bool:
    theirs = PageChange.objects.of(act.administration_id).filter(account=act.account_id, what=PARTS[act.verb])
    return theirs.filter(at__gte=began_at(act)).exists()


def began_at(act: Act) -> datetime:
    """When the page could first show this change: its first call or, without one, its proof."""
    return act.first_call_at or act.proven_at or act.due_at


def _look_up(act: Act, network: Network) -> LookUp:
    return network.look_up(
        network_act(act),
        key=act.idempotency_key,
        since=began_at(act),
        remote_id=act.remote_id,
        deadline=time.monotonic() + READ_SECONDS,
    )


def _compare(act: Act, answer: LookUp) -> bool:
    """Record the answer. True if it is a new change by others."""
    gone = isinstance(answer, Absent) and act.read_back_at is not None
    with transaction.atomic():
        rows = Act.objects.of(act.administration_id).filter(pk=act.pk)
        if isinstance(answer, Found) and act.is_confirmed_by_person:
            confirm(act, proof=Proof.READ_BACK)
        if isinstance(answer, Found) or act.read_back_at is not None:
            rows.update(read_back_at=now())
        if gone and not _is_told(act):
            note_page_change(account=act.account, kind=PageChangeKind.PAGE, what=PARTS[act.verb])
            return True
    return False
