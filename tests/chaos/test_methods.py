"""The matrix is complete: each verb that a network can perform is a row."""

import pytest

from tests.chaos.acts import MAKE
from tests.chaos.faults import FAULTS
from tests.chaos.methods import METHODS, PUBLICATIONS, READS, UNDOES, UPLOADS, turns
from tests.chaos.true_state import TRUTH
from veche.networks.protocol import Verb
from veche.networks.registry import NETWORKS
from veche_sandbox import faults, hooks


@pytest.mark.parametrize("network", NETWORKS)
def test_every_verb_that_a_network_can_carry_out_is_a_row(network: str) -> None:
    rows = {"publish" if operation in PUBLICATIONS else operation for operation in METHODS[network]}

    assert rows == {verb.value for verb in Verb if NETWORKS[network].could_do(verb)}
    assert METHODS[network].keys() <= MAKE.keys()


def test_the_truth_of_every_verb_is_known() -> None:
    assert TRUTH.keys() == {verb.value for verb in Verb}


@pytest.mark.parametrize("network", NETWORKS)
def test_a_turn_has_each_method_once_and_undoes_what_was_done_before(network: str) -> None:
    found = turns(METHODS[network], METHODS[network])
    place = {operation: number for number, turn in enumerate(found) for operation in turn}

    assert place.keys() == METHODS[network].keys()
    assert all(len({METHODS[network][one] for one in turn}) == len(turn) for turn in found)
    assert all(place[done] < place[later] for later, done in UNDOES.items() if later in place)


def test_the_sandbox_takes_every_fault() -> None:
    kinds = {fault.kind for fault in FAULTS if fault.kind}

    assert kinds == {*faults.KINDS, *hooks.KINDS}


@pytest.mark.parametrize("network", NETWORKS)
def test_uploads_and_reads_are_struck_where_there_are_any(network: str) -> None:
    struck = {fault.name: [one for one in METHODS[network] if fault.strikes(network, one)] for fault in FAULTS}

    assert [name for name, operations in struck.items() if name.startswith("upload_") and not operations] == (
        [] if network != "telegram" else [fault.name for fault in FAULTS if fault.stage is UPLOADS]
    )
    assert set(UPLOADS[network]) | set(READS[network]) <= METHODS[network].keys()
