"""Look up acts whose outcome is unknown, and read sent ones back until they are proven."""

import time
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from veche.accounts.domain.clients import Opened, open_for
from veche.accounts.domain.pace import obey_retry_after
from veche.accounts.models import Account
from veche.kernel.clock import now
from veche.kernel.crypto import CryptoError
from veche.kernel.http import PACED
from veche.networks.protocol import Absent, CannotTell, Found, LookUp, Network, NetworkError
from veche.outbox.domain import claim
from veche.outbox.domain.call import call
from veche.outbox.domain.claim import add_to_attempt, finish_attempt
from veche.outbox.domain.grace import is_over, may_judge_at, monotonic_grace_end
from veche.outbox.domain.hindrances import hindrance_of
from veche.outbox.domain.post_ids import is_taken
from veche.outbox.domain.queue import enqueue
from veche.outbox.domain.results import confirm, incomplete, rule_out
from veche.outbox.domain.states import LOOKED_UP
from veche.outbox.domain.unpack import network_act
from veche.outbox.enums import ActState, Outcome, Proof
from veche.outbox.models import Act, Attempt
from veche.outbox.reasons import CALL_CUT_OFF, ID_TAKEN, REMOVED_UNKNOWN

# Pauses between look-ups, then one an hour for three days; after those an event, an answering network or a person
# brings news.
LOOKUP_PAUSES = tuple(timedelta(seconds=s) for s in (3, 5, 10, 20, 60, 120, 300, 600, 1200))
SLOW_PAUSE, SLOW_LOOKUPS = timedelta(hours=1), 72
NO_MORE_LOOKUPS = timedelta(days=3650)
# Lookups due within this time need not be moved forward when the network answers again.
SOON = timedelta(minutes=1)
LOOKUP_SECONDS = 20.0
# Our posts this much older than the call in doubt may match it, because lookups allow for skewed clocks.
NEIGHBOURS = timedelta(hours=1)


def resolve(act_id: int, *, worker: str) -> None:
    """Give up a dead call, ask the network, then decide. It is normal that there is nothing to do."""
    if _abandon_dead_call(act_id):
        return  # its lookup is enqueued for the reading lane; this may be the sending one
    act = _claim_for_lookup(act_id)
    if act is None:
        return
    try:
        opened = open_for(act.account, network_act(act))
    except CryptoError as error:
        _schedule_next_lookup(act, str(error))
        return
    try:
        answer = _look_up(act, opened.network)
    except NetworkError as error:
        if error.code == PACED:
            _postpone_lookup(act, timedelta(seconds=error.retry_after or 0))
            return
        obey_retry_after(act.account, error)
        answer = CannotTell(error.advice)
        if not error.permanent:  # the network did not answer: an outage uses up no slow lookup
            act.lookups = min(act.lookups, len(LOOKUP_PAUSES) + 1)
    _decide(act, opened, answer, worker)


def _abandon_dead_call(act_id: int) -> bool:
    """Mark an act as unknown if its worker died or stopped during the call. Returns whether it did."""
    with transaction.atomic():
        moment = now()
        dead = Act.objects.unscoped().filter(pk=act_id, state=ActState.SENDING, lease_until__lt=moment)
        act = dead.select_related("account").first()
        if act is None:
            return False
        monotonic_grace_end(act)  # starts the grace in this process
        changed = dead.filter(attempt=act.attempt).update(
            state=ActState.UNKNOWN,
            lease_until=None,
            doubt_since=Coalesce("doubt_since", moment),
            next_try_at=may_judge_at(act),
            reason=CALL_CUT_OFF,
            updated_at=moment,
        )
        if changed:
            act.state = ActState.UNKNOWN
            finish_attempt(act, Outcome.UNKNOWN, CALL_CUT_OFF)
            enqueue(act, at=max(may_judge_at(act), moment))
    return changed == 1


def _claim_for_lookup(act_id: int) -> Act | None:
    with transaction.atomic():
        moment = now()
        free = Q(lease_until=None) | Q(lease_until__lt=moment)
        taken = Act.objects.unscoped().filter(free, pk=act_id, state__in=LOOKED_UP, next_try_at__lte=moment)
        if not taken.update(attempt=F("attempt") + 1, lookups=F("lookups") + 1, lease_until=moment + claim.LEASE):
            return None
        return Act.objects.unscoped().select_related("account").get(pk=act_id)


def _look_up(act: Act, network: Network) -> LookUp:
    answer = network.look_up(
        network_act(act),
        key=act.idempotency_key,
        since=act.first_call_at or act.due_at,
        remote_id=act.remote_id,
        deadline=time.monotonic() + LOOKUP_SECONDS,
        taken=taken_by_others(act),
    )
    if isinstance(answer, CannotTell) and answer.unknown_post and _certainly_never_left(act):
        return Absent()  # the unknown post cannot be this one
    return answer


