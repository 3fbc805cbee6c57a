"""Read published posts back in batches, because others may remove or change them in the network.

VK shows the post. Telegram tells a bot only whether a post exists; edits by others may arrive as an event
(`seen_changed`) and cannot be queried.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from veche.accounts.domain.abilities import ability_of
from veche.accounts.domain.asking import ask
from veche.accounts.domain.clients import PATIENCE_SECONDS, open_account
from veche.accounts.domain.health import note_answered
from veche.accounts.models import Account
from veche.kernel.clock import now
from veche.networks.protocol import Found, Network, Operation, OutgoingPost, PostChanged, PostNow, Verb
from veche.networks.registry import render_post
from veche.networks.shown import missing, sent
from veche.networks.text import canonical
from veche.outbox.domain.changes import standing_post
from veche.outbox.domain.divergence import close_divergence, open_divergence
from veche.outbox.domain.resolve import taken_by_others
from veche.outbox.domain.results import confirm
from veche.outbox.domain.states import HANDED, IN_DOUBT, MAY_BE_SEEN, OUT, STILL_TO_LEAVE
from veche.outbox.domain.unpack import network_act
from veche.outbox.enums import ActState, DivergenceKind, Proof
from veche.outbox.models import Act

# Four times a day, so that a change is noticed within a day even if one read fails.
EVERY = timedelta(hours=6)
# Older posts are seldom touched, and each costs a call.
LOOK_BACK = timedelta(days=30)
FRESH = timedelta(minutes=10)
READ_SECONDS = 20.0
BATCH = 100
HAND_BATCH = 20
# An edit in these states may change the post at any moment, or has done so unheard.
_MAY_CHANGE_IT = STILL_TO_LEAVE | IN_DOUBT | HANDED


def read_back(account: Account) -> int:
    """Read back the posts that are due and record differences. Returns how many posts the network told about."""
    if ability_of(account, Operation.READ_BACK).mode != "auto":
        return 0
    return _ask(account, {act.remote_id: act for act in _due(account)[:BATCH]})


def read_back_one(act: Act) -> int:
    """Read back the post of one act now. Returns as `read_back`."""
    stands = act.state in OUT and bool(act.remote_id)
    if not stands or ability_of(act.account, Operation.READ_BACK).mode != "auto":
        return 0
    return _ask(act.account, {act.remote_id: act})


def _ask(account: Account, acts: Mapping[str, Act]) -> int:
    if not acts:
        return 0
    found = ask(account, partial(_shown, account, tuple(acts)))
    if found is None:
        return 0
    note_answered(account=account)
    return _compare(acts, found)


def _shown(account: Account, numbers: Sequence[str]) -> Mapping[str, PostNow]:
    network = open_account(account, patience=PATIENCE_SECONDS)
    return network.read_back(numbers, deadline=time.monotonic() + READ_SECONDS)


def confirm_hand_work(account: Account) -> int:
    """Confirm by-hand acts that the network shows as done. Returns their number."""
    waiting = Act.objects.of(account.administration_id).filter(account=account, state=ActState.BY_HAND)
    acts = list(waiting.filter(due_at__lte=now()).select_related("account").order_by("pk")[:HAND_BATCH])
    network = ask(account, partial(open_account, account, patience=PATIENCE_SECONDS)) if acts else None
    return 0 if network is None else sum(_look_up(act, network) for act in acts)


def seen_changed(*, account: Account, event: PostChanged) -> Act | None:
    """Handle a post-changed event: it proves our own edit or records somebody else's. None if the post is not ours."""
    posts = Act.objects.of(account.administration_id).filter(account=account, verb=Verb.PUBLISH)
    act = posts.filter(remote_id=event.post_id).select_related("account").first()
    if act is None:
        return None
    with transaction.atomic():
        now_there = PostNow(stands=True, text=event.text)
        for edit in act.changes.filter(verb=Verb.EDIT, state__in=MAY_BE_SEEN):
            wanted = network_act(edit).post  # type: ignore[union-attr] # an edit has one
            if _differs(account.network, wanted, now_there) is None:
                confirm(edit, proof=Proof.EVENT, lease_until=None)
        _compare_one(act, now_there, proof=Proof.EVENT)
    return act


