"""Whether a mention is already marked as the law asks: «признан иностранным агентом», «деятельность запрещена», «*»."""

import re
from collections.abc import Sequence

from veche.preflight.law.mentions import Mention
from veche.preflight.registers.entry import Entry

BEFORE, AFTER = 160, 260
# More mentions of one entry are not read: the time per text is bounded.
MOST = 20
_LISTED = (
    r"(?:признан\w*|объявлен\w*|включ[её]нн?\w*|внес[её]нн?\w*|отнес[её]нн?\w*|внесли|признали|входит"
    r"|входящ\w+|состоит|находится)[^.;()\n]{0,90}?"
)
_FORBIDDEN = (
    r"запрещ[её]нн?\w*\s+(?:в|на|судом|решением|российск\w+|рф|организаци\w+|движени\w+|групп\w+|террорист\w+"
    r"|экстремист\w+|сообществ\w+)|(?:деятельност\w+|организаци\w+|движение|она|он|которая|которое)[^.;()\n]{0,60}?запрещ[её]н\w*"
    r"|\(\s*запрещ[её]н\w*|ликвидирован\w+[^.;()\n]{0,40}?(?:суд|решени|запрет|запрещ)"
    r"|под запретом|запрещ[её]н\w*\s*\)|,\s*запрещ[её]н\w*"
)
_LABELS = {
    "foreign_agent": re.compile(
        rf"иностранн\w+[\s-]+агент\w*|иноагент\w*|ин\.\s?агент\w*|{_LISTED}реестр\w*\s+иностранн\w+", re.IGNORECASE
    ),
    "extremist": re.compile(rf"{_LISTED}экстремист\w+|{_FORBIDDEN}", re.IGNORECASE),
    "terrorist": re.compile(rf"{_LISTED}террорист\w+|{_FORBIDDEN}", re.IGNORECASE),
    "undesirable": re.compile(
        rf"{_LISTED}нежелательн\w+|нежелательн\w+\s+(?:организаци\w+|в\s+росс\w+|на\s+территории)|{_FORBIDDEN}",
        re.IGNORECASE,
    ),
}
_DENIED = re.compile(
    r"\bне\s+(?:\w+\s+){0,2}$|\bне\s+(?:явля|призна|включ|внес|значит|входит|состоит|был)\w*[^.;\n]{0,40}$",
    re.IGNORECASE,
)
_PLURAL = re.compile(
    r"\b(?:признаны|внесены|включены|объявлены|запрещены|оба|обе|все|иностранными агентами|иноагентами|иноагенты)\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?…]\s+(?=[«\"(]?[А-ЯЁA-Z*])|\n")
_INITIAL = re.compile(r"(?:^|[\s(«])[А-ЯЁ]$")
_MARK = re.compile(r"[»\"”)]?\s?(\*{1,4}|[¹²³⁴†‡]|\[\d{1,2}\]|\(\d\))")


def unmarked(text: str, found: Sequence[Mention]) -> list[Mention]:
    """The first mention of each entry, unless one of its mentions is marked."""
    by_entry: dict[Entry, list[Mention]] = {}
    for one in found:
        by_entry.setdefault(one.entry, []).append(one)
    return [
        same[0] for same in by_entry.values() if not any(_is_marked(text, one, found[:MOST]) for one in same[:MOST])
    ]


def _is_marked(text: str, one: Mention, found: Sequence[Mention]) -> bool:
    label = _LABELS[one.entry.kind]
    return _has_note(text, one, label) or _beside(text, one, found, label)


def _has_note(text: str, one: Mention, label: re.Pattern[str]) -> bool:
    """Whether a sign after the name leads to a note with the label."""
    mark = _MARK.match(text, one.end)
    if mark is None:
        return False
    sign = re.escape(mark[1])
    notes = re.finditer(
        rf"(?:(?:^|\n|[.;]\s*){sign}|{sign})\s?[^\n*]{{3,400}}",
        text[: one.start] + " " * (mark.end() - one.start) + text[mark.end() :],
    )
    return any(label.search(note.group()) for note in notes)


def _beside(text: str, one: Mention, found: Sequence[Mention], label: re.Pattern[str]) -> bool:
    """Whether the sentence marks this mention and not only another one in it."""
    start, end = _sentence(text, one)
    for match in label.finditer(text, start, end):
        if one.start <= match.start() and match.end() <= one.end:
            continue
        if _DENIED.search(text[max(start, match.start() - 60) : match.start() + 1]) or _DENIED.search(
            match.group()[:20]
        ):
            continue
        others = [other for other in found if other.entry != one.entry and start <= other.start < end]
        if (
            not others
            or _PLURAL.search(match.group())
            or _PLURAL.search(text[max(start, match.start() - 40) : match.end() + 10])
        ):
            return True
        if _nearest(match, one, others):
            return True
    return False


def _nearest(match: re.Match[str], one: Mention, others: Sequence[Mention]) -> bool:
    """Whether the label belongs to this mention: the last one before it, else the first one after it."""
    everyone = sorted([one, *others], key=lambda mention: mention.start)
    before = [mention for mention in everyone if mention.end <= match.start()]
    return (before[-1] if before else everyone[0]) is one


def _sentence(text: str, one: Mention) -> tuple[int, int]:
    """The span of the sentence around a mention, bounded; a stop after an initial does not end it."""
    low, high = max(0, one.start - BEFORE), min(len(text), one.end + AFTER)
    stops = [
        stop
        for stop in _STOP.finditer(text, low, high)
        if not _INITIAL.search(text[max(0, stop.start() - 2) : stop.start()])
    ]
    start = max((stop.end() for stop in stops if stop.end() <= one.start), default=low)
    end = min((stop.start() + 1 for stop in stops if stop.start() >= one.end), default=high)
    # A remark in brackets after the stop, or a sentence that goes on about the same: «(признан …)», «Он признан …».
    following = re.match(
        r"\s*(?:\([^()\n]{5,200}\)|(?:Он|Она|Оно|Организация|Движение|Фонд)\s[^.\n]{5,200})", text[end:]
    )
    return start, end + following.end() if following else end
