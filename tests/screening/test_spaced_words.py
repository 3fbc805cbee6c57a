"""Words with separated letters or letters hidden by signs."""

import pytest

from veche.screening.spaced_words import spaced_words

HIDDEN = ["у р о д ы понаехали", "т.в.а.р.и., собаку бросили", "м@разь ты", "д*билы, кто так кладёт", "п*донки"]
PLAIN = ["с.п.а.с.и.б.о. дворнику", "а и б сидели на трубе", "5*5 м", "г. р. п. и т. д.", "з и м а близко"]


@pytest.mark.parametrize("text", HIDDEN)
def test_a_humiliating_word_is_seen_through_the_signs(text: str) -> None:
    [hit] = spaced_words(text)

    assert hit.ground == "insult"
    assert hit.rule == "insult-hidden"
    assert hit.start == 0


def test_so_is_a_promise_of_violence() -> None:
    [hit] = spaced_words("у б ь ю, понял")

    assert (hit.ground, hit.rule) == ("threat", "threat-hidden")


@pytest.mark.parametrize("text", PLAIN)
def test_letters_apart_are_no_sin(text: str) -> None:
    assert list(spaced_words(text)) == []
