"""Carry out one act: intent, call, proof. The order of the steps keeps the promise of docs/adr/0004."""

import time

from veche.accounts.domain.clients import Opened, open_for
from veche.accounts.domain.health import note_trouble
from veche.kernel.crypto import CryptoError
from veche.networks.files import seconds_for
from veche.networks.protocol import Network, NetworkError
from veche.outbox.domain.call import call
from veche.outbox.domain.claim import claim, finish_attempt, prolong_lease
from veche.outbox.domain.hindrances import hindrance_of
from veche.outbox.domain.overtaken import reschedule_if_unsettled
from veche.outbox.domain.rate_limiting import due_act, reschedule_if_rate_limited
from veche.outbox.domain.resolve import resolve
from veche.outbox.domain.results import did_not_happen, record_failure, withhold
from veche.outbox.domain.unpack import network_act
from veche.outbox.enums import Outcome
from veche.outbox.models import Act

# For all uploads of one act, and more for what is heavy; each finished upload prolongs the lease.
PREPARE_SECONDS = 30.0


def deliver(act_id: int, *, worker: str) -> None:
    """Perform the next step of this act. Any worker may call it at any time, any number of times."""
    waiting = due_act(act_id)
    opened = _opened(waiting) if waiting else None
    if waiting and reschedule_if_unsettled(waiting):
        return
    if waiting and opened and reschedule_if_rate_limited(waiting, opened.turns):
        return
    act = claim(act_id, worker=worker, seen=waiting)
    if act is None:
        resolve(act_id, worker=worker)
        return
    try:
        opened = opened or open_for(act.account, network_act(act))
    except CryptoError as error:
        record_failure(act, f"{error} Текст и фото целы.")
        return
    if _prepare(act, opened.network) and _may_leave(act):
        call(act, opened)


def _opened(act: Act) -> Opened | None:
    """The opened network; None if a key does not open (the worker that claims the act reports it)."""
    try:
        return open_for(act.account, network_act(act))
    except CryptoError:
        return None


def _may_leave(act: Act) -> bool:
    """Judge the act at this minute, after its uploads, which may take long; withhold it if something keeps it back."""
    hindrance = hindrance_of(act)
    if hindrance is not None:
        withhold(act, hindrance.reason)
    return hindrance is None


def _prepare(act: Act, network: Network) -> bool:
    """Upload files, saving each finished upload. Uploads publish nothing, so a failure means «did not happen»."""
    wanted = network_act(act)
    longer = seconds_for(wanted)
    if longer and not prolong_lease(act, longer=longer):
        finish_attempt(act, Outcome.DID_NOT_HAPPEN, "не понадобилось")
        return False
    deadline = time.monotonic() + PREPARE_SECONDS + longer
    try:
        for parts in network.prepare(wanted, act.parts, deadline=deadline):
            act.parts = dict(parts)
            if not prolong_lease(act, longer=longer, parts=act.parts):
                finish_attempt(act, Outcome.DID_NOT_HAPPEN, "не понадобилось")
                return False
    except NetworkError as error:
        did_not_happen(act, error)
        note_trouble(account=act.account, error=error, verb=act.verb)
        return False
    return True
