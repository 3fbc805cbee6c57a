"""P01–P05: what a text does well."""

import re
from collections.abc import Sequence

from veche.style.text import Text, Word

_YOU = {"ты", "вы", "ваш", "твой"}
_JOINED = {"и", "или", ","}
_WE = {"мы", "наш", "я", "мой"}
_CALL = re.compile(
    r"\b(?:расскажите|пишите|напишите|голосуйте|проголосуйте|поделитесь|делитесь|присылайте|пришлите|"
    r"предлагайте|предложите|отвечайте|ответьте|спрашивайте|звоните|ждём|приходите|выбирайте)\b",
    re.IGNORECASE,
)
_CONCRETE = re.compile(
    r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,2}\s+(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)|"
    r"\b(?:ул\.|улиц\w+|просп\w*\.?|пл\.|площад\w+|пер\.|переул\w+)\s*[А-ЯЁ]|\b\d-?\d{2}-\d{2}\b|\+7|\b8[ (-]\d{3}|"
    r"\b\d+\s(?:руб|метр|км|дом|двор|дерев|мест|человек|лет|год)|\b\d{2,}\b",
)
_EMOJI = re.compile(r"[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
VERBS, NOUNS_PER_VERB, WORDS_IN_SENTENCE = 12.0, 3.0, 12.0
SHORT_LINE = 5


def signs(text: Text) -> tuple[str, ...]:
    """The signs that are present, in order."""
    told = {
        "P01": addressed(text) > 0,
        "P02": asks(text),
        "P03": text.length > 0 and verbal(text),
        "P04": bool(_CONCRETE.search(text.source)),
        "P05": text.length > 0 and light(text),
    }
    return tuple(name for name, present in told.items() if present)


def addressed(text: Text) -> int:
    """How often the reader is addressed: «вы», «ваш», an imperative, «давайте»."""
    return sum(1 for word in text.own if word.lemma in _YOU or _imperative(word))


def ourselves(text: Text) -> int:
    """How often the author speaks of themselves: «мы», «наш», a first-person verb."""
    return sum(1 for word in text.own if word.lemma in _WE or word.feats.get("Person") == "1")


def _imperative(word: Word) -> bool:
    return word.feats.get("Mood") == "Imp" or (word.pos == "VERB" and word.feats.get("Person") == "2")


def asks(text: Text) -> bool:
    return "?" in text.source or bool(_CALL.search(text.source))


def finite(text: Text) -> int:
    return sum(1 for word in text.own if word.pos == "VERB" and word.feats.get("VerbForm") in {"Fin", "Inf"})


def nouns(text: Text) -> int:
    """The number of nouns.

    Not counted: nouns of amounts and dates («350 рублей», «19 октября»), and those in short lines without a verb, as in
    a timetable: «Билет в кассе», «Кружево, валенки, роспись».
    """
    return sum(
        1
        for sentence in text.sentences
        if sentence.length > SHORT_LINE or any(word.pos == "VERB" for word in sentence.words)
        for at, word in enumerate(sentence.words)
        if word.pos == "NOUN" and not word.quoted and not _measured(sentence.words, at)
    )


def genitives(text: Text) -> int:
    """The number of genitives that depend on another noun: «подготовки объектов».

    Not «у дома», «пять минут», «нет воды», which plain speech needs too.
    """
    return sum(_hanging(sentence.words) for sentence in text.sentences)


def _hanging(words: Sequence[Word]) -> int:
    found, last = 0, -1
    for at, word in enumerate(words):
        if word.quoted or word.pos not in {"NOUN", "PROPN"} or word.case() != "Gen":
            continue
        before = _before_attributes(words, at)
        joined = before > 0 and words[before].low in _JOINED and before - 1 == last
        if joined or (before >= 0 and words[before].pos in {"NOUN", "PROPN"} and not words[before].quoted):
            found, last = found + 1, at
    return found


def _before_attributes(words: Sequence[Word], at: int) -> int:
    """Index before a noun and its adjectives, −1 if there is none."""
    place = at - 1
    while place >= 0 and _attribute(words[place]):
        place -= 1
    return place


def _attribute(word: Word) -> bool:
    """Whether the word is an attribute; not «19» in «19 октября», which is read as an adjective."""
    return not word.text[:1].isdigit() and (word.pos in {"ADJ", "DET"} or word.feats.get("VerbForm") == "Part")


def _measured(words: Sequence[Word], at: int) -> bool:
    before = _before_attributes(words, at)
    return before >= 0 and (words[before].pos == "NUM" or words[before].text[:1].isdigit())


def verbal(text: Text) -> bool:
    verbs = finite(text)
    return 100 * verbs / text.length >= VERBS and nouns(text) <= NOUNS_PER_VERB * verbs


def light(text: Text) -> bool:
    """Whether sentences are short and a longer text has paragraphs, a list, or a few emoji."""
    sentences = [sentence.length for sentence in text.sentences if sentence.length]
    if sum(sentences) / len(sentences) > WORDS_IN_SENTENCE:
        return False
    return text.length < 40 or "\n" in text.source.strip() or 1 <= len(_EMOJI.findall(text.source)) <= 3
