"""Insults: humiliating words and the person they are said to. What is said of an action is criticism and no ground.

Only the author's own words count: no quotations, not «нас держат за дураков», not «я, дура, поверила».
"""

from collections.abc import Iterator, Sequence

from veche.screening.addressee import FILL, TO_YOU, YOU, addressee
from veche.screening.dictionaries import around
from veche.screening.hits import Hit, against
from veche.screening.obscene import obscene
from veche.screening.rude_words import WORSE, Word, word_class
from veche.screening.tokens import Token
from veche.screening.wordlists import grammar

# Score of a humiliating word with the person whom it is said to.
SAID = 0.9
_SELF = around("insult", "self")
_EXCLAIM = around("insult", "exclaim")
_SAID = around("insult", "said")
_HOLDS = around("insult", "holds") | around("insult", "feels")
_WORKS = around("insult", "works")
_FOOL_SAYINGS = around("insult", "fool_sayings")


def insults(words: Sequence[Token]) -> Iterator[Hit]:
    """Hits in one sentence."""
    for place, token in enumerate(words):
        kind = word_class(token.word)
        if kind is Word.NONE:
            continue
        if _not_meant(words, place):
            yield against("insult", f"not-meant-{kind.name.lower()}")
            continue
        score, first, last, why = _judged(words, place, kind)
        if score:
            rule = f"insult-{_manner(token.word, kind, score)}"
            yield Hit("insult", words[first].start, words[last].end, rule, why, score)
        else:
            yield against("insult", f"nobody-{kind.name.lower()}")


def _judged(words: Sequence[Token], place: int, kind: Word) -> tuple[float, int, int, str]:
    """Score, first and last word, reason; score 0 if the word needs a person and there is none."""
    word = words[place].word
    person = addressee(words, place, kind)
    if person is not None:
        why = f"слово, которым унижают («{word}»), сказано человеку («{words[person].word}»)"
        return SAID if kind is Word.HARD else 0.75, min(place, person), max(place, person), why
    if kind is Word.HARD:
        return 0.75, place, place, f"слово, которым унижают: «{word}»"
    if kind is not Word.QUALITY and _worse(words, place):
        return 0.7, place - 1, place, f"так называют людей, чтобы унизить: «{words[place - 1].word} {word}»"
    if kind is not Word.BEAST and _alone(words, place):
        return 0.55, place, place, f"брошено одним словом: «{word}»"
    return 0.0, place, place, ""


def _manner(word: str, kind: Word, score: float) -> str:
    """The rule's name: obscene or addressed words leave little doubt, others are named by their kind."""
    return "obscene" if obscene(word) else "said" if score >= SAID else kind.name.lower()


def _not_meant(words: Sequence[Token], place: int) -> bool:
    """Whether the word is denied, quoted, said by others or said of oneself."""
    near = {token.word for token in words[max(0, place - 6) : place + 5]}
    before = [token.word for token in words[max(0, place - 4) : place]]
    if words[place].quoted and not YOU & set(before):
        return True
    if (before[-1:] in (["не"], ["ни"]) or before[-2:-1] == ["не"]) and "ли" not in near:
        return True
    if near & _SAID and not YOU & set(before[-2:]):
        return True
    if near & _HOLDS and not _you_are(words, place):
        return True
    return _of_oneself(words, place) or bool(near & _WORKS) or _saying(words[place].word, near)


def _saying(word: str, near: set[str]) -> bool:
    """Whether the word belongs to a saying: «Дураки и дороги», «каждой твари по паре»."""
    if word.startswith("дура") and not TO_YOU & near:
        return bool(near & _FOOL_SAYINGS)
    return word.startswith("твар") and "паре" in near


def _you_are(words: Sequence[Token], place: int) -> bool:
    """Whether «вы» directly precedes, as in «Вы идиоты», even in a sentence about somebody's opinion."""
    return "Nom" in grammar(words[place].word).cases and any(
        token.word in YOU for token in words[max(0, place - 2) : place]
    )


def _of_oneself(words: Sequence[Token], place: int) -> bool:
    """Whether the author speaks of themselves, with only fillers between: «Я, дура», «мы же не
    быдло», «какой я дурак».
    """
    near = range(max(0, place - 3), min(len(words), place + 2))
    if any(words[n].word in TO_YOU for n in near):
        return False
    return any(words[n].word in _SELF and _only_fillers(words[min(n, place) + 1 : max(n, place)]) for n in near)


def _only_fillers(words: Sequence[Token]) -> bool:
    return all(token.word in FILL or token.word == "не" or "ADJ" in grammar(token.word).parts for token in words)


def _worse(words: Sequence[Token], place: int) -> bool:
    """Whether an adjective that is only said of people precedes: «Тупые бараны»."""
    if not place or not WORSE.has(words[place - 1].word):
        return False
    return bool(grammar(words[place - 1].word).cases & grammar(words[place].word).cases)


def _alone(words: Sequence[Token], place: int) -> bool:
    """Whether the sentence is little more than the word: «Клоуны!», «ну и тупые»."""
    own = grammar(words[place].word)
    rest = [token.word for n, token in enumerate(words) if n != place]
    return len(rest) <= 3 and all(word in _EXCLAIM for word in rest) and "Nom" in own.cases and own.plural
