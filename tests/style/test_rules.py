import pytest

from tests.style.examples import examples
from veche.style.check import check

FINDINGS, CLEAN = examples("findings"), examples("clean")


def found(rule: str, text: str) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in check(text).findings if one.rule == rule and one.severity != "hint"]


@pytest.mark.parametrize("rule", FINDINGS)
def test_a_sin_is_found_where_it_stands(rule):
    wanted = dict(FINDINGS[rule])
    assert {text: found(rule, text) for text in wanted} == wanted


@pytest.mark.parametrize("rule", CLEAN)
def test_plain_speech_is_left_alone(rule):
    assert {text: found(rule, text) for text, _ in CLEAN[rule]} == dict(CLEAN[rule])


def test_ten_of_each():
    """Examples of R11 and R12 are in test_shape.py."""
    assert set(FINDINGS) == set(CLEAN) == {f"R{number:02}" for number in range(1, 21)} - {"R11", "R12"}
    assert min(map(len, [*FINDINGS.values(), *CLEAN.values()])) >= 10
