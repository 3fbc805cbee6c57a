import pytest

from tests.style.examples import CLEAN, SINS, marked
from veche.style.check import check

GUILTY = [(rule, text, spans) for rule, block in SINS.items() for text, spans in marked(block)]
INNOCENT = [(rule, text) for rule, block in CLEAN.items() for text, _ in marked(block)]


def found(rule: str, text: str) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in check(text).findings if one.rule == rule and one.severity != "hint"]


@pytest.mark.parametrize(("rule", "text", "spans"), GUILTY, ids=lambda value: value if isinstance(value, str) else "")
def test_a_sin_is_found_where_it_stands(rule, text, spans):
    assert found(rule, text) == spans


@pytest.mark.parametrize(("rule", "text"), INNOCENT)
def test_plain_speech_is_left_alone(rule, text):
    assert found(rule, text) == []


def test_ten_of_each():
    assert set(SINS) == set(CLEAN) == {f"R{number:02}" for number in range(1, 21)} - {"R11", "R12"}
    assert min(len(marked(block)) for block in [*SINS.values(), *CLEAN.values()]) >= 10
