"""R01, R07, R09, R10, R14, R17, R18: phrases of dictionaries, found in one pass."""

import re
from collections.abc import Iterator

from veche.style.conditions import CONDITIONS
from veche.style.dictionary import lexicon
from veche.style.finding import RawFinding
from veche.style.nominal import is_verbal
from veche.style.phrases import Entry
from veche.style.rewrite import rewrite
from veche.style.text import Sentence, Text

# Advice that asks for something instead of giving a replacement.
_QUESTION = re.compile(r"(?:кто|что|сколько|о чём|чего|чему|зачем|за что)\b")
_ASKS = ("скажите", "назовите", "расскажите", "начните")


def known_phrases(text: Text) -> Iterator[RawFinding]:
    for sentence in text.sentences:
        yield from _in(sentence, text)


def _in(sentence: Sentence, text: Text) -> Iterator[RawFinding]:
    words, phrases = sentence.words, lexicon()
    for first, word in enumerate(words):
        if word.quoted or not word.text[0].isalpha():
            continue
        for past, entry in phrases.at(words, first):
            if CONDITIONS[entry.when](words, first, past) and not words[past - 1].quoted:
                yield _finding(sentence, text, first, past, entry)
                break


def _finding(sentence: Sentence, text: Text, first: int, past: int, entry: Entry) -> RawFinding:
    words = sentence.words
    if entry.when == "deed-dative":
        past = next(place for place in range(past, past + 2) if is_verbal(words[place])) + 1
    start, end = words[first].start, words[past - 1].end
    found = rewrite(words, first, past, entry)
    advice = _advice(_offered(entry, found and found[1]))
    # One request is enough: «штамп отчёта. Назовите день».
    why = entry.why if advice.startswith("Лучше") else entry.why.partition(". ")[0]
    message = f"«{text.source[start:end]}»: {why}. {advice}."
    if found is None:
        return RawFinding(entry.rule, start, end, entry.severity, message)
    core = (start, end) if found[0] > past else None
    return RawFinding(entry.rule, start, words[found[0] - 1].end, entry.severity, message, found[1], core=core)


def _offered(entry: Entry, replacement: str | None) -> str:
    """The dictionary's word, or the beginning of another replacement: «для» instead of «чтобы»."""
    if replacement is None or entry.rewrite == "form":
        return entry.plain
    own = replacement.lower().split(" ", 1)[0]
    return entry.plain if own == entry.plain.split(" ", 1)[0].rstrip(",") else own


def _advice(plain: str) -> str:
    if plain == "без вступления":
        return "Начните сразу с дела"
    if _QUESTION.match(plain):
        return f"Скажите, {plain}"
    return plain[:1].upper() + plain[1:] if plain.startswith(_ASKS) else f"Лучше: {plain.rstrip(':,')}"
