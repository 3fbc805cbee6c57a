"""R03: chains of verbal nouns. R04: chains of genitives."""

from collections.abc import Iterator, Sequence

from veche.morphology.words import readings
from veche.style.dictionary import words as listed
from veche.style.finding import RawFinding
from veche.style.forms import as_written, in_case
from veche.style.nominal import is_action, is_body, is_name, is_place, is_verbal
from veche.style.text import Text, Word

CHAIN, CHAIN_WITH_BODY = 3, 4
_WORKS = {"работа", "мероприятие", "мера", "деятельность"}
# Nouns that are actions only before another verbal noun: «организация проведения».
_BEGUN = {"организация", "решение", "окончание", "завершение", "отсутствие", "невозможность", "необходимость"}
_COUNTED = {
    "тысяча",
    "миллион",
    "миллиард",
    "рубль",
    "метр",
    "километр",
    "процент",
    "человек",
    "тонна",
    "гектар",
    "год",
    "час",
    "минута",
    "день",
    "июнь",
}
# Words after «дом» that make it a body, and words before «фонд» that make it housing.
_HOUSES = {"культура", "творчество", "ребенок", "офицер", "быт", "дружба", "наука", "престарелый", "ветеран", "союз"}
_STOCKS = {"старый", "жилой", "жилищный", "аварийный", "ветхий", "новый", "библиотечный", "книжный"}
# Words of absence or quantity, which take a genitive.
_WANTING = {
    "нет",
    "не",
    "нету",
    "хватать",
    "хватить",
    "недоставать",
    "недостаточно",
    "достаточно",
    "мало",
    "много",
    "меньше",
    "больше",
    "полно",
    "нельзя",
    "стать",
    "убавиться",
    "прибавиться",
}
_MONTHS = {
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
}


def verbal_chains(text: Text) -> Iterator[RawFinding]:
    for sentence in text.sentences:
        words = sentence.words
        at = 0
        while at < len(words):
            past = _chain(words, at)
            if past is None:
                at += 1
                continue
            yield _verbal_finding(text, words, at, past)
            at = past


def _chain(words: Sequence[Word], at: int) -> int | None:
    """Index after a chain of two or more verbal nouns that begins at `at`; None if there is none."""
    if words[at].quoted or not (is_verbal(words[at]) or words[at].lemma in _WORKS | _BEGUN):
        return None
    last = at
    if words[at].lemma in _BEGUN:
        last = _next_deed(words, at + 1, "Gen") or at
    elif (following := _joined_deed(words, at)) is not None:
        last = following
    while words[last].lemma not in _WORKS and (following := _next_deed(words, last + 1, "Gen")) is not None:
        last = following
    if last == at and (paired := _paired(words, at) or _placed(words, at)) is not None:
        last = paired
    if last > at or words[at].lemma in _WORKS | _BEGUN:
        return last + 1 if last > at else None
    # «повышение стоимости проезда»: a verbal noun and two objects
    if words[at].case() == "Gen":
        return None
    past, links, body = _genitives(words, at + 1)
    return past if links >= (CHAIN if body else CHAIN - 1) else None


def _paired(words: Sequence[Word], at: int) -> int | None:
    """Two joined verbal nouns («строительство и оснащение»), or a bureaucratic one with its object («формирование
    списков»).
    """
    if at + 2 < len(words) and words[at + 1].low == "и" and is_verbal(words[at + 2]):
        return at + 2 if _one_case(words, at) else None
    if not _of_a_paper(words[at]) or (at and words[at - 1].low in {"рамках", "целях", "целью"}):
        return None
    for place in range(at + 1, min(at + 3, len(words))):
        if words[place].case() != "Gen" or words[place].quoted or words[place].text[:1].isupper():
            return None
        if words[place].pos == "NOUN":
            return place
    return None


def _placed(words: Sequence[Word], at: int) -> int | None:
    """A verbal noun with a place, which only documents use: «нахождение на льду», «складирование на газоне»."""
    if words[at].lemma not in listed("nouns", "placed") or at + 2 >= len(words) or words[at + 1].pos != "ADP":
        return None
    return at + 2 if words[at + 2].pos == "NOUN" and words[at + 2].text.islower() else None


def _of_a_paper(deed: Word) -> bool:
    """Whether the noun is bureaucratic: «формирование списков», or an omission: «непринятие мер».

    «недопущение» is R09.
    """
    undone = deed.lemma.startswith("не") and deed.lemma != "недопущение" and is_action(deed.lemma[2:])
    return undone or deed.lemma in listed("nouns", "paper")


def _one_case(words: Sequence[Word], at: int) -> bool:
    one, other = words[at].case(), words[at + 2].case()
    return one == other or {one, other} <= {"Nom", "Acc"}


def _joined_deed(words: Sequence[Word], at: int) -> int | None:
    """A verbal noun joined by a preposition: «мероприятия по обеспечению», «подготовка к проведению»."""
    joints = {"по": "Dat"} if words[at].lemma in _WORKS else {"по": "Dat", "к": "Dat", "на": "Acc"}
    case = joints.get(words[at + 1].low) if at + 1 < len(words) else None
    return _next_deed(words, at + 2, case) if case else None


