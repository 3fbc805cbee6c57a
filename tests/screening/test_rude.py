"""Words of our own texts that a censor would refuse."""

import pytest

from veche.screening.rude import Rude, rude_words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Какого хуя снег не убран, блядь. Хуя! Хуя.", [Rude("хуя", True), Rude("блядь", True), Rude("Хуя", True)]),
        ("Ты идиот.", [Rude("Ты идиот", False)]),
        ("Хулиганы застраховали дом и потребляют рубли. Дети и скот.", []),
        ("", []),
    ],
)
def test_what_is_rude(text: str, found: list[Rude]) -> None:
    assert rude_words(text) == found
