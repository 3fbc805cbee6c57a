"""Compare who may comment in the network with what is decided here, where the network shows it.

What somebody has changed there becomes a `ModeDifference`: one journal entry, one piece of news, shown until a person
settles it or the modes are the same again. What is on its way is not compared.
"""

import random
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from veche.accounts.domain.asking import ask
from veche.accounts.domain.clients import PATIENCE_SECONDS, open_account
from veche.accounts.domain.health import may_be_polled
from veche.accounts.models import Account
from veche.commenting.domain.closures import closures, differences, in_force, lock, over, standing
from veche.commenting.domain.differences import is_being_put_back
from veche.commenting.domain.news import notify_of_difference
from veche.commenting.domain.ways import has_comments, is_post
from veche.commenting.enums import AccountMode
from veche.commenting.models import ModeDifference
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.networks.protocol import CommentMode, Verb
from veche.networks.registry import NETWORKS
from veche.outbox.domain.states import OUT
from veche.outbox.models import Act

READ_SECONDS: Final = 20.0
# Under older posts somebody comments rarely. Those with a closure in force are read each time however old they are,
# others in turn: as many as one call still takes.
LOOKS_BACK: Final = timedelta(days=30)
# What VK and OK answer about in one call.
MOST_POSTS: Final = 100


def compare_all(network: str) -> int:
    """Compare the accounts of one network. Returns the number of new differences."""
    rows = Account.objects.unscoped().filter(may_be_polled(), network=network)
    return sum(compare(account) for account in rows.select_related("passport", "administration").distinct())


def compare(account: Account) -> int:
    """Returns the number of new differences. Calls the network, so never inside a transaction."""
    posts, asked_at = _posts(account), now()
    shown = ask(account, partial(_read, account, list(posts)))
    if shown is None:
        return 0
    places: dict[str, Act | None] = {"": None, **posts}
    told = [(places[number], AccountMode(mode.value)) for number, mode in shown.items() if number in places]
    return sum(_note(account, publication, seen, asked_at) for publication, seen in told)


def _read(account: Account, posts: list[str]) -> Mapping[str, CommentMode]:
    network = open_account(account, patience=PATIENCE_SECONDS)
    return network.comment_modes(posts, deadline=time.monotonic() + READ_SECONDS)


def _posts(account: Account) -> dict[str, Act]:
    """Posts to ask about by their ids in the network: those that are closed here, the newest, then some older ones."""
    if not NETWORKS[account.network].comments.post:
        return {}
    rows, since = _published(account), now() - LOOKS_BACK
    found = [*_closed_here(account), *rows.filter(due_at__gte=since).order_by("-due_at", "-pk")[:MOST_POSTS]]
    found += _some(rows.filter(due_at__lt=since), MOST_POSTS - len(found))
    there = {act.remote_id: act for act in found if is_post(act)}
    return dict(list(there.items())[:MOST_POSTS])


def _published(account: Account) -> "QuerySet[Act]":
    rows: QuerySet[Act] = Act.objects.of(account.administration_id).filter(account=account, verb=Verb.PUBLISH)
    gone = Act.objects.of(account.administration_id).filter(about=OuterRef("pk"), verb=Verb.WITHDRAW, state__in=OUT)
    return rows.filter(~Exists(gone), state__in=OUT).exclude(remote_id="")


def _closed_here(account: Account) -> list[Act]:
    closed = in_force(account.administration_id).filter(account=account, publication__isnull=False)
    return [act for one in closed if (act := one.publication) is not None and has_comments(act)]


def _some(rows: "QuerySet[Act]", number: int) -> list[Act]:
    """So many of the rows, others each time. Chance needs no record of what was read, and misses none for long."""
    if number <= 0:
        return []
    ids = list(rows.order_by().values_list("pk", flat=True))
    return list(rows.filter(pk__in=random.sample(ids, min(number, len(ids)))))


def _note(account: Account, publication: Act | None, seen: AccountMode, asked_at: datetime) -> bool:
    """True if the place differs and did not before. What we have changed since `asked_at` is compared next time."""
    with transaction.atomic():
        lock(account)
        closed = standing(account, publication)
        known = differences(account.administration_id).filter(account=account, publication=publication).first()
        if _has_moved(account, publication, asked_at) or (known is not None and is_being_put_back(known)):
            return False
        ours = AccountMode(closed.mode) if closed is not None else AccountMode.OPEN
        if ours == seen:
            _end(known)
            return False
        if known is not None:
            known.ours, known.seen = ours, seen
            known.save(update_fields=("ours", "seen"))
            return False
        _found(account, publication, ours, seen)
    return True


def _has_moved(account: Account, publication: Act | None, since: datetime) -> bool:
    """Whether a closure is on its way there, or has arrived since."""
    rows = closures(account.administration_id).filter(account=account, publication=publication)
    on_its_way = ~over() & (~Q(act__state__in=OUT) | Q(reopening__isnull=False))
    arrived = Q(act__proven_at__gte=since) | Q(reopening__proven_at__gte=since) | Q(ended_at__gte=since)
    return bool(rows.filter(on_its_way | arrived).exists())


def _end(known: ModeDifference | None) -> None:
    if known is not None:
        known.ended_at = now()
        known.save(update_fields=("ended_at",))


def _found(account: Account, publication: Act | None, ours: AccountMode, seen: AccountMode) -> None:
    said = {"account": account, "publication": publication, "ours": ours, "seen": seen}
    made = ModeDifference.objects.create(administration_id=account.administration_id, at=now(), **said)
    facts = {"account": account.pk, "ours": ours.value, "seen": seen.value}
    facts |= {"publication": publication.pk} if publication else {}
    record(administration=account.administration, actor=None, verb="comments.differ", obj=made, facts=facts)
    notify_of_difference(made)
