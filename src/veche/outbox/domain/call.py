"""Pass the fence, make the one call that acts, and record what became of it."""

import time

from veche.accounts.domain.clients import Opened
from veche.accounts.domain.health import note_answered, note_trouble
from veche.kernel.probes import reach
from veche.networks.protocol import Done, Network, NetworkError
from veche.networks.registry import NETWORKS
from veche.outbox.domain.claim import finish_attempt, pass_fence
from veche.outbox.domain.grace import start_grace
from veche.outbox.domain.results import did_not_happen, happened, not_known
from veche.outbox.domain.unpack import call_seconds, network_act
from veche.outbox.enums import Outcome
from veche.outbox.models import Act


def call(act: Act, opened: Opened) -> None:
    network = opened.network
    # The deadline is taken before the fence: the row's own deadline can only be later than the call's.
    seconds = call_seconds(act)
    deadline = time.monotonic() + seconds
    if not pass_fence(act, call_seconds=seconds, turns=opened.turns):
        # Nothing left by this attempt, and the freeze must not wait for it.
        finish_attempt(act, Outcome.DID_NOT_HAPPEN, "не понадобилось")
        return
    start_grace(act, deadline=deadline)
    done = _perform(act, network, deadline)
    if done is not None:
        reach("act.before_sent")
        happened(act, done)
        reach("act.sent")
        note_answered(account=act.account)


def _perform(act: Act, network: Network, deadline: float) -> Done | None:
    grace = NETWORKS[act.account.network].limits.grace
    try:
        return network.perform(network_act(act), act.parts, key=act.idempotency_key, deadline=deadline)
    except NetworkError as error:
        if error.maybe_done:
            not_known(act, error.advice, grace=grace)
        else:
            did_not_happen(act, error)
        note_trouble(account=act.account, error=error, verb=act.verb)
        return None
    except Exception as error:
        # An adapter's bug says nothing about the network: the call may have left.
        not_known(act, f"Ошибка программы при отправке ({type(error).__name__}).", grace=grace)
        raise
