"""The rules R01–R20: each takes a text and yields findings."""

from veche.style.press import press_release
from veche.style.rules.lexicon import known_phrases
from veche.style.rules.nouns import genitive_chains, verbal_chains
from veche.style.rules.papers import abbreviations, dates, papers
from veche.style.rules.predicates import predicates
from veche.style.rules.shape import long_paragraphs, long_sentences, shouting
from veche.style.rules.speech import modals, negations, repeats
from veche.style.rules.voice import passives, turns

RULES = (
    known_phrases,
    predicates,
    verbal_chains,
    genitive_chains,
    passives,
    turns,
    press_release,
    long_sentences,
    long_paragraphs,
    abbreviations,
    papers,
    dates,
    negations,
    repeats,
    modals,
    shouting,
)
