"""R08: the form of a press release.

An official in the headline with an event he held or visited, his words with «отметил, что», a body that informs,
«Напомним», «Справочно». Live speech begins with what changes for the reader.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from veche.style.dictionary import table
from veche.style.dictionary import words as listed
from veche.style.finding import RawFinding
from veche.style.text import Sentence, Text, Word, plain

FAR = 12
_CAME = "Новость начинается с начальника, а не с того, что изменится для жителя. Начните с дела."
_QUOTED = "Так пишут пресс-релизы. Скажите сами, без «отметил», или приведите живые слова."
_INFORMS = "Учреждение «информирует», как в письме. Скажите прямо, от себя: «мы», «расскажем»."
_OPENS = "Вводка из пресс-релиза. Уберите её и скажите сразу о деле."


def press_release(text: Text) -> Iterator[RawFinding]:
    opening = [sentence for sentence in text.sentences if sentence.length][:2]
    quoted = False
    for number, sentence in enumerate(text.sentences):
        yield from _openers(text, sentence)
        if number < 2 and sentence in opening and (found := _headline(sentence.words)):
            quoted = True
            yield _finding(text, sentence.words, *found, _CAME)
            continue
        attributions = list(_attributions(sentence.words))
        if quoted and not attributions:
            attributions = list(_goes_on(sentence.words))
        quoted = quoted or bool(attributions)
        for found in attributions:
            yield _finding(text, sentence.words, *found, _QUOTED)
        for found in _in_words_of(sentence.words):
            yield _finding(text, sentence.words, *found, _QUOTED)
        if found := _informing(sentence.words):
            yield _finding(text, sentence.words, *found, _INFORMS)


def _finding(text: Text, words: Sequence[Word], first: int, last: int, why: str) -> RawFinding:
    start, end = words[first].start, words[last].end
    return RawFinding(
        "R08", start, end, "warning", f"«{text.source[start:end]}»: {why[0].lower()}{why[1:]}", family="form"
    )


def _openers(text: Text, sentence: Sentence) -> Iterator[RawFinding]:
    begun = _opener().match(plain(text.source[sentence.start : sentence.start + 40]))
    if begun and not sentence.words[0].quoted:
        end = sentence.start + begun.end(1)
        why = _OPENS[0].lower() + _OPENS[1:]
        yield RawFinding(
            "R08", sentence.start, end, "warning", f"«{text.source[sentence.start : end]}»: {why}", family="form"
        )


@cache
def _opener() -> re.Pattern[str]:
    alternatives = "|".join(re.escape(plain(one)) for one in table("officials")["openers"])
    return re.compile(rf"({alternatives})(?:[,:.]|\s+что\b|$)")


def _title(words: Sequence[Word], at: int) -> bool:
    """Whether the word is an official in the nominative; not in «вторая глава», «глава книги», «начальник поезда»."""
    word = words[at]
    return (
        word.lemma in listed("officials", "titles")
        and word.pos == "NOUN"
        and word.case() in {"Nom", ""}
        and word.feats.get("Number") != "Plur"
        and not word.quoted
        and not _of_no_body(words, at)
    )


def _of_no_body(words: Sequence[Word], at: int) -> bool:
    before = words[at - 1] if at else words[at]
    numbered = before.feats.get("Gender") == "Fem" and before.lemma in listed("officials", "ordinals")
    return numbered or any(
        word.lemma in listed("officials", "not_of") and word.case() == "Gen" for word in words[at + 1 : at + 3]
    )


def _third(word: Word) -> bool:
    return (
        word.pos == "VERB"
        and word.feats.get("VerbForm") == "Fin"
        and word.feats.get("Person", "3") == "3"
        and word.feats.get("Mood") != "Imp"
    )


def _headline(words: Sequence[Word]) -> tuple[int, int] | None:
    title = next((at for at in range(min(len(words), 8)) if _title(words, at)), None)
    if title is None:
        return None
    of_body = any(word.lemma in listed("officials", "of") for word in words[title + 1 : title + 4])
    small = words[title].lemma in listed("officials", "small")
    verb = words[title - 1]
    signed = verb.lemma in listed("officials", "signing")
    if title and not small and not signed and _third(verb) and _held(words[title], verb, of_body=of_body):
        return title - 1, _past_genitives(words, title)
    for at in range(title + 1, min(title + FAR, len(words))):
        if words[at].quoted or words[at].lemma == "который":
            return None
        if _third(words[at]):
            of_body = any(word.lemma in listed("officials", "of") for word in words[title + 1 : at])
            return (title, at) if _held(words[title], words[at], of_body=of_body) else None
    return None


def _held(title: Word, verb: Word, *, of_body: bool) -> bool:
    """Whether an official «held» an event as releases report it.

    Live posts do so only about small officials, as a school's director.
    """
    small = not of_body and title.lemma in listed("officials", "small") and verb.lemma in listed("officials", "told")
    return verb.lemma in listed("officials", "meetings") and not small and _agrees(title, verb)


def _agrees(subject: Word, verb: Word) -> bool:
    return subject.feats.get("Number", "Sing") == verb.feats.get("Number", "Sing")


def _attributions(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    taken = -1
    for at, word in enumerate(words):
        if at <= taken or word.quoted or not _third(word) or word.lemma not in listed("officials", "speech"):
            continue
        if word.lemma in listed("officials", "plain") and _own_words(words, at):
            continue
        found = _speaker_after(words, at) or _speaker_before(words, at) or _told_in(words, at)
        if found:
            taken = found[1]
            yield found


def _own_words(words: Sequence[Word], verb: int) -> bool:
    """Whether the official is quoted directly, as recommended: «…», — сказал глава; глава говорит
    осторожно: денег нет.
    """
    return any(word.quoted for word in words) or any(word.text == ":" for word in words[verb + 1 : verb + 4])


def _goes_on(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """A pronoun for a quoted official: «Она отметила, что»."""
    for at, word in enumerate(words[:-2]):
        if word.low in {"он", "она"} and not word.quoted:
            verb = next((place for place in range(at + 1, min(at + 4, len(words))) if _third(words[place])), None)
            if verb is not None and words[verb].lemma in listed("officials", "reports") and _closes_quote(words, verb):
                yield at, verb
                return


def _speaker_after(words: Sequence[Word], verb: int) -> tuple[int, int] | None:
    """An official after the verb: «…», — отметил глава города Иван Петров."""
    if verb + 1 >= len(words):
        return None
    after = words[verb + 1]
    if not (
        _title(words, verb + 1)
        or _person(words, verb + 1)
        or (after.lemma in listed("officials", "bodies") and after.case() == "Nom")
    ):
        return None
    if not _agrees(after, words[verb]) or not _closes_quote(words, verb):
        return None
    return verb, _past_genitives(words, verb + 1)


def _past_genitives(words: Sequence[Word], at: int) -> int:
    """Index of the last word of a name such as «глава города Иван Петров», which begins at `at`."""
    while (
        at + 1 < len(words) and (words[at + 1].case() == "Gen" or _name(words[at + 1])) and words[at + 1].pos != "ADP"
    ):
        at += 1
    return at


def _closes_quote(words: Sequence[Word], verb: int) -> bool:
    """Whether the verb reports speech: a dash, a comma, «как» or nothing before it, or «что» or a colon after it."""
    before = words[verb - 1] if verb else None
    return (
        before is None
        or before.text in {"—", "–", "-", ",", "»"}
        or before.low in {"как", "также", "этом"}
        or any(word.low == "что" or word.text == ":" for word in words[verb + 1 : verb + 10])
    )


def _person(words: Sequence[Word], at: int) -> bool:
    """Whether the word belongs to a full name with a surname; «Тимофей сказал» is live speech."""
    full = [word for word in words[max(0, at - 1) : at + 2] if _name(word)]
    surname = words[at].feats.get("NameType") == "Sur" and _sure(words[at])
    return _name(words[at]) and (surname or (len(full) > 1 and not _by_patronymic(full)))


def _by_patronymic(names: Sequence[Word]) -> bool:
    """Whether the name has a patronymic without a surname («Нина Ильинична»), as neighbours are called."""
    return names[-1].feats.get("NameType") == "Pat"


def _sure(word: Word) -> bool:
    return word.reading is not None and word.reading.source == "dictionary"


def _name(word: Word) -> bool:
    return (
        word.pos == "PROPN"
        and word.case() in {"Nom", ""}
        and word.feats.get("Animacy") == "Anim"
        and word.text[:1].isupper()
    )


def _speaker_before(words: Sequence[Word], verb: int) -> tuple[int, int] | None:
    """An official before the verb: глава города отметил, что …; Иван Петров подчеркнул: «…»."""
    if not any(
        word.low in {"что", "о", "об"} or word.text in {":", ","} or word.quoted for word in words[verb + 1 : verb + 5]
    ):
        return None
    for at in range(verb - 1, max(verb - FAR, -1), -1):
        word = words[at]
        if word.text in {".", "!", "?", ";"} or _third(word):
            return None
        if ((_title(words, at) and _reports(words, at, verb)) or _person(words, at)) and _agrees(word, words[verb]):
            first = at
            while first and (_name(words[first - 1]) or _title(words, first - 1)):
                first -= 1
            return _from_title(words, first), verb
    return None


def _reports(words: Sequence[Word], title: int, verb: int) -> bool:
    """Whether the verb reports: «директор департамента отметил», but not the live «директор парка рассказал, как зимуют
    лебеди».
    """
    if words[title].lemma not in listed("officials", "small"):
        return True
    of_body = any(word.lemma in listed("officials", "of") for word in words[title + 1 : verb])
    return of_body or words[verb].lemma not in listed("officials", "live")


def _told_in(words: Sequence[Word], verb: int) -> tuple[int, int] | None:
    """A body as the source: как сообщили в пресс-службе; об этом рассказали в администрации города."""
    if words[verb + 1 : verb + 2] and words[verb + 1].low == "в" and words[verb].feats.get("Number") == "Plur":
        for at in range(verb + 2, min(verb + 5, len(words))):
            if words[at].lemma in listed("officials", "bodies") and words[at].case() == "Loc":
                return verb, at
    return None


def _in_words_of(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """«По словам главы города»."""
    for at in range(len(words) - 2):
        if (
            words[at].low == "по"
            and words[at + 1].low in {"словам", "мнению", "информации", "данным"}
            and not words[at].quoted
        ):
            last = next(
                (place for place in range(at + 2, min(at + 5, len(words))) if _source(words[place], words[at + 1].low)),
                None,
            )
            if last is not None:
                yield at, last


def _source(word: Word, kind: str) -> bool:
    if word.case() != "Gen":
        return False
    official = word.lemma in listed("officials", "titles")
    return official or (kind in {"информации", "данным"} and word.lemma in listed("officials", "bodies"))


def _from_title(words: Sequence[Word], first: int) -> int:
    """Index of the title that the name belongs to: «глава города Иван Петров»."""
    for at in range(first - 1, max(first - 7, -1), -1):
        if _title(words, at):
            return at
        if words[at].case() != "Gen" and words[at].pos != "ADP":
            break
    return first


def _informing(words: Sequence[Word]) -> tuple[int, int] | None:
    for at, word in enumerate(words[:FAR]):
        verbs = _announced_by(word)
        if verbs:
            for verb in range(at + 1, min(at + FAR, len(words))):
                if _third(words[verb]):
                    said = words[verb].lemma in listed("officials", verbs) and _in_a_letter(words, at, verb)
                    return (at, verb) if said else None
            return None
    return None


def _in_a_letter(words: Sequence[Word], speaker: int, verb: int) -> bool:
    """Whether a body announces formally; «ГИБДД напоминает: пора менять шины» is live speech."""
    colon = verb + 1 < len(words) and words[verb + 1].text == ":"
    return words[speaker].lemma in listed("officials", "bodies") or not colon


def _announced_by(word: Word) -> str:
    """The list of verbs that are formal with this subject: a body's, or those of «полицейские», «спасатели»; "" for
    others.
    """
    if word.pos not in {"NOUN", "PROPN", "X"} or word.quoted or word.case() not in {"Nom", ""}:
        return ""
    if word.lemma in listed("officials", "bodies") or word.lemma in listed("officials", "services"):
        return "announcing"
    many = word.lemma in listed("officials", "officers") and word.feats.get("Number") == "Plur"
    return "reminding" if many else ""
