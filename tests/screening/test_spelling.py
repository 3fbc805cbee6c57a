"""Misspelt and stretched words, if a rule knows the corrected word."""

import pytest

from veche.screening.spelling import respelt


@pytest.mark.parametrize(
    ("written", "meant"),
    [("идиоооты", "идиоты"), ("скатина", "скотина"), ("убъю", "убью"), ("нидоумки", "недоумки"), ("дуууура", "дура")],
)
def test_a_rude_word_is_known_as_it_was_meant(written: str, meant: str) -> None:
    assert respelt(written) == meant


@pytest.mark.parametrize("word", ["дорога", "малако", "ураааа", "спосибо", "2024", "мэр"])
def test_other_words_stay_as_they_are(word: str) -> None:
    assert respelt(word) == word