def _due(account: Account) -> QuerySet[Act]:
    """Published acts to read back, longest unread first; without those that we are withdrawing."""
    moment = now()
    acts = Act.objects.of(account.administration_id)
    withdrawn = acts.filter(about=OuterRef("pk"), verb=Verb.WITHDRAW).exclude(state=ActState.CANCELLED)
    found: QuerySet[Act] = acts.filter(
        Q(read_back_at=None) | Q(read_back_at__lte=moment - EVERY),
        ~Exists(withdrawn),
        account=account,
        verb=Verb.PUBLISH,
        state__in=OUT,
        due_at__gte=moment - LOOK_BACK,
        due_at__lte=moment - FRESH,
    )
    return (
        found.exclude(remote_id="").select_related("account").order_by(F("read_back_at").asc(nulls_first=True), "-pk")
    )


def _compare(acts: Mapping[str, Act], found: Mapping[str, PostNow]) -> int:
    for number, seen in found.items():
        act = acts[number]
        with transaction.atomic():
            Act.objects.of(act.administration_id).filter(pk=act.pk).update(read_back_at=now())
            _compare_one(act, seen)
    return len(found)


def _compare_one(act: Act, seen: PostNow, *, proof: Proof = Proof.READ_BACK) -> None:
    """Record the difference, if any. If the text matches ours, it also proves what only a person had confirmed."""
    if not seen.stands:
        open_divergence(act=act, kind=DivergenceKind.GONE)
        return
    if seen.text is None:
        act.divergences.filter(ended_at=None, kind=DivergenceKind.GONE).update(ended_at=now())
        return
    if act.changes.filter(verb=Verb.EDIT, state__in=_MAY_CHANGE_IT).exists():
        return  # our own edit is on its way, so the text tells nothing yet
    text = _differs(act.account.network, standing_post(act), seen)
    if text is None:
        close_divergence(act=act)
        _clear_missing_parts(act)
        if act.is_confirmed_by_person:
            confirm(act, proof=proof)
    else:
        open_divergence(act=act, kind=DivergenceKind.CHANGED, text=text)


def _clear_missing_parts(act: Act) -> None:
    """Clear the reason that named missing parts: they are shown now."""
    if act.reason and act.state == ActState.CONFIRMED:
        Act.objects.of(act.administration_id).filter(pk=act.pk, state=ActState.CONFIRMED).update(reason="")


def _differs(network: str, wanted: OutgoingPost, seen: PostNow) -> str | None:
    """What the network shows if it differs from what we published, else None."""
    rendered = render_post(network, wanted)
    same = canonical(seen.text or "") == canonical(rendered.text)
    # A card of a link is the network's own matter: it comes and goes without anybody's doing.
    lacking = missing(replace(sent(rendered), links=None), seen.shown)
    if same and not lacking and seen.shown.photos in (None, rendered.photo_count):
        return None
    return "\n\n".join(filter(None, (seen.text, f"[{lacking}]" if lacking else "")))


def _look_up(act: Act, network: Network) -> bool:
    look_up = partial(
        network.look_up,
        network_act(act),
        key=act.idempotency_key,
        since=act.due_at,
        remote_id=act.remote_id,
        deadline=time.monotonic() + READ_SECONDS,
        taken=taken_by_others(act),
    )
    answer = ask(act.account, look_up)
    if not isinstance(answer, Found):
        return False
    known = {"remote_id": answer.remote_id or act.remote_id, "remote_url": answer.url or act.remote_url}
    return confirm(act, proof=Proof.READ_BACK, lease_until=None, **known)
