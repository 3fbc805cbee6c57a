"""Read what stands on our pages, where a network tells of its posts late or never.

What is found goes the way of events: it proves acts of ours, or is a post past Veche. A post that an event has told of
is the same event and is not stored again.
"""

import time
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from veche.accounts.domain.abilities import ability_of
from veche.accounts.domain.asking import ask
from veche.accounts.domain.clients import PATIENCE_SECONDS, open_account
from veche.accounts.domain.health import note_answered
from veche.accounts.models import Account
from veche.inbox.domain.receive import note_gap, receive
from veche.kernel.clock import now
from veche.networks.protocol import Operation, PostList
from veche.publishing.domain.foreign import watch_of
from veche.publishing.models import PostWatch

READ_SECONDS = 20.0
# Networks list a post some minutes after it appeared: each reading goes back so far behind the last one.
OVERLAP = timedelta(minutes=30)
NOT_ALL = "Записей на странице больше, чем мы прочитали. Посмотрите в сети, все ли они ваши."


def read_posts(account: Account) -> int:
    """Read the posts since the last reading. The mark moves in the transaction that stores them. Returns their
    number."""
    if ability_of(account, Operation.LIST_POSTS).mode != "auto":
        return 0
    began, watch = now(), watch_of(account, now())
    since = watch.since if watch.read_at is None else max(watch.since, watch.read_at - OVERLAP)
    found = ask(account, partial(_listed, account, since))
    if found is None:
        return 0
    note_answered(account=account)
    with transaction.atomic():
        receive(account=account, events=found.posts)
        if not found.whole:
            note_gap(account, NOT_ALL)
        PostWatch.objects.of(account.administration_id).filter(pk=watch.pk).update(read_at=began)
    return len(found.posts)


def _listed(account: Account, since: datetime) -> PostList:
    network = open_account(account, patience=PATIENCE_SECONDS)
    return network.list_posts(since, deadline=time.monotonic() + READ_SECONDS)
