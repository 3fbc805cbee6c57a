"""HTML of «Formatting options», with the errors of the published server (offsets in bytes of UTF-8)."""

import re
from dataclasses import dataclass
from typing import Any

from veche_sandbox.telegram.markup import Marked, Span, cannot_parse, date_time

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));?")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")


def _decoded(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return _ENTITIES.get(name, match[0])
    number = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else match[0]


def unescape(text: str) -> str:
    """Replace the network's four named entities and numeric ones; all others stay."""
    return _ENTITY.sub(_decoded, text)


def as_address(url: str) -> str:
    """The address with http:// if it has no scheme."""
    return url if re.match(r"(https?|tg|ftp)://|mailto:|tel:", url) else f"http://{url}"


@dataclass(slots=True)
class _Open:
    tag: str
    begin: int
    attributes: dict[str, str]


class _Html:
    def __init__(self, source: str) -> None:
        self.source = source
        self.out: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.spans: list[Span] = []

    def parse(self) -> Marked:
        position = 0
        while position < len(self.source):
            tag = self.source.find("<", position)
            self._write(unescape(self.source[position : tag if tag >= 0 else None]))
            if tag < 0:
                break
            position = self._end_tag(tag) if self.source.startswith("</", tag) else self._start_tag(tag)
        if self.open:
            raise cannot_parse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return Marked("".join(self.out), tuple(self.spans))

    def _write(self, text: str) -> None:
        self.out.append(text)
        self.length += len(text)

    def _offset(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _start_tag(self, position: int) -> int:
        name = re.compile(r"[^\s>]*").match(self.source, position + 1)
        tag = name[0].lower() if name else ""
        if tag not in _TAGS:
            raise cannot_parse(f'Unsupported start tag "{tag}" at byte offset {self._offset(position)}')
        end = self.source.find(">", position)
        if end < 0:
            raise cannot_parse(f"Unclosed start tag at byte offset {self._offset(position)}")
        inside = self.source[position + 1 + len(tag) : end]
        attributes = {
            match[1].lower(): unescape(match[2] or match[3] or match[4] or "") for match in _ATTRIBUTE.finditer(inside)
        }
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {self._offset(position)}')
        self.open.append(_Open(tag, self.length, attributes))
        return end + 1

    def _end_tag(self, position: int) -> int:
        offset = self._offset(position)
        end = self.source.find(">", position)
        if end < 0:
            raise cannot_parse(f"Unclosed end tag at byte offset {offset}")
        tag = self.source[position + 2 : end].strip().lower()
        if not self.open:
            raise cannot_parse(f"Unexpected end tag at byte offset {offset}")
        begun = self.open.pop()
        if tag and tag != begun.tag:
            found = f'expected "</{begun.tag}>", found "</{tag}>"'
            raise cannot_parse(f"Unmatched end tag at byte offset {offset}, {found}")
        self._close(begun)
        return end + 1

    def _close(self, begun: _Open) -> None:
        if begun.begin == self.length:
            return
        kind = _TAGS[begun.tag]
        if kind == "blockquote" and "expandable" in begun.attributes:
            kind = "expandable_blockquote"
        self.spans.append(Span(kind, begun.begin, self.length, self._said(begun)))

    def _said(self, begun: _Open) -> dict[str, Any]:
        """The additional fields of this kind of entity."""
        match begun.tag:
            case "a":
                return {"url": self._address(begun)}
            case "tg-emoji":
                return {"custom_emoji_id": begun.attributes.get("emoji-id", "")}
            case "tg-time":
                return date_time(begun.attributes.get("unix", ""), begun.attributes.get("format", ""))
            case "pre":
                return self._language(begun)
            case "code":
                return self._named_language(begun)
        return {}

    def _address(self, begun: _Open) -> str:
        return as_address(begun.attributes.get("href") or "".join(self.out)[begun.begin :])

    def _named_language(self, begun: _Open) -> dict[str, str]:
        """The language class, which counts only directly inside a «pre»."""
        inside = self.open and self.open[-1].tag == "pre" and self.open[-1].begin == begun.begin
        head, named, language = begun.attributes.get("class", "").partition("language-")
        return {"language": language} if inside and named and not head else {}

    def _language(self, begun: _Open) -> dict[str, str]:
        """The language of a «code» that fills the whole «pre», which is then no entity of its own."""
        last = self.spans[-1] if self.spans else None
        if last is None or last.kind != "code" or (last.begin, last.end) != (begun.begin, self.length):
            return {}
        self.spans.pop()
        return dict(last.extra)


def parse_html(source: str) -> Marked:
    """Parse a text. Raises 400 for an unsupported, unclosed or unmatched tag."""
    return _Html(source).parse()
