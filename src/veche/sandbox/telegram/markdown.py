"""MarkdownV2 of «Formatting options» without quotations, with the errors of the published server."""

import re

from veche.sandbox.telegram.markup import Marked, Span, cannot_parse

_MARKS = (("__", "underline"), ("||", "spoiler"), ("*", "bold"), ("_", "italic"), ("~", "strikethrough"))
_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")


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
            name = "link" if mark == "[" else kind
            offset = len(self.source[:position].encode())
            raise cannot_parse(f"Can't find end of {name.capitalize()} entity at byte offset {offset}")
        return Marked("".join(self.out), tuple(self.spans))

    def _step(self) -> None:
        rest = self.source[self.position :]
        if rest[0] == "\\" and len(rest) > 1 and ord(rest[1]) < 127:
            self._write(rest[1], 2)
        elif rest.startswith("```"):
            self._code("```", "pre")
        elif rest[0] == "`":
            self._code("`", "code")
        elif rest[0] == "[":
            self.open.append(("[", "link", len(self.out), self.position))
            self.position += 1
        elif rest[0] == "]" and self.open and self.open[-1][0] == "[":
            self._link()
        elif mark := next((mark for mark, _ in _MARKS if rest.startswith(mark)), None):
            self._toggle(mark)
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
        inside = re.sub(r"\\([`\\])", r"\1", self.source[self.position + len(mark) : end])
        begin = len(self.out)
        self.out.extend(inside)
        self.spans.append(Span(kind, begin, len(self.out)))
        self.position = end + len(mark)

    def _link(self) -> None:
        target = re.compile(r"\]\(((?:\\.|[^)\\])*)\)").match(self.source, self.position)
        _, _, begin, position = self.open.pop()
        if target is None:
            offset = len(self.source[:position].encode())
            raise cannot_parse(f"Can't find end of a URL at byte offset {offset}")
        url = re.sub(r"\\(.)", r"\1", target[1])
        self.spans.append(Span("text_link", begin, len(self.out), {"url": url}))
        self.position = target.end()


def parse_markdown(source: str) -> Marked:
    """MarkdownV2 without quotations; raises the 400 of a reserved character or an entity without an end."""
    return _Markdown(source).parse()
