"""Whether a comment asks, asks for or complains of something, so that an answer is owed."""

import re
from collections.abc import Sequence

from veche.morphology.words import Reading
from veche.routing.lexicon import data, listed, speech
from veche.routing.words import Word, grammar, small

ASKS = 1.5
_RESIDENT = re.compile(r"^\s*(?:\[(?:id|club)\d+\|[^\]]*\]|@\w+|[А-ЯЁ][а-яё]{2,14}(?:\s[А-ЯЁ][а-яё]+)?)\s*,\s*")
_OFFICE = re.compile(
    r"администрац|глав|мэр|власт|водоканал|теплосет|горэлектро|уважаем|здравств|добр|люди|народ|соседи", re.IGNORECASE
)
_TOO = frozenset({"тоже", "также", "аналогично"})
_ONLY_SIGNS = re.compile(r"[\W\d_]*")
_MOCKS = re.compile(r"\){2,}|😂|🤣|😅|👏|🤡")


def asks(
    sentences: Sequence[Sequence[Word]], text: str, *, subject: bool, street: bool, spam: bool, to_resident: bool
) -> bool:
    """Whether an answer is owed. `subject`: a municipal topic is named. `street`: a place is named.

    `spam`: screening calls it an advertisement. `to_resident`: it answers another resident.
    """
    if _ONLY_SIGNS.fullmatch(text):
        return False
    words = [word for sentence in sentences for word in sentence]
    return (
        _whole(words, text, subject=subject, spam=spam, to_resident=to_resident)
        + max((_of_sentence(sentence, text, subject=subject, street=street) for sentence in sentences), default=0.0)
        >= ASKS
    )


def _whole(words: Sequence[Word], text: str, *, subject: bool, spam: bool, to_resident: bool) -> float:
    """What the whole comment tells against a question."""
    score = 0.0
    advertised = len(speech("spam").hits(words))
    if spam or advertised > 1:
        score -= 3.0 if not subject or advertised else 1.0
    elif advertised:
        score -= 1.0
    if to_resident:
        score -= 1.7
    if _is_to_resident(words, text):
        score -= 2.0
    between = speech("between_residents").hits(words)
    if between or speech("curses").has(words):
        score -= 2.5
    return score


def _is_to_resident(words: Sequence[Word], text: str) -> bool:
    named = _RESIDENT.match(text)
    if not named or _OFFICE.search(named[0]) or not words:
        return False
    if named[0].lstrip()[0] in "[@":
        return True
    return any(one.feats.get("NameType") == "Giv" for one in grammar(words[0].form))


def _of_sentence(words: Sequence[Word], text: str, *, subject: bool, street: bool) -> float:
    """What one sentence tells for a question, and against it."""
    if not words:
        return 0.0
    asked = _asked(words, text, subject=subject)
    trouble = _trouble(words, subject=subject)
    wanted = _wanted(words)
    score = asked + trouble + wanted
    if street and trouble:
        score += 0.7
        # «Дзержинского 20 тоже сухо»: one more of those who complain.
        score += 0.5 * any(word.form in _TOO for word in words)
    if speech("thanks").has(words) and not asked:
        score -= 2.5 if not _mocks(text) else -1.6 * (subject and street)
    if speech("agreement").has(words) and len(words) <= 6:
        score -= 2.0
    return score


def _asked(words: Sequence[Word], text: str, *, subject: bool) -> float:
    score = 0.0
    end = words[-1].start + len(words[-1].raw)
    marked = "?" in text[end : end + 4]
    asking, interrogative = speech("asking").has(words), _interrogates(words)
    if marked:
        score += 1.5 if subject else 0.5 + 0.5 * interrogative
    if interrogative:
        score += 1.0 if subject else 0.5
        score += 0.6 if subject and (_begins_asking(words) or _asks_you(words)) else 0.0
    if asking:
        score += 1.2 if subject or interrogative else 0.6
    if not marked and subject and _may_ask(words):
        score += 1.5
    return score


def _interrogates(words: Sequence[Word]) -> bool:
    """Whether a word that asks begins a clause or stands before its verb."""
    return any(place_is_open(words, hit.word) for hit in speech("interrogative").hits(words))


def _begins_asking(words: Sequence[Word]) -> bool:
    """«Как оформить субсидию», «А ёлку когда…»: asks also without its sign."""
    places = [words.index(hit.word) for hit in speech("interrogative").hits(words)]
    return any(at < 3 and not any(word.stopped for word in words[:at]) for at in places)


def _asks_you(words: Sequence[Word]) -> bool:
    """«на Тихую когда придёте»."""
    return any(
        one.feats.get("Person") == "2" and one.feats.get("Number") == "Plur" and one.feats.get("Mood") == "Ind"
        for word in words
        for one in grammar(word.form)
    )


def place_is_open(words: Sequence[Word], word: Word) -> bool:
    """Whether the word asks and does not link: «знаю, где», «там, где» link."""
    at = words.index(word)
    return at < 4 or words[at - 1].clause != word.clause


def _may_ask(words: Sequence[Word]) -> bool:
    """A question without its sign: a verb of the future first, or «будет», «или» after the subject."""
    first = [one for one in grammar(words[0].form) if one.pos == "VERB"]
    if first and _is_theirs_to_come(first[0]):
        return True
    if any(_is_theirs_to_come(one) for word in words if word.keys & listed("given") for one in grammar(word.form)):
        return True
    return any(word.form in {"будет", "будут", "есть", "или", "работает", "открыт"} for word in words[-3:])


def _is_theirs_to_come(one: Reading) -> bool:
    return one.feats.get("Tense") == "Fut" and one.feats.get("Person") == "3" and one.feats.get("Number") == "Plur"


def _wanted(words: Sequence[Word]) -> float:
    """Requests: words of asking, and imperatives to those who can do it."""
    score = 1.6 if speech("request").has(words) else 0.0
    if any(_is_order(word) for word in words):
        score += 1.6
    return score


def _is_order(word: Word) -> bool:
    if word.negated or not word.keys.isdisjoint(listed("said_to_others")):
        return False
    found = grammar(word.form)
    return (
        bool(found)
        and any(one.feats.get("Mood") == "Imp" and one.feats.get("Number") == "Plur" for one in found)
        and (word.form.endswith(("те", "тесь")))
    )


def _trouble(words: Sequence[Word], *, subject: bool) -> float:
    told = min(2.2, 1.2 * len(speech("trouble").hits(words)))
    undone = any(word.negated and not word.keys.isdisjoint(listed("undone")) for word in words)
    absent = speech("absent").has(words)
    score = told + (1.2 if undone else 0.0) + (1.1 if absent else 0.0)
    return (score + 0.5 if score else 0.0) if subject else score * 0.6


def _mocks(text: str) -> bool:
    """Whether the thanks are meant otherwise."""
    plain = small(text)
    return any(mark in plain for mark in data("speech")["mocking"]) or bool(_MOCKS.search(text))
