"""Rude words of a text of our own: what a network with a censor does not let through. Rules alone, no model."""

from typing import NamedTuple

from veche.screening.folding import folded
from veche.screening.ruling import rule_hits
from veche.screening.thresholds import DEFAULT

# What is said to somebody («ты идиот»); from here down a rule also hears «дети и скот».
_SAID = 0.9


class Rude(NamedTuple):
    """`words` as they stand in the text."""

    words: str
    obscene: bool


def rude_words(text: str) -> list[Rude]:
    """Each once, in the order of the text."""
    seen, found = folded(text), []
    for hit in sorted(rule_hits(seen, text, DEFAULT), key=lambda hit: hit.start):
        obscene = hit.ground == "obscene"
        if hit.score and (obscene or (hit.ground == "insult" and hit.score >= _SAID)):
            found.append(Rude(text[slice(*seen.span(hit.start, hit.end))].rstrip(".,!?…"), obscene))
    return list(dict.fromkeys(found))
