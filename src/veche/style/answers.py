"""Answers to residents: whether one speaks to the person and says what is done, by whom, by what day, or why not.

A01 no word to the person · A02 nothing is said that is done, nor why not · A03 nobody is named · A04 no day ·
A05 boilerplate · A06 the same text was sent to somebody else (`copied`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from veche.style.dictionary import table
from veche.style.finding import Sin
from veche.style.phrases import Entry, Phrases
from veche.style.report import Severity
from veche.style.text import Sentence, Text, plain

_GREETED = re.compile(
    r"^\W*(?:(?i:здравствуй(?:те)?|добр(?:ый|ое|ого)\s+(?:день|вечер|утро|дня)|приветствуем|привет|спасибо)\b|"
    r"(?i:уважаем\w{2}\s+)?[А-ЯЁ][а-яё]+(?:\s[А-ЯЁ][а-яё]+)?[,!]|\[id\d)"
)
_YOU = {"вы", "ваш", "ты", "твой"}
_DAY = re.compile(
    r"\b(?:сегодня|завтра|послезавтра|вчера|утром|вечером|днём|днем|ночью|\d{1,2}[:.]\d{2}|\d{1,2}\s+(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*|"
    r"в\s+(?:понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье)|до\s+(?:конца|\d)|к\s+(?:концу|вечеру|утру|весне|лету|осени|зиме|\d)|весной|летом|осенью|зимой|"
    r"в\s+(?:январе|феврале|марте|апреле|мае|июне|июле|августе|сентябре|октябре|ноябре|декабре|течение)|через\s+\S+\s*(?:час|дн|день|недел|месяц|минут)|за\s+\S+\s*(?:час|дн|день|недел|месяц|минут)|"
    r"(?:на|в)\s+(?:этой|следующей|будущей)\s+неделе|в\s+(?:этом|следующем|будущем)\s+(?:году|месяце)|\d{1,2}\.\d{2}|уже|сейчас|в\s+20\d\d|эту\s+неделю|недел[юия])",
    re.IGNORECASE,
)
_WHY_NOT = re.compile(
    r"\b(?:не\s+(?:можем|получится|будет|будем|хватает|хватило|разрешает|позволяет)|нельзя|потому\s+что|из-за|пока\s+нет|нет\s+денег|увы|к\s+сожалению|чужая|частн\w+)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|\b(?:напишите|пришлите|позвоните|звоните|подскажите|уточните|приходите|посмотрите|скиньте)\b", re.IGNORECASE
)
_NOBODY = {"осуществляться", "проводиться"}
SHORTEST = 6
SHINGLE, ALIKE = 4, 0.6


def answer(text: Text) -> Iterator[Sin]:
    """What an answer lacks. Each lack is shown at the sentence where it would stand."""
    sentences = [sentence for sentence in text.sentences if sentence.length]
    if not sentences:
        return
    yield from _boilerplate(text)
    if text.length < SHORTEST:
        return
    first, last = sentences[0], sentences[-1]
    if not _greeted(text):
        yield _lack("A01", first, "warning", "Обратитесь к человеку: «Анна, здравствуйте», «вы», «ваш двор».")
    denied, asked, day = (pattern.search(text.source) for pattern in (_WHY_NOT, _ASKS, _DAY))
    deeds = [sentence for sentence in sentences if _deed(sentence)]
    if not deeds and not denied and not asked:
        yield _lack("A02", last, "warning", "Не сказано, что сделано или будет сделано, и почему нет, если нет.")
    elif deeds and not _who(text):
        yield _lack(
            "A03",
            deeds[0],
            "hint",
            "Не сказано, кто это делает. Назовите: «мы», «бригада водоканала», «наш инспектор».",
        )
    if not day and not denied and not asked:
        yield _lack("A04", last, "warning", "Не сказано, когда. Назовите день, хотя бы день следующего ответа.")


def _lack(rule: str, sentence: Sentence, severity: Severity, message: str) -> Sin:
    return Sin(rule, sentence.start, sentence.end, severity, message, family="form")


def _greeted(text: Text) -> bool:
    return bool(_GREETED.match(text.source)) or any(
        word.lemma in _YOU or (word.feats.get("Mood") == "Imp" and word.feats.get("Person") == "2")
        for word in text.words
    )


def _deed(sentence: Sentence) -> bool:
    return any(
        word.pos == "VERB"
        and (word.feats.get("VerbForm") == "Fin" or word.feats.get("Variant") == "Short")
        and word.feats.get("Mood") != "Imp"
        for word in sentence.words
    )


def _who(text: Text) -> bool:
    """«мы», a verb in the first person, or a subject in the nominative with its verb."""
    return any(
        word.feats.get("Person") == "1"
        or word.lemma in {"мы", "я", "наш"}
        or (word.pos == "NOUN" and word.case() == "Nom" and word.feats.get("Animacy") == "Anim")
        or word.lemma
        in {
            "бригада",
            "служба",
            "водоканал",
            "комитет",
            "отдел",
            "управление",
            "компания",
            "подрядчик",
            "администрация",
            "предприятие",
            "инспекция",
        }
        for word in text.words
    )


def _boilerplate(text: Text) -> Iterator[Sin]:
    for sentence in text.sentences:
        at = 0
        while at < len(sentence.words):
            found = _stock().at(sentence.words, at)
            if not found:
                at += 1
                continue
            past, entry = found[0]
            start, end = sentence.words[at].start, sentence.words[past - 1].end
            yield Sin(
                "A05",
                start,
                end,
                "warning",
                f"«{text.source[start:end]}»: так отвечают всем. Лучше: {entry.plain}.",
                family="form",
            )
            at = past


@cache
def _stock() -> Phrases:
    return Phrases(Entry(phrase, instead, "A05", "") for phrase, instead in table("answers")["boilerplate"])


@dataclass(frozen=True, slots=True)
class Copy:
    """Answers `first` and `second`, by their places, are alike by `share` (0…1) of their four-word pieces."""

    first: int
    second: int
    share: float


def copied(answers: Sequence[str]) -> list[Copy]:
    """Pairs of answers that are one text with other names in it; what is alike by chance is below 0.6."""
    pieces = [_pieces(one) for one in answers]
    owners: dict[str, list[int]] = {}
    shared: dict[tuple[int, int], int] = {}
    for number, own in enumerate(pieces):
        for piece in own:
            for other in owners.setdefault(piece, []):
                shared[other, number] = shared.get((other, number), 0) + 1
            owners[piece].append(number)
    found = [
        Copy(one, other, count / min(len(pieces[one]), len(pieces[other]))) for (one, other), count in shared.items()
    ]
    return sorted((copy for copy in found if copy.share >= ALIKE), key=lambda copy: (copy.first, copy.second))


def _pieces(answer: str) -> set[str]:
    words = [word for word in re.findall(r"[^\W\d_]+", plain(answer)) if len(word) > 1]
    if len(words) < SHORTEST:
        return set()
    return {" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
