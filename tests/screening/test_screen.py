"""What a verdict promises, for any text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veche.screening.lookalikes import plain
from veche.screening.rules import RULES
from veche.screening.screen import LONGEST, joined, screen
from veche.screening.verdict import Verdict

BUDGET = 0.05
NASTY = (
    "заработок ",
    "заработ",
    "вы ",
    "вы просто ",
    "я ",
    "закладка ",
    "казино ",
    "кредит ",
    "ху",
    "https://",
    "тупая ",
    "  ",
    "мефедрон ",
    "a",
    "вы,,,,",
    "вы - просто - же ",
)
words = st.lists(
    st.sampled_from([*NASTY, "идиот", "скотина", "бля", "\n", ".", "личку", "0", "İ", "😀", "ё"]), max_size=40
)


def test_the_words_of_a_verdict() -> None:
    text = "Двор не чищен. Ваш дворник тупая скотина, когда трактор?"

    found = screen(text)

    assert found == Verdict("insult", 0.91, ((text.index("тупая"), text.index(",")),), "insult-pair")


def test_all_words_of_the_ground_are_shown_and_no_others() -> None:
    text = "вы уроды, мразь. Казино даёт бонус"

    found = screen(text)

    assert found is not None
    assert (found.ground, [text[start:end] for start, end in found.spans]) == ("spam", ["Казино даёт бонус"])


def test_nothing_to_say() -> None:
    assert (screen(""), screen("   "), screen("Спасибо за каток!")) == (None, None, None)


def test_spans_that_touch_become_one() -> None:
    assert joined([(5, 9), (0, 3), (3, 4), (6, 7)]) == ((0, 4), (5, 9))


@settings(max_examples=300)
@given(st.text(max_size=300) | words.map("".join))
def test_any_text_is_judged_with_spans_inside_it(text: str) -> None:
    found = screen(text)

    assert len(plain(text)) == len(text)
    if found is not None:
        assert found.ground in {rule.ground for rule in RULES}
        assert 0 < found.score <= 1
        assert all(0 <= start < end <= len(text) for start, end in found.spans)
        assert found.spans == joined(found.spans)


@pytest.mark.parametrize("nasty", NASTY)
def test_a_long_text_takes_little_time(nasty: str) -> None:
    """Seconds of the processor, the best of three: the machine may be busy with something else."""
    text = (nasty * LONGEST)[:LONGEST]

    assert min(_seconds(text) for _ in range(3)) < BUDGET


def test_what_lies_past_the_cut_is_not_read() -> None:
    assert screen("а" * LONGEST + " мразь") is None


def _seconds(text: str) -> float:
    start = time.thread_time()
    screen(text)
    return time.thread_time() - start
