"""Check answers to residents: do they address the person and say what is done, by whom, by what day, or why not?

A01 no address to the person · A02 nothing about what is done or why not (an error if there is only courtesy and
boilerplate) · A03 no doer · A04 no day · A05 boilerplate · A06 the same text was sent to somebody else (`copied`).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from veche.style.dictionary import table
from veche.style.dictionary import words as listed
from veche.style.finding import RawFinding
from veche.style.phrases import Entry, Phrases
from veche.style.report import Severity
from veche.style.text import Sentence, Text, Word, plain

_GREETED = re.compile(
    r"^\W*(?:(?i:здравствуй(?:те)?|добр(?:ый|ое|ого)\s+(?:день|вечер|утро|дня)|приветствуем|привет|спасибо)\b|"
    r"(?i:уважаем\w{2}\s+)?[А-ЯЁ][а-яё]+(?:\s[А-ЯЁ][а-яё]+)?[,!]|\[id\d)"
)
_YOU = {"вы", "ваш", "ты", "твой"}
_DAY = re.compile(
    r"\b(?:сегодня|завтра|послезавтра|вчера|утром|вечером|днём|днем|ночью|\d{1,2}[:.]\d{2}|\d{1,2}\s+(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*|"
    r"(?:в|во|на|за)\s+(?:понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье|выходные|праздники)|на\s+выходных|к\s+\d|до\s+\d|"
    r"(?:до|с|со|после|от)\s+(?:конца|начала|середины|понедельника|вторника|среды|четверга|пятницы|субботы|воскресенья|выходных|праздников|утра|вечера|обеда|"
    r"полудня|полуночи|ночи|весны|лета|осени|зимы|нового\s+года|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)|"
    r"(?:к|ко)\s+(?:концу|началу|середине|понедельнику|вторнику|среде|четвергу|пятнице|субботе|воскресенью|выходным|праздникам|вечеру|утру|обеду|ночи|весне|лету|осени|зиме|"
    r"новому\s+году|январю|февралю|марту|апрелю|маю|июню|июлю|августу|сентябрю|октябрю|ноябрю|декабрю)|весной|летом|осенью|зимой|"
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
_FIGURE = re.compile(r"\d")
SHORTEST, GREETING = 6, 4
SHINGLE, ALIKE = 4, 0.6


def answer(text: Text) -> Iterator[RawFinding]:
    """Findings for what an answer lacks, each at the sentence where it should be."""
    sentences = [sentence for sentence in text.sentences if sentence.length]
    if not sentences:
        return
    stock = list(_boilerplate(text))
    yield from stock
    nothing = _says_nothing(text, stock)
    if nothing:
        message = "Ответ ни о чём: одна вежливость. Скажите, что сделано или будет сделано, кем и к какому дню."
        yield _lack("A02", sentences[-1], "error", message)
    if text.length < SHORTEST:
        return
    first, last = sentences[0], sentences[-1]
    if not _greeted(text):
        yield _lack("A01", first, "warning", "Обратитесь к человеку: «Анна, здравствуйте», «вы», «ваш двор».")
    denied, asked, day = (pattern.search(text.source) for pattern in (_WHY_NOT, _ASKS, _DAY))
    deeds = [sentence for sentence in sentences if _deed(sentence)]
    if not nothing and not deeds and not denied and not asked:
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


def unsaid(source: str) -> frozenset[str]:
    """Rules A02, A03, A04 that a text of fewer than `SHORTEST` words breaks; empty for longer texts.

    `answer` reports nothing for such texts, as few words may be enough; that does not mean that they say who and when.
    """
    if len(source.split()) >= 2 * SHORTEST or (text := Text(source)).length >= SHORTEST:
        return frozenset()
    if _WHY_NOT.search(source) or _ASKS.search(source):
        return frozenset()
    says = {"A02": any(map(_deed, text.sentences)), "A03": _who(text), "A04": bool(_DAY.search(source))}
    return frozenset(rule for rule, is_said in says.items() if not is_said)


def _says_nothing(text: Text, stock: Sequence[RawFinding]) -> bool:
    """Whether each sentence is a greeting, thanks, boilerplate or a verb without an action, and not
    all are greetings.
    """
    kinds = [_courtesy(text, sentence, stock) for sentence in text.sentences if sentence.length]
    return None not in kinds and "empty" in kinds


def _courtesy(text: Text, sentence: Sentence, stock: Sequence[RawFinding]) -> str | None:
    """ "greeting" or "empty"; None for a sentence with content."""
    source = text.source[sentence.start : sentence.end]
    if _DAY.search(source) or _WHY_NOT.search(source) or _ASKS.search(source) or _FIGURE.search(source):
        return None
    stock = stock[bisect_left(stock, sentence.start, key=_start) : bisect_left(stock, sentence.end, key=_start)]
    own = [word for word in sentence.words if not any(finding.start <= word.start < finding.end for finding in stock)]
    if any(_deeds(word) for word in own):
        return None
    if len(own) < len(sentence.words) or any(_dictionary_form(word) in listed("answers", "empty") for word in own):
        return "empty"
    return "greeting" if sentence.length <= GREETING and _GREETED.match(source) else None


def _start(finding: RawFinding) -> int:
    return finding.start


def _deeds(word: Word) -> bool:
    finite = word.feats.get("VerbForm") in {"Fin", "Inf"} or word.feats.get("Variant") == "Short"
    return (
        word.pos == "VERB"
        and finite
        and _dictionary_form(word) not in listed("answers", "empty") | {"быть", "здравствовать"}
    )


def _dictionary_form(word: Word) -> str:
    return word.lemma + "ся" * (word.low.endswith(("ся", "сь")) and not word.lemma.endswith("ся"))


def _lack(rule: str, sentence: Sentence, severity: Severity, message: str) -> RawFinding:
    return RawFinding(rule, sentence.start, sentence.end, severity, message, family="form")


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
    """Whether a doer is named: «мы», a first-person verb, or a nominative subject with its verb."""
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


def _boilerplate(text: Text) -> Iterator[RawFinding]:
    for sentence in text.sentences:
        at = 0
        while at < len(sentence.words):
            found = _stock().at(sentence.words, at)
            if not found:
                at += 1
                continue
            past, entry = found[0]
            start, end = sentence.words[at].start, sentence.words[past - 1].end
            yield RawFinding(
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
    """Two answers, by index, that share `share` (0…1) of their four-word sequences."""

    first: int
    second: int
    share: float


def copied(answers: Sequence[str]) -> list[Copy]:
    """Pairs of answers that are one text with other names; chance similarity stays below 0.6."""
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
