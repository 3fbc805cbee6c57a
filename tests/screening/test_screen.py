"""Properties of a screening for any text."""

import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from veche.screening.folding import folded
from veche.screening.screen import DEFAULT, GROUNDS, LONGEST, Thresholds, screen

# Processor seconds. A text whose time grows with the square of its length takes ten times that; the usual time is
# measured by `make bench`.
BUDGET = 0.25
LENGTH = 10_000
NASTY = (
    *(
        "а",
        "х",
        "х*",
        "*",
        " ",
        "х у й ",
        "хa",
        "п***ц ",
        "ебa ",
        "вы идиот ",
        "убью ",
        "пишите в лс ",
        "a",
        "8",
        "8 9",
    ),
    *("[", "@a", "\u0301", "\u200b", "İ", "😀", "ё", "ул ", "к и ", "х.", "не ", "казино ", "http://", "а-", "1 а "),
    *("!", ".", "…", "?!", ".)", "!!!»"),
    *("А", "ДА ", "ПОЗОР ЖКХ "),
    *("мэр ", "\n", "bl", "хx", "3д ", "4276 ", "дурь дурь дурь дурь.\n", "плинко ", "доиграешься "),
)
PIECES = st.lists(
    st.sampled_from(
        [*NASTY, "!" * 500, "?!" * 300, "скотина", "бля", "личку", "паспорт ", "«", '"', "тебя ", "кв. 5 "]
    ),
    max_size=40,
)


def test_the_whole_of_a_screening() -> None:
    found = screen("Ваш дворник тупая скотина")

    assert found.proposed == ("insult",)
    assert set(found.scores) == {*GROUNDS, "toxicity"}
    assert [(one.ground, one.start, one.end) for one in found.spans] == [("insult", 4, 25)]


def test_several_grounds_at_once_the_surest_first() -> None:
    found = screen("мэр мразь, пиздец вам, сожгу вашу контору")

    assert set(found.proposed) == {"insult", "obscene", "threat"}
    assert list(found.proposed) == sorted(found.proposed, key=lambda ground: -found.scores[ground])


def test_nothing_to_say() -> None:
    assert [screen(text).proposed for text in ("", "   ", "😀", "Спасибо за каток!", "Рәхмәт", "Danke schön")] == [
        ()
    ] * 6


def test_an_account_may_be_stricter_or_milder() -> None:
    assert screen("мразь").proposed == ("insult",)
    assert screen("мразь", Thresholds(insult=1.0)).proposed == ()


def test_words_of_the_site() -> None:
    """Words that the installation's people marked as violations or as none."""
    assert screen("жмуркины опять", Thresholds(added=frozenset({("жмуркины", "insult")}))).proposed == ("insult",)
    assert screen("мразь", Thresholds(decent=frozenset({"мразь"}))).proposed == ()
    assert DEFAULT.decent == frozenset()


def test_toxicity_is_a_signal_and_no_ground() -> None:
    assert "toxicity" not in GROUNDS
    assert "toxicity" not in screen("ненавижу вас всех, вы мне отвратительны").proposed


@settings(max_examples=200, deadline=None)
@example("\ud800")
@given(st.text(max_size=300) | PIECES.map("".join))
def test_any_text_is_judged_with_spans_inside_it(text: str) -> None:
    found = screen(text)

    assert all(0 <= score <= 1 for score in found.scores.values())
    assert all(0 <= one.start < one.end <= len(text) for one in found.spans)
    assert set(found.proposed) <= set(GROUNDS) & {one.ground for one in found.spans}


@given(st.text(alphabet=st.characters(max_codepoint=0x10FFFF), max_size=50))
def test_folding_knows_where_each_letter_was(text: str) -> None:
    seen = folded(text)

    assert not [char for char in seen.text if unicodedata.category(char) in {"Cf", "Cs"}]
    assert all(0 <= seen.span(n, n + 1)[0] < len(text) for n in range(len(seen.text)))


@pytest.mark.parametrize("nasty", NASTY)
def test_no_text_takes_long(nasty: str) -> None:
    """Processor seconds, the best of three, because the machine may be busy."""
    text = (nasty * LENGTH)[:LENGTH]

    assert min(_seconds(text) for _ in range(3)) < BUDGET


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(NASTY) | st.text(max_size=5), min_size=1, max_size=6))
def test_no_mixture_takes_long(pieces: list[str]) -> None:
    text = ("".join(pieces) * LENGTH)[:LENGTH]

    assert min(_seconds(text) for _ in range(3)) < BUDGET


def test_what_lies_past_the_cut_is_not_read() -> None:
    assert "insult" not in screen("а " * LONGEST + " мразь").proposed


def _seconds(text: str) -> float:
    start = time.thread_time()
    screen(text)
    return time.thread_time() - start
