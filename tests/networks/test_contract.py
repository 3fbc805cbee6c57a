"""The contract of every network: each operation, with all rights and with few of them.

A network does what it claims to; operations of a person are refused before any call, with advice and steps.
"""

from pathlib import Path

import pytest

from tests.networks.conftest import Bench, bench_of, soon
from tests.networks.scene import ACTS, BEFORE, NO_DEED, READS, SITUATIONS, Scene, carry_out
from veche.networks.protocol import NetworkError, Operation, Verb
from veche.networks.registry import NETWORKS

CELLS = [
    pytest.param(slug, situation, operation, id=f"{slug}-{situation}-{operation}")
    for slug, situations in SITUATIONS.items()
    for situation in situations
    for operation in Operation
]


# Whether a bot that may no longer post may edit its posts is not documented: we do not rely on it.
NOT_REFUSED = {("telegram", Operation.EDIT)}


def test_no_network_and_no_operation_is_left_out() -> None:
    assert set(SITUATIONS) == set(NETWORKS)
    assert set(ACTS) | set(READS) | NO_DEED == set(Operation)


def test_no_verb_is_left_out(vk: Bench, tmp_path: Path) -> None:
    scene = Scene(vk, tmp_path)

    assert {make(scene).verb for acts in ACTS.values() for make in acts} == set(Verb)


@pytest.mark.sweep
@pytest.mark.parametrize(("slug", "situation", "operation"), CELLS)
def test_an_operation(
    request: pytest.FixtureRequest, tmp_path: Path, slug: str, situation: str, operation: Operation
) -> None:
    bench = bench_of(request, slug)
    scene = Scene(bench, tmp_path)
    if operation in BEFORE and operation not in NETWORKS[slug].unsupported:
        carry_out(BEFORE[operation], scene)
    SITUATIONS[slug][situation](scene)
    ability = bench.network.abilities(deadline=soon())[operation]

    assert ability.mode in ("auto", "by_hand", "absent")
    if ability.mode != "auto":
        assert ability.why
        assert bool(ability.steps) == (ability.mode == "by_hand")
    if ability.mode == "auto" and operation in ACTS:
        carry_out(operation, scene)
    elif ability.mode == "auto":
        READS[operation](scene)
    elif operation in ACTS and (slug, operation) not in NOT_REFUSED:
        _is_refused(scene, operation)


def _is_refused(scene: Scene, operation: Operation) -> None:
    """Nothing was done, and another try is no use; if a person can do it, the card has the steps."""
    wall = scene.bench.wall()
    with pytest.raises(NetworkError) as caught:
        carry_out(operation, scene)
    assert (caught.value.permanent, caught.value.maybe_done) == (True, False), caught.value
    assert caught.value.advice.endswith(".")
    assert scene.bench.wall() == wall
