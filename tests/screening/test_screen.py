"""What a verdict promises, for any text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veche.screening.lookalikes import plain
from veche.screening.screen import LONGEST, Thresholds, screen
from veche.screening.single import Verdict, joined, verdict
from veche.screening.verdict import GROUNDS

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

    found = verdict(text)

    assert found == Verdict("insult", 0.91, ((text.index("тупая"), text.index(",")),), "insult-pair")


def test_all_words_of_the_ground_are_shown_and_no_others() -> None:
    text = "вы уроды, мразь. Казино даёт бонус"

    found = verdict(text)

    assert found is not None
    assert (found.ground, [text[start:end] for start, end in found.spans]) == ("spam", ["Казино даёт бонус"])


def test_nothing_to_say() -> None:
    assert [screen(text).proposed for text in ("", "   ", "Спасибо за каток!")] == [(), (), ()]
    assert verdict("Спасибо за каток!") is None


def test_an_account_may_be_stricter_or_milder() -> None:
    assert screen("мразь").proposed == ("insult",)
    assert screen("мразь", Thresholds(insult=0.7)).proposed == ()


def test_spans_that_touch_become_one() -> None:
    assert joined([(5, 9), (0, 3), (3, 4), (6, 7)]) == ((0, 4), (5, 9))


@settings(max_examples=300)
@given(st.text(max_size=300) | words.map("".join))
def test_any_text_is_judged_with_spans_inside_it(text: str) -> None:
    found = screen(text)

    assert len(plain(text)) == len(text)
    assert set(found.scores) == {*GROUNDS, "toxicity"}
    assert all(0 <= score <= 1 for score in found.scores.values())
    assert all(0 <= one.start < one.end <= len(text) for one in found.spans)
    assert set(found.proposed) <= {one.ground for one in found.spans}


@pytest.mark.parametrize("nasty", NASTY)
def test_a_long_text_takes_little_time(nasty: str) -> None:
    """Seconds of the processor, the best of three: the machine may be busy with something else."""
    text = (nasty * LONGEST)[:LONGEST]

    assert min(_seconds(text) for _ in range(3)) < BUDGET


def test_what_lies_past_the_cut_is_not_read() -> None:
    assert screen("а" * LONGEST + " мразь").proposed == ()


def _seconds(text: str) -> float:
    start = time.thread_time()
    screen(text)
    return time.thread_time() - start
