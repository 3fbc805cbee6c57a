"""Find what many residents ask about, by the words that their questions share. No database, no names."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from veche.morphology.words import Reading, inflected, readings

KEPT = 5_000
# A topic is about as many of the same messages as this, and then it is the topic that was found before.
SAME = 0.5
# How many other words a title names, and which part of the people must have used them.
MOST_BESIDE, BESIDE = 2, 0.5
MOST_TITLE = 100
# What is read of a long message.
MOST_WORDS = 100
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Words that begin a question without a question mark, or that ask for something.
_ASKING = """
где зачем как какой когда который куда откуда отчего почему сколько скоро нет просить прошу пожалуйста подсказать
сказать объяснить ответить сделать починить убрать вернуть включить почистить отремонтировать исправить
"""
_ASKS = frozenset(_ASKING.split())
# Nouns that are in every talk and are no topic.
_EVERYWHERE = """
администрация вопрос время выходной глава год горожанин город господин дело день житель завтра здравствуйте комментарий
конец люди месяц место мир начало народ неделя образ ответ пост помощь понедельник правда причина проблема пятница раз
ребята сегодня сейчас слово случай спасибо среда суббота товарищ утро час человек число четверг вторник воскресенье
вечер ночь минута сторона власть мэр мэрия смысл сила сутки порядок вид момент информация страница запись публикация
новость сообщение номер адрес
"""
_GENERIC = frozenset(_EVERYWHERE.split())


@dataclass(frozen=True, slots=True)
class AskedComment:
    """A resident's message. `person`: a key of whoever wrote it."""

    pk: int
    person: str
    text: str


@dataclass(frozen=True, slots=True)
class Topic:
    """`lemma`: the noun that all share; `title`: the topic in words; `messages`: ids; `people`: how many asked."""

    lemma: str
    title: str
    messages: frozenset[int]
    people: int


@dataclass(frozen=True, slots=True)
class _Words:
    """Nouns of a message, and for each the adjective right before it, "" if there is none."""

    person: str
    nouns: Mapping[str, str]


def topics_of(
    said: Iterable[AskedComment], *, least: int, known: Collection[str] = (), names: Collection[str] = ()
) -> list[Topic]:
    """Topics that at least `least` people ask about, those with most people first.

    `known`: lemmas of topics that were found before, which keep their name while they last. `names`: words that are
    never a topic, in lower case, such as names of authors.
    """
    messages = {one.pk: _Words(one.person, _nouns(one.text, frozenset(names))) for one in said if asks(one.text)}
    by_noun: dict[str, set[int]] = {}
    for pk, words in messages.items():
        for noun in words.nouns:
            by_noun.setdefault(noun, set()).add(pk)
    people = {noun: len({messages[pk].person for pk in ids}) for noun, ids in by_noun.items()}
    often = sorted(
        (noun for noun in by_noun if people[noun] >= least), key=lambda noun: (noun not in known, -people[noun], noun)
    )
    found: list[Topic] = []
    for noun in often:
        ids = by_noun[noun]
        if any(len(ids & topic.messages) >= SAME * len(ids) for topic in found):
            continue
        title = _title(noun, [messages[pk] for pk in ids])
        found.append(Topic(noun, title, frozenset(ids), people[noun]))
    return sorted(found, key=lambda topic: (-topic.people, topic.lemma))


def asks(text: str) -> bool:
    """Whether the message asks for something: a question mark, or a word that questions and wishes have."""
    return "?" in text or any(_lemma(word) in _ASKS for word in _WORD.findall(text.lower())[:MOST_WORDS])


def words_of_names(names: Iterable[str]) -> set[str]:
    """Words of shown names and their lemmas, to be left out of topics."""
    found = {word for name in names for word in _WORD.findall(name.lower().replace("ё", "е"))}
    return found | {_lemma(word) for word in found}


def _nouns(text: str, names: frozenset[str]) -> dict[str, str]:
    """Common nouns by lemma, with the adjective right before each."""
    found: dict[str, str] = {}
    before: Reading | None = None
    for word in _WORD.findall(text.lower().replace("ё", "е"))[:MOST_WORDS]:
        reading = _reading(word)
        is_noun = reading is not None and reading.pos == "NOUN" and "NameType" not in reading.feats
        if is_noun and reading is not None and _is_topic(reading.lemma, word, names):
            found.setdefault(reading.lemma, before.lemma if before is not None and before.pos == "ADJ" else "")
        before = reading
    return found


def _is_topic(lemma: str, word: str, names: frozenset[str]) -> bool:
    return len(lemma) > 2 and lemma not in _GENERIC and lemma.replace("ё", "е") not in names and word not in names


@lru_cache(maxsize=KEPT)
def _reading(word: str) -> Reading | None:
    """The likeliest reading of the dictionary; None for a word that it does not know."""
    found = [one for one in readings(word) if one.source == "dictionary"]
    return found[0] if found else None


def _lemma(word: str) -> str:
    reading = _reading(word)
    return reading.lemma.replace("ё", "е") if reading is not None else word


def _title(noun: str, messages: Sequence[_Words]) -> str:
    """«горячая вода, отключение»: the noun with its usual adjective, and the nouns that most name beside it."""
    least = BESIDE * len(messages)
    adjectives = Counter(words.nouns[noun] for words in messages if words.nouns[noun])
    beside = Counter(other for words in messages for other in words.nouns if other != noun)
    others = [other for other, number in sorted(beside.items(), key=lambda one: (-one[1], one[0])) if number >= least]
    adjective, number = adjectives.most_common(1)[0] if adjectives else ("", 0)
    phrase = _phrase(adjective, noun) if number >= least else noun
    return ", ".join([phrase, *others[:MOST_BESIDE]])[:MOST_TITLE]


def _phrase(adjective: str, noun: str) -> str:
    """The adjective in the form that agrees with the noun: «горячая вода»."""
    here, there = _reading(adjective), _reading(noun)
    if here is None or there is None:
        return noun
    number = there.feats.get("Number", "Sing")
    gender = {"Gender": there.feats.get("Gender", "Masc")} if number == "Sing" else {}
    form = inflected(here, Case="Nom", Number=number, **gender)
    return f"{form} {noun}" if form else noun
