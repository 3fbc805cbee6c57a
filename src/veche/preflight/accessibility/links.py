"""A5: links. One a post; the words beside it say where it leads."""

import re
from collections.abc import Iterator

from veche.preflight.finding import KindFinding

LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>«»()\[\]]{2,500}|(?<![\w@.])(?:[a-zа-яё0-9-]{2,40}\.){1,3}(?:ru|рф"
    r"|com|org|su|net|me|cc|info|gov|online|site)(?:/[^\s<>«»()\[\]]*)?(?![\w@])",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(r"\[([^\]\n]{1,200})\]\((?:https?://|/|www\.)[^)\s]+\)")
_VK = re.compile(r"\[(?:club|public|id)\d+\|[^\]]*\]")
_PLACES = (
    r"(?:здесь|тут|сюда|по\s+(?:этой\s+)?ссылке(?:\s+ниже)?|ссылк[аеиу]\s+(?:ниже|в\s+(?:шапке"
    r"|описании|профиле|комментари\w+))|на\s+сайте\s+по\s+ссылке|ниже)"
)
_VAGUE_SUBJECT = (
    r"(?:подробн\w+|детали|больше\s+информации|вся\s+информация|информация|узнать\s+(?:больше"
    r"|подробнее)|узнайте\s+(?:больше|подробнее)|подробности\s+и\s+\w+|читать|читайте|читай|смотреть"
    r"|смотрите|смотри|далее|читать\s+далее|продолжение|остальное|всё|все|полный\s+текст)"
)
_ACTION = (
    r"(?:жми(?:те)?|жмите|кликай(?:те)?|клик(?:ните|ни)?|нажми(?:те)?|нажимай(?:те)?|тыкай(?:те)?"
    r"|переходи(?:те)?|перейди(?:те)?|пройди(?:те)?|заходи(?:те)?)"
)
_VAGUE = (
    re.compile(rf"\b{_ACTION}\s{{1,3}}(?:на\s{{1,3}}(?:эту\s{{1,3}})?ссылку|{_PLACES})", re.IGNORECASE),
    re.compile(rf"\b{_VAGUE_SUBJECT}(?:\s{{1,3}}можно)?[\s—–:-]{{1,3}}{_PLACES}(?!\w)", re.IGNORECASE),
    re.compile(r"\bпо\s{1,3}ссылке\s{1,3}(?:ниже|в\s{1,3}(?:шапке|описании|профиле|комментари\w+))", re.IGNORECASE),
    re.compile(
        r"(?:^|[.!?…\n]\s{0,3})(?:вот\s{1,3})?(?:ссылка|ссылочка|линк|тыц|сюда|здесь|тут|по\s{1,3}ссылке"
        r"|ссылка\s{1,3}ниже)\s{0,3}(?::|—|–|👉|👇|⬇️?|➡️?|→){0,3}\s{0,3}(?=https?://|www\.|$|\n)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:жми|кликай|кликни|нажимай|нажми|тыкай|переходи|перейди)(?:те)?\s{0,3}(?::|👉|👇|⬇️?|➡️?|→){0,3}\s{0,3}(?=https?://|www\.)",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:click here|read more|learn more)\b|\bчитать\s{1,3}далее\b", re.IGNORECASE),
)
_VAGUE_LABEL = re.compile(
    rf"\s*(?:{_PLACES}|{_VAGUE_SUBJECT}|ссылка|эта\s+ссылка|link|here|click here"
    rf"|{_ACTION}(?:\s+{_PLACES})?|{_VAGUE_SUBJECT}\s+{_PLACES}|тыц|сайт)\s*\W*",
    re.IGNORECASE,
)


def links(text: str) -> Iterator[KindFinding]:
    bare = _VK.sub(lambda one: " " * len(one.group()), text)
    labelled = list(_MARKDOWN.finditer(bare))
    covered = [(one.start(), one.end()) for one in labelled]
    shown = [one for one in LINK.finditer(bare) if not any(start <= one.start() < end for start, end in covered)]
    vague = [*(one.span(1) for one in labelled if _VAGUE_LABEL.fullmatch(one[1])), *_vague_words(bare, covered)]
    vague = vague or _unexplained(bare, shown)
    if vague:
        start, end = min(vague)
        yield KindFinding(
            "A5",
            start,
            end,
            "warning",
            f"«{_short(text[start:end])}»: не видно, куда ведёт ссылка. Назовите, что по ней: «Расписание катка: …».",
        )
    places = sorted([*covered, *(one.span() for one in shown)])
    if len({_address(bare[start:end]) for start, end in places}) > 1:
        start, end = places[1]
        yield KindFinding(
            "A5", start, end, "warning", f"Ссылок {len(places)}, хватит одной: остальное дайте на той странице."
        )


def _address(said: str) -> str:
    return re.sub(r"^.*\(|\)$|^https?://|^www\.|[/.,;:!?]+$", "", said).lower()


def _short(said: str) -> str:
    one_line = " ".join(said.split())
    return one_line if len(one_line) < 60 else one_line[:59] + "…"


def _vague_words(text: str, covered: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found = []
    for pattern in _VAGUE:
        for one in pattern.finditer(text):
            said = one.group()
            start = one.start() + len(said) - len(said.lstrip(" \n.!?…"))
            if not any(a <= start < b for a, b in covered) and not _place_of_city(text, one):
                found.append((start, one.start() + len(said.rstrip())))
    return found


def _place_of_city(text: str, one: re.Match[str]) -> bool:
    """Whether «здесь» and «тут» are a place of the city: no link or sign for one follows in the line."""
    said = one.group().lower()
    if (
        "ссылк" in said
        or re.search(r"click|read|learn|линк|тыц", said)
        or said.lstrip(" \n.!?").startswith(("жми", "клик", "тык"))
    ):
        return False
    line = text[one.end() :].partition("\n")[0]
    following = text[one.end() :].lstrip()[:12]
    return not (
        LINK.search(line)
        or following.startswith(("http", "www"))
        or re.match(r"\s*(?:👇|👉|⬇|➡|→|:)", text[one.end() :])
    )


def _unexplained(text: str, shown: list[re.Match[str]]) -> list[tuple[int, int]]:
    """A link alone on its line after a finished sentence."""
    found = []
    for one in shown:
        start = text.rfind("\n", 0, one.start()) + 1
        line = text[start:].partition("\n")[0]
        if line.strip(" \t👉👇➡️→🔗—–-") not in {one.group(), one.group().rstrip(".,")}:
            continue
        before = text[:start].rstrip()
        if not before or (
            before[-1] not in ":—–👇"
            and not re.search(r"(?:по ссылке|на сайте|здесь|тут|странице)\W*$", before.lower())
        ):
            found.append(one.span())
    return found[:1]
