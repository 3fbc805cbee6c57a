"""MarkdownV2 of «Formatting options» without quotations, with the errors of the published server."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from veche_sandbox.telegram.markup import Marked, Span, cannot_parse, date_time

_MARKS = (("__", "underline"), ("||", "spoiler"), ("*", "bold"), ("_", "italic"), ("~", "strikethrough"))
_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")


def _titled(name: str) -> str:
    return "".join(word.capitalize() for word in name.split())


class _Markdown:
    def __init__(self, source: str) -> None:
        self.source = source
        self.out: list[str] = []
        self.open: list[tuple[str, str, int, int]] = []
        self.spans: list[Span] = []
        self.position = 0

    def parse(self) -> Marked:
        while self.position < len(self.source):
            self._step()
        if self.open:
            mark, kind, _, position = self.open[-1]
            name = "link" if mark == "[" else "custom emoji" if mark == "![" else kind
            offset = len(self.source[:position].encode())
            raise cannot_parse(f"Can't find end of {_titled(name)} entity at byte offset {offset}")
        return Marked("".join(self.out), tuple(self.spans))

    def _step(self) -> None:
        rest = self.source[self.position :]
        if rest[0] == "\\" and len(rest) > 1 and ord(rest[1]) < 127:
            self._write(rest[1], 2)
        elif rest.startswith("```"):
            self._code("```", "pre")
        elif rest[0] == "`":
            self._code("`", "code")
        elif rest.startswith(("[", "![")):
            mark = "![" if rest[0] == "!" else "["
            self.open.append((mark, "link", len(self.out), self.position))
            self.position += len(mark)
        elif rest[0] == "]" and self.open and self.open[-1][0] in ("[", "!["):
            self._link()
        elif toggle := next((mark for mark, _ in _MARKS if rest.startswith(mark)), None):
            self._toggle(toggle)
        elif rest[0] in _RESERVED:
            raise cannot_parse(f"Character '{rest[0]}' is reserved and must be escaped with the preceding '\\'")
        else:
            self._write(rest[0], 1)

    def _write(self, text: str, step: int) -> None:
        self.out.extend(text)
        self.position += step

    def _toggle(self, mark: str) -> None:
        kind = dict(_MARKS)[mark]
        if self.open and self.open[-1][0] == mark:
            begin = self.open.pop()[2]
            if begin < len(self.out):
                self.spans.append(Span(kind, begin, len(self.out)))
        else:
            self.open.append((mark, kind, len(self.out), self.position))
        self.position += len(mark)

    def _code(self, mark: str, kind: str) -> None:
        end = self.source.find(mark, self.position + len(mark))
        if end < 0:
            offset = len(self.source[: self.position].encode())
            name = "Pre" if kind == "pre" else "Code"
            raise cannot_parse(f"Can't find end of {name} entity at byte offset {offset}")
        extra, inside = _language(self.source[self.position + len(mark) : end], kind)
        begin = len(self.out)
        self.out.extend(re.sub(r"\\([`\\])", r"\1", inside))
        self.spans.append(Span(kind, begin, len(self.out), extra))
        self.position = end + len(mark)

    def _link(self) -> None:
        target = re.compile(r"\]\(((?:\\.|[^)\\])*)\)").match(self.source, self.position)
        mark, _, begin, position = self.open.pop()
        if target is None:
            offset = len(self.source[:position].encode())
            raise cannot_parse(f"Can't find end of a URL at byte offset {offset}")
        url = re.sub(r"\\(.)", r"\1", target[1])
        kind, extra = ("text_link", {"url": url}) if mark == "[" else _picture(url)
        self.spans.append(Span(kind, begin, len(self.out), extra))
        self.position = target.end()


def _language(inside: str, kind: str) -> tuple[dict[str, str], str]:
    """The language after ``` up to the first white space, and the rest without its first line break."""
    if kind != "pre":
        return {}, inside
    named = re.match(r"[^\s`]+(?=\s)", inside)
    rest = inside[named.end() :] if named else inside
    return {"language": named[0]} if named else {}, re.sub(r"\A\r?\n", "", rest)


def _picture(url: str) -> tuple[str, dict[str, Any]]:
    """`![👍](tg://emoji?id=…)` and `![завтра](tg://time?unix=…&format=…)`."""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    if parts.scheme != "tg" or parts.netloc not in ("emoji", "time"):
        raise cannot_parse("Custom emoji URL must have scheme tg")
    if parts.netloc == "time":
        return "date_time", date_time(asked.get("unix", ""), asked.get("format", ""))
    number = asked.get("id", "")
    if not number.isascii() or not number.isdigit():
        raise cannot_parse("Invalid custom emoji identifier specified")
    return "custom_emoji", {"custom_emoji_id": number}


def parse_markdown(source: str) -> Marked:
    """Parse a text. Raises 400 for a reserved character or an entity without an end."""
    return _Markdown(source).parse()
