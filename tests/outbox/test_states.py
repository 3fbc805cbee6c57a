from veche.outbox.domain import by_hand, person_decisions
from veche.outbox.domain.queries import CHOICES, CHOICES_OF_STAYING
from veche.outbox.domain.states import CERTAINLY_UNSENT, NEXT, OUT, before
from veche.outbox.enums import ActState


def test_the_networks_yes_is_believed_from_every_state_but_the_last() -> None:
    for state in ActState:
        if state not in OUT:
            assert NEXT[state] >= OUT


def test_only_certainly_unsent_acts_may_be_cancelled() -> None:
    unsent = frozenset(map(ActState, ("planned", "preparing", "stopped", "paused", "missed", "failed", "by_hand")))
    assert (before(ActState.CANCELLED), CERTAINLY_UNSENT) == (unsent, unsent)


def test_the_acting_call_starts_only_from_a_held_act_or_a_harmless_repetition() -> None:
    assert before(ActState.SENDING) == {ActState.PREPARING, ActState.UNKNOWN}


def test_an_answer_is_offered_in_the_states_that_its_verb_accepts() -> None:
    tables = (CHOICES, CHOICES_OF_STAYING)
    offered = {(choice, state) for table in tables for state, choices in table.items() for choice in choices}

    accepted = {
        "happened": person_decisions.HAPPENED_FROM,
        "not_happened": person_decisions.NOT_HAPPENED_FROM,
        "send_now": person_decisions.SENT_NOW_FROM,
        "give_up": person_decisions.GIVEN_UP_FROM,
        "by_hand": by_hand.TAKEN_FROM,
    }
    assert offered == {(choice, state) for choice, states in accepted.items() for state in states}
