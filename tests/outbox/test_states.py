from veche.outbox.domain.states import CERTAINLY_UNSENT, NEXT, OUT, before
from veche.outbox.enums import ActState


def test_the_networks_yes_is_believed_from_every_state_but_the_last() -> None:
    for state in ActState:
        if state not in OUT:
            assert NEXT[state] >= OUT


def test_only_certainly_unsent_acts_may_be_cancelled() -> None:
    unsent = frozenset(map(ActState, ("planned", "preparing", "stopped", "missed", "failed", "by_hand")))
    assert (before(ActState.CANCELLED), CERTAINLY_UNSENT) == (unsent, unsent)


def test_the_acting_call_starts_only_from_a_held_act_or_a_harmless_repetition() -> None:
    assert before(ActState.SENDING) == {ActState.PREPARING, ActState.UNKNOWN}
