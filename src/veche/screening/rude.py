"""Rude words in a text of our own, which a network with a censor would refuse. Rules alone, no model."""

from typing import NamedTuple

from veche.screening.folding import folded
from veche.screening.ruling import rule_hits
from veche.screening.thresholds import DEFAULT

# Score of words addressed to somebody («ты идиот»); rules with lower scores also match «дети и скот».
_SAID = 0.9


class Rude(NamedTuple):
    """`words`: as in the text."""

    words: str
    obscene: bool


def rude_words(text: str) -> list[Rude]:
    """Rude words, each once, in the order of the text."""
    seen, found = folded(text), []
    for hit in sorted(rule_hits(seen, text, DEFAULT), key=lambda hit: hit.start):
        obscene = hit.ground == "obscene"
        if hit.score and (obscene or (hit.ground == "insult" and hit.score >= _SAID)):
            found.append(Rude(text[slice(*seen.span(hit.start, hit.end))].rstrip(".,!?…"), obscene))
    return list(dict.fromkeys(found))
