"""Words repeated over and over: nonsense may be flood, but no insult, threat or personal data."""

import pytest

from tests.screening.odds import odds_of
from veche.screening.linear import MOST_OF_ONE, is_repetitive
from veche.screening.screen import screen

QUESTION = "Во сколько всё-таки каток? "
NONSENSE = ("оч", "ха", "лол", "абвг дежз", ")) (", "я", "не", "тьфу", "ку", "хз", "кек", "нет", "мяу", "зю", "тыц")


@pytest.mark.parametrize("apart", [" ", ". ", "! "])
@pytest.mark.parametrize("begins", ["", QUESTION])
def test_nonsense_is_a_flood_at_most(begins: str, apart: str) -> None:
    found = {word: set(screen(begins + (word + apart) * 100).proposed) - {"spam"} for word in NONSENSE}

    assert {word: grounds for word, grounds in found.items() if grounds} == {}


@pytest.mark.parametrize("word", ["убью", "зарежу", "Сожгу", "отомщу"])
@pytest.mark.parametrize("begins", ["", QUESTION])
def test_a_bare_threat_in_a_row_threatens_nobody(begins: str, word: str) -> None:
    found = {screen(begins + (word + apart) * times).proposed for apart in (" ", ". ", "! ") for times in (6, 100)}

    assert found <= {("spam",), ()}


def test_an_insult_that_is_repeated_stays_one() -> None:
    assert "insult" in screen("Ты тупой баран! " * 20).proposed
    assert "threat" in screen("я тебя убью " * 20).proposed
    assert screen("Убью").proposed == ("threat",)


def test_a_word_counts_a_few_times() -> None:
    assert odds_of("оч " * (MOST_OF_ONE + 90)) == odds_of("оч " * MOST_OF_ONE)
    assert odds_of(QUESTION * 50) == odds_of(QUESTION * MOST_OF_ONE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (QUESTION + "оч " * 100, True),
        ("И на Громова, и на Мира, и у вокзала, и во дворах снег не чистят", False),
        ("у-р-о-д-ы вы все там, у-р-о-д-ы", False),
        ("", False),
    ],
)
def test_rambling(text: str, expected: bool) -> None:
    assert is_repetitive(text) is expected
