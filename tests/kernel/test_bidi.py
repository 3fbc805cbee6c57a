"""Direction marks in people's texts have no effect beyond them."""

import pytest

from veche.kernel.bidi import isolated

FSI, PDI, RLO, RLI = "\u2068", "\u2069", "\u202e", "\u2067"


@pytest.mark.parametrize("words", ["", "Анна Котова", "Каток «Берёзка», 12:00", "emoji 🏛 ё"])
def test_most_words_stay_as_they_are(words: str):
    assert isolated(words) == words


@pytest.mark.parametrize(
    ("words", "apart"),
    [
        (f"Анна{RLO}аннА", f"{FSI}Анна{RLO}аннА{PDI}"),
        ("דנה", f"{FSI}דנה{PDI}"),
        ("Анна\u200f", f"{FSI}Анна\u200f{PDI}"),
        (f"{RLI}а", f"{FSI}{RLI}а{PDI}{PDI}"),
        (f"{PDI}{RLO}а", f"{FSI}{RLO}а{PDI}"),
        (f"{RLI}а{PDI}{PDI}б", f"{FSI}{RLI}а{PDI}б{PDI}"),
    ],
)
def test_what_turns_is_kept_apart(words: str, apart: str):
    assert isolated(words) == apart
