"""Texts as the network keeps them: marked up, trimmed, measured in UTF-16 units."""

import re
from dataclasses import dataclass, replace
from typing import Any

from veche.sandbox.telegram.errors import bad_request
from veche.sandbox.telegram.html import parse_html
from veche.sandbox.telegram.markdown import parse_markdown
from veche.sandbox.telegram.markup import Marked, Span

MAX_TEXT = 4096
MAX_CAPTION = 1024
_MAX_BYTES = 32768

_CONTROLS = {code: " " for code in range(32) if chr(code) != "\n"}

_SEEN = {
    "url": re.compile(r"https?://[^\s<>«»\"]+[^\s<>«»\".,;:!?)\]]"),
    "hashtag": re.compile(r"(?<!\w)#\w*[^\W\d]\w*"),
    "mention": re.compile(r"(?<!\w)@[A-Za-z]\w{3,31}\b"),
    "email": re.compile(r"(?<![\w.])[\w.+-]+@[\w-]+\.[\w.-]*\w"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """`entities` are ready for JSON, offsets and lengths in UTF-16 units."""

    text: str
    entities: tuple[dict[str, Any], ...] = ()


def units(text: str) -> int:
    """Length in UTF-16 code units, the unit of all limits and offsets of this network."""
    return len(text.encode("utf-16-le")) // 2


def format_text(text: str, parse_mode: str, entities: Any) -> Text:
    """Parse the markup (or take the given entities), trim, and find links and hashtags as the network does."""
    if len(text.encode()) > _MAX_BYTES:
        raise bad_request("text is too long")
    mode = parse_mode.lower()
    if text and mode and mode != "none":
        if mode not in {"html", "markdownv2"}:
            raise bad_request("unsupported parse_mode")
        marked = parse_html(text) if mode == "html" else parse_markdown(text)
    else:
        marked = Marked(text, _given(text, entities))
    return _finish(marked)


def message_text(text: str, parse_mode: str, entities: Any) -> Text:
    if not text:
        raise bad_request("message text is empty")
    ready = format_text(text, parse_mode, entities)
    if not ready.text:
        raise bad_request("text must be non-empty")
    if units(ready.text) > MAX_TEXT:
        raise bad_request("message is too long")
    return ready


def caption(text: str, parse_mode: str, entities: Any) -> Text:
    ready = format_text(text, parse_mode, entities)
    if units(ready.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return ready


def _given(text: str, entities: Any) -> tuple[Span, ...]:
    """Entities of the caller come in UTF-16 units; spans inside here are in characters."""
    if not isinstance(entities, list):
        return ()
    return tuple(span for entity in entities if (span := _span(text, entity)))


def _span(text: str, entity: Any) -> Span | None:
    if not isinstance(entity, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    for name in ("offset", "length", "type"):
        if name not in entity:
            raise bad_request(f"can't parse MessageEntity: Can't find field \"{name}\"")
    wide = text.encode("utf-16-le")
    begin, end = _number(entity, "offset"), _number(entity, "offset") + _number(entity, "length")
    if begin < 0 or end <= begin or end * 2 > len(wide):
        return None
    start = len(wide[: begin * 2].decode("utf-16-le", "ignore"))
    stop = len(wide[: end * 2].decode("utf-16-le", "ignore"))
    extra = {name: value for name, value in entity.items() if name not in {"offset", "length", "type"}}
    return Span(str(entity["type"]), start, stop, extra)


def _number(entity: dict[str, Any], name: str) -> int:
    value = entity[name]
    if isinstance(value, bool) or not isinstance(value, int):
        raise bad_request(f'can\'t parse MessageEntity: field "{name}" must be of type Number')
    return value


def _finish(marked: Marked) -> Text:
    text = marked.text.replace("\r", "")
    if text != marked.text:
        marked = Marked(text, _without_returns(marked))
    text = text.translate(_CONTROLS)
    left = len(text) - len(text.lstrip())
    trimmed = text.strip()
    spans = [_moved(span, left, len(trimmed)) for span in marked.spans]
    spans = [span for span in spans if span.begin < span.end]
    spans += _found(trimmed, spans)
    spans.sort(key=lambda span: (span.begin, -span.end))
    return Text(trimmed, tuple(_entity(trimmed, span) for span in spans))


def _without_returns(marked: Marked) -> tuple[Span, ...]:
    def at(position: int) -> int:
        return position - marked.text.count("\r", 0, position)

    return tuple(replace(span, begin=at(span.begin), end=at(span.end)) for span in marked.spans)


def _moved(span: Span, left: int, length: int) -> Span:
    return replace(span, begin=max(0, span.begin - left), end=min(length, span.end - left))


def _found(text: str, spans: list[Span]) -> list[Span]:
    """Links, hashtags, mentions and addresses that nobody marked."""
    taken = [(span.begin, span.end) for span in spans if span.kind in {"text_link", "code", "pre", *_SEEN}]
    found = []
    for kind, pattern in _SEEN.items():
        for match in pattern.finditer(text):
            if all(match.end() <= begin or match.start() >= end for begin, end in taken):
                taken.append(match.span())
                found.append(Span(kind, *match.span()))
    return found


def _entity(text: str, span: Span) -> dict[str, Any]:
    place = {"offset": units(text[: span.begin]), "length": units(text[span.begin : span.end])}
    return {"type": span.kind, **place, **span.extra}
