r"""Texts labelled by hand for the engine `style`: spans that a careful editor of a city's page would underline.

`official.txt`, `live.txt`: posts and answers; each begins after a line «=== kind», the file is the label.
`mild_official_HALF.txt`, `dry_live_HALF.txt`: posts of two people who had seen neither the rules nor each other's
texts; HALF is `fitting` or `reporting`. Nothing may be fitted on the reporting ones, and no rule changed while looking
at them. `sentences.txt`: a text a line, in sections «== rule». A span is in brackets with its rule, spans may be
nested: `[R01:В целях] уборки`; `[R02|R05:…]` is one fault that either rule may report; `[?R10:…]` may be reported or
not. `replacements.txt`: `words [marked] => good | as good`; a dash means that nothing may be offered there. In these
two «\n» is a line break, «//» begins a remark.

Of all others every second text of a section belongs to the half for fitting weights, the rest is only reported.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

type Half = Literal["fitting", "reporting"]

FOLDER = Path(__file__).parent
_MARK = re.compile(r"\[(\??)(R\d\d(?:\|R\d\d)*):|\]")


class _Placed(Protocol):
    @property
    def section(self) -> str: ...

    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Post:
    section: str
    label: Literal["official", "live"]
    text: str

    @property
    def form(self) -> Literal["post", "answer"]:
        return "answer" if self.section == "answer" else "post"


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` breaks one of `rules`; if not `sure`, it may be found or not."""

    start: int
    end: int
    rules: tuple[str, ...]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Sentence:
    section: str
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """`text[start:end]` may become one of `accepted`; if empty, nothing may be offered."""

    section: str
    text: str
    start: int
    end: int
    accepted: tuple[str, ...]


def posts() -> list[Post]:
    return [Post(section, "official", text) for section, text in _posts("official")] + [
        Post(section, "live", text) for section, text in _posts("live")
    ]


def blind_posts(half: Half) -> list[Post]:
    """The mild official and the dry live posts of one half."""
    return [Post(section, "official", text) for section, text in _posts(f"mild_official_{half}")] + [
        Post(section, "live", text) for section, text in _posts(f"dry_live_{half}")
    ]


def sentences() -> list[Sentence]:
    return [Sentence(section, *unmarked(line)) for section, line in _lines("sentences")]


def cases() -> list[Case]:
    return [_case(section, line) for section, line in _lines("replacements")]


def halves[Item: _Placed](items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """The half for fitting and the half for reporting."""
    seen: dict[str, int] = {}
    parts: tuple[list[Item], list[Item]] = ([], [])
    for item in items:
        number = seen[item.section] = seen.get(item.section, -1) + 1
        parts[number % 2].append(item)
    return parts


def unmarked(line: str) -> tuple[str, tuple[Span, ...]]:
    """The text without marks, and their positions."""
    text, at = "", 0
    opened: list[tuple[int, re.Match[str]]] = []
    spans: list[Span] = []
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        at = mark.end()
        if mark.group(2):
            opened.append((len(text), mark))
            continue
        start, opening = opened.pop()
        spans.append(Span(start, len(text), tuple(opening.group(2).split("|")), sure=not opening.group(1)))
    if opened:
        raise ValueError(f"a span is not closed: {line}")
    return text + line[at:], tuple(sorted(spans, key=lambda span: (span.start, -span.end)))


def _case(section: str, line: str) -> Case:
    marked, accepted = line.split(" => ")
    before, rest = marked.split("[")
    inside, after = rest.split("]")
    good = () if accepted == "-" else tuple(accepted.split(" | "))
    return Case(section, before + inside + after, len(before), len(before) + len(inside), good)


def _posts(name: str) -> Iterator[tuple[str, str]]:
    parts = re.split(r"^=== (\w+)\n", (FOLDER / f"{name}.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
    yield from ((section, text.strip()) for section, text in zip(parts[1::2], parts[2::2], strict=True))


def _lines(name: str) -> Iterator[tuple[str, str]]:
    section = ""
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("\n"):
        if line.startswith("== "):
            section = line[3:]
        elif line and not line.startswith("//"):
            yield section, line.replace("\\n", "\n")