def _certainly_never_left(act: Act) -> bool:
    """Whether the act was never called and is not due; a restored copy doubts such acts as well."""
    return act.last_call_at is None and act.due_at > now()


def taken_by_others(act: Act) -> frozenset[str]:
    others = Act.objects.of(act.administration_id).filter(account_id=act.account_id, verb=act.verb)
    since = (act.first_call_at or act.due_at) - NEIGHBOURS
    recent = others.exclude(pk=act.pk).filter(Q(last_call_at__gte=since) | Q(proven_at__gte=since))
    return frozenset(recent.exclude(remote_id="").values_list("remote_id", flat=True))


def _decide(act: Act, opened: Opened, answer: LookUp, worker: str) -> None:
    match answer:
        case Found():
            prove(act, answer)
        case Absent() if act.state == ActState.UNKNOWN and act.absence_proves_nothing_since is not None:
            _schedule_next_lookup(act, REMOVED_UNKNOWN)
        case Absent() if act.state == ActState.UNKNOWN and is_over(act):
            rule_out(act)
        case CannotTell() if _may_repeat(act, opened.network):
            _repeat(act, opened, worker)
        case CannotTell(why=why):
            _schedule_next_lookup(act, why)
        case _:
            _schedule_next_lookup(act, act.reason)


def prove(act: Act, found: Found) -> None:
    known = {"remote_id": found.remote_id or act.remote_id, "remote_url": found.url or act.remote_url}
    with transaction.atomic():
        if is_taken(act, known["remote_id"]):  # another worker has just bound this post to an equal act
            _schedule_next_lookup(act, ID_TAKEN)
        elif confirm(act, proof=Proof.READ_BACK, lease_until=None, reason=incomplete(found.missing), **known):
            add_to_attempt(act, found.how)


def _may_repeat(act: Act, network: Network) -> bool:
    """Whether a second call with the same key is harmless, the act is within its hour and nothing keeps it back."""
    moment = now()
    if act.state != ActState.UNKNOWN or act.first_call_at is None or not act.due_at <= moment <= act.not_after:
        return False
    harmless = network.may_repeat(network_act(act), first_call=act.first_call_at, now=moment)
    return harmless and hindrance_of(act) is None


def _repeat(act: Act, opened: Opened, worker: str) -> None:
    """Call again in the reading lane, because the act has waited there for its lookup already."""
    Attempt.objects.create(
        administration_id=act.administration_id, act=act, number=act.attempt, worker=worker[:64], started_at=now()
    )
    call(act, opened)


def _postpone_lookup(act: Act, wait: timedelta) -> None:
    """Postpone a lookup that our own rate limit refused; it does not count, and acts of higher id wait longer."""
    with transaction.atomic():
        moment = now()
        rows = Act.objects.of(act.administration_id)
        asking = rows.filter(account_id=act.account_id, state__in=LOOKED_UP, pk__lt=act.pk)
        at = moment + wait * (1 + asking.filter(next_try_at__lte=moment + NEIGHBOURS).count())
        mine = rows.filter(pk=act.pk, attempt=act.attempt, state__in=LOOKED_UP)
        if mine.update(lease_until=None, lookups=F("lookups") - 1, next_try_at=at, updated_at=moment):
            enqueue(act, at=at)


def _schedule_next_lookup(act: Act, why: str) -> None:
    with transaction.atomic():
        moment = now()
        pause = _pause_after(act.lookups)
        mine = Act.objects.of(act.administration_id).filter(pk=act.pk, attempt=act.attempt, state__in=LOOKED_UP)
        changed = mine.update(
            lease_until=None, lookups=act.lookups, next_try_at=moment + pause, reason=why[:500], updated_at=moment
        )
        if changed and pause is not NO_MORE_LOOKUPS:
            enqueue(act, at=moment + pause)


def _pause_after(lookups: int) -> timedelta:
    if lookups <= len(LOOKUP_PAUSES):
        return LOOKUP_PAUSES[lookups - 1]
    return SLOW_PAUSE if lookups <= len(LOOKUP_PAUSES) + SLOW_LOOKUPS else NO_MORE_LOOKUPS


def retry_lookups(account: Account) -> None:
    """Make long-waiting lookups of the account due now, with pauses from the start: it can be asked again."""
    moment = now()
    waiting = Act.objects.of(account.administration_id).filter(
        account=account,
        state__in=LOOKED_UP,
        lease_until=None,
        next_try_at__gt=moment + SOON,
    )
    waiting.update(lookups=0, next_try_at=moment, updated_at=moment)
