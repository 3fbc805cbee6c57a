import pytest

from tests.style.examples import CLEAN, SINS, marked
from veche.style.check import check


def found(rule: str, text: str) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in check(text).findings if one.rule == rule and one.severity != "hint"]


@pytest.mark.parametrize("rule", SINS)
def test_a_sin_is_found_where_it_stands(rule):
    wanted = dict(marked(SINS[rule]))
    assert {text: found(rule, text) for text in wanted} == wanted


@pytest.mark.parametrize("rule", CLEAN)
def test_plain_speech_is_left_alone(rule):
    texts = [text for text, _ in marked(CLEAN[rule])]
    assert {text: found(rule, text) for text in texts} == {text: [] for text in texts}


def test_ten_of_each():
    assert set(SINS) == set(CLEAN) == {f"R{number:02}" for number in range(1, 21)} - {"R11", "R12"}
    assert min(len(marked(block)) for block in [*SINS.values(), *CLEAN.values()]) >= 10
