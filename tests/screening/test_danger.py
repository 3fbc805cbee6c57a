"""What must be read at once is found in comments written for this, and its likeness is not."""

import tomllib
from pathlib import Path

import pytest

from veche.screening.danger import DANGERS, dangers_of
from veche.screening.screen import screen

TEXTS = tomllib.loads((Path(__file__).parent / "danger.toml").read_text(encoding="utf-8"))
# Of the half that nobody read while the rules were written: found 14 and 9, wrong 1 and 1.
MEASURED = {"suicide": (14, 15), "danger": (9, 10), "suicide_not": (1, 15), "danger_not": (1, 10)}


@pytest.mark.parametrize("name", MEASURED)
def test_dangers_of_comments(name: str) -> None:
    read, unread = TEXTS[name][: len(TEXTS[name]) // 2], TEXTS[name][len(TEXTS[name]) // 2 :]
    number, of = MEASURED[name]
    assert (sum(map(_is_found(name), unread)), len(unread)) == (number, of)
    if name.endswith("_not"):
        assert [one for one in read if _is_found(name)(one)] == []
    else:
        assert len([one for one in read if not _is_found(name)(one)]) <= 1


def test_the_gravest_comes_first_and_quotations_and_long_texts_do_no_harm() -> None:
    both = "Я вас найду и убью, а потом покончу с собой"
    assert dangers_of(both, screen(both)) == ("suicide", "threat")
    assert set(dangers_of(both, screen(both))) <= set(DANGERS)
    for calm in ("", "«Я покончу с собой», — говорит героиня спектакля", "вода " * 20_000, "😀" * 5_000):
        assert dangers_of(calm, screen(calm)) == ()


def _is_found(name: str):
    wanted = {"suicide"} if name.startswith("suicide") else {"threat", "violence"}
    return lambda text: bool(wanted & set(dangers_of(text, screen(text))))
