"""Limits of texts, and the HTML of `format: html`."""

from html.parser import HTMLParser
from typing import Any

MOST = 4000
_TAGS = {
    "b": "strong",
    "strong": "strong",
    "i": "emphasized",
    "em": "emphasized",
    "s": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "code": "monospaced",
    "pre": "monospaced",
    "mark": "highlighted",
    "h1": "heading",
    "blockquote": "quote",
    "a": "link",
}


def units(text: str) -> int:
    """The length in UTF-16 units. MAX documents no unit for 4000; this is the stricter reading."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class _Reader(HTMLParser):
    """Converts known tags to markup; unknown ones are dropped with their attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.markup: list[dict[str, Any]] = []
        self._open: list[tuple[str, int, dict[str, Any]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        more = {"url": dict(attrs).get("href") or ""} if tag == "a" else {}
        if tag in _TAGS:
            self._open.append((tag, units(self.text), more))

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self._open) - 1, -1, -1):
            name, begin, more = self._open[index]
            if name == tag:
                del self._open[index]
                self.markup.append({"type": _TAGS[tag], "from": begin, "length": units(self.text) - begin, **more})
                return

    def handle_data(self, data: str) -> None:
        self.text += data


def marked_up(text: str, kind: str) -> tuple[str, list[dict[str, Any]]]:
    """The text and its markup. Markdown is kept as typed: the sandbox does not parse it."""
    if kind != "html":
        return text, []
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.text, sorted((one for one in reader.markup if one["length"]), key=lambda one: one["from"])