def _next_deed(words: Sequence[Word], at: int, case: str) -> int | None:
    for place in range(at, min(at + 3, len(words))):
        word = words[place]
        if word.quoted or word.case() != case:
            return None
        if word.pos == "NOUN":
            return place if is_verbal(word) else None
        if word.pos not in {"ADJ", "DET"}:
            return None
    return None


def _verbal_finding(text: Text, words: Sequence[Word], first: int, past: int) -> RawFinding:
    start, end = words[first].start, words[past - 1].end
    replacement = _without_empty(words, first, past)
    advice = "Замените их глаголами: кто что делает." if replacement is None else "Первое из них лишнее, уберите."
    message = f"«{text.source[start:end]}»: дела названы существительными. {advice}"
    return RawFinding("R03", start, end, "warning", message, replacement)


def _without_empty(words: Sequence[Word], first: int, past: int) -> str | None:
    """«для проведения ремонта» becomes «для ремонта». A subject must agree with its verb, so it is not changed."""
    me = words[first]
    before = words[first - 1] if first else None
    if (
        me.lemma not in listed("nouns", "dropped")
        or me.case() in {"Nom", ""}
        or (before and (before.case() or before.pos == "VERB") and before.pos != "ADP" and before.case() == me.case())
    ):
        return None
    phrase = in_case(words, first + 1, "Gen", me.case())
    return as_written(me.text, phrase.text) if phrase and phrase.past == past else None


def genitive_chains(text: Text) -> Iterator[RawFinding]:
    for sentence in text.sentences:
        words = sentence.words
        at = 0
        while at < len(words):
            past, links, body = _genitives(words, at)
            if links >= (CHAIN_WITH_BODY if body else CHAIN) + _parted(words, at, past) and not _deeds_alone(
                words, at, links
            ):
                start, end = words[at].start, words[past - 1].end
                yield RawFinding(
                    "R04",
                    start,
                    end,
                    "warning",
                    f"«{text.source[start:end]}»: длинная цепочка («чего? чего? чего?»). Разорвите её глаголом.",
                )
            at = max(past, at + 1)


def _deeds_alone(words: Sequence[Word], at: int, links: int) -> bool:
    """Whether two of three are verbal nouns, which R03 reports: «после завершения монтажа сцены»."""
    return links == CHAIN and (deeds := _chain(words, at)) is not None and deeds - at >= 2


def _parted(words: Sequence[Word], at: int, past: int) -> int:
    """How many more links a chain needs if a negation follows.

    In «После ремонта моста | пробок нет» the last genitives belong to the negation, the first to the preposition, and
    nothing marks the border.
    """
    if not at or words[at - 1].pos != "ADP":
        return 0
    denial = next((at for at in range(past, min(past + 3, len(words))) if _wanting(words[at])), None)
    if denial is None or any(word.case() == "Gen" for word in words[denial + 1 : denial + 4]):
        # «из-за поломки насоса котельной нет тепла»
        return 0
    return 2


def _wanting(word: Word) -> bool:
    return word.low in _WANTING or word.lemma in _WANTING


def _genitives(words: Sequence[Word], at: int) -> tuple[int, int, bool]:
    """(index after a run of genitives, number of links, whether it contains a named body)."""
    links, heads, place, noun = 0, 0, at, at
    body = anchored = False
    while place < len(words) and (_genitive(words[place]) or (links and _somebody(words[place]))):
        word = words[place]
        if word.lemma in _COUNTED | _MONTHS:
            break
        if word.pos in {"NOUN", "PROPN"}:
            noun = place + 1
            named = links > 0 and is_name(word, first=place == 0)
            known = (body or anchored) and (is_place(word) or (links == heads and _named_body(words, place)))
            links += 0 if named or known else 1
            heads += _named_body(words, place) and not known
            body = body or _named_body(words, place)
            anchored = anchored or (is_place(word) and _named_next(words, place))
        place += 1
    if (
        links
        and at
        and (
            words[at - 1].pos == "NUM"
            or words[at - 1].low in {"много", "мало", "несколько", "сколько", "более", "менее", "свыше", "около"}
        )
    ):
        links -= 1
    return (noun if links else place), links, body


def _named_body(words: Sequence[Word], at: int) -> bool:
    """Whether this is a body: «Дом культуры», «фонд капремонта»; not in «подвалы домов старого фонда»."""
    word = words[at]
    if word.lemma == "дом":
        return word.text[:1].isupper() or any(one.lemma in _HOUSES for one in words[at + 1 : at + 2])
    if word.lemma == "фонд":
        return not (at and words[at - 1].lemma in _STOCKS)
    return is_body(word)


def _genitive(word: Word) -> bool:
    return (
        word.case() == "Gen"
        and not word.quoted
        and (word.pos in {"NOUN", "PROPN", "ADJ", "DET"} or word.feats.get("VerbForm") == "Part")
    )


def _somebody(word: Word) -> bool:
    """Whether the word is an animate genitive, which looks like an accusative: «подвала дома соседа»."""
    return (
        word.case() == "Acc"
        and not word.quoted
        and word.pos == "NOUN"
        and any(one.feats.get("Case") == "Gen" for one in readings(word.text))
    )


def _named_next(words: Sequence[Word], place: int) -> bool:
    return place + 1 < len(words) and words[place + 1].text[:1].isupper()
