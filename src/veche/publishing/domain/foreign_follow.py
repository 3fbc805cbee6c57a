"""Follow posts past Veche in their networks: what was edited or removed since."""

import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from django.db.models import F, Q, QuerySet

from veche.accounts.domain.abilities import ability_of
from veche.accounts.domain.asking import ask
from veche.accounts.domain.clients import PATIENCE_SECONDS, open_account
from veche.accounts.domain.health import note_answered
from veche.accounts.models import Account
from veche.kernel.clock import now
from veche.networks.protocol import Operation, PostNow
from veche.networks.text import canonical
from veche.publishing.domain.foreign import follow
from veche.publishing.models import ForeignPost

# As posts of ours are read back (outbox/domain/read_back.py), but the first day hourly: the question is open then.
HOURLY, EVERY = timedelta(hours=1), timedelta(hours=6)
FIRST_DAY, LOOK_BACK = timedelta(days=1), timedelta(days=30)
READ_SECONDS = 20.0
BATCH = 100


def follow_posts(account: Account) -> int:
    """Read back the posts that are due. Returns how many the network told about. Never inside a transaction."""
    if ability_of(account, Operation.READ_BACK).mode != "auto":
        return 0
    rows = {row.post_id: row for row in due(account)[:BATCH]}
    found = ask(account, partial(_shown, account, tuple(rows))) if rows else None
    if found is None:
        return 0
    note_answered(account=account)
    for number, seen in found.items():
        _keep(account, rows[number], seen)
    return len(found)


def due(account: Account) -> QuerySet[ForeignPost]:
    """Posts not read lately, longest unread first."""
    moment = now()
    young = Q(posted_at__gte=moment - FIRST_DAY, read_at__lte=moment - HOURLY)
    rows = ForeignPost.objects.of(account.administration_id).filter(
        Q(read_at=None) | young | Q(read_at__lte=moment - EVERY),
        account=account,
        act=None,
        judged_at__isnull=False,
        gone_at=None,
        posted_at__gte=moment - LOOK_BACK,
    )
    found: QuerySet[ForeignPost] = rows.order_by(F("read_at").asc(nulls_first=True), "-pk")
    return found


def _shown(account: Account, numbers: Sequence[str]) -> Mapping[str, PostNow]:
    network = open_account(account, patience=PATIENCE_SECONDS)
    return network.read_back(numbers, deadline=time.monotonic() + READ_SECONDS)


def _keep(account: Account, row: ForeignPost, seen: PostNow) -> None:
    moment = now()
    gone = {} if seen.stands else {"gone_at": moment}
    ForeignPost.objects.of(account.administration_id).filter(pk=row.pk).update(read_at=moment, **gone)
    if seen.stands and seen.text is not None and canonical(seen.text) != canonical(row.text):
        follow(account, row.post_id, text=seen.text, at=moment)
