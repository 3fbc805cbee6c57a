"""Texts as the network stores them: parsed markup, trimmed, measured in UTF-16 units."""

from dataclasses import dataclass, replace
from typing import Any

from veche_sandbox.blank import is_blank
from veche_sandbox.telegram.auto_entities import FOUND, find_entities
from veche_sandbox.telegram.errors import bad_request
from veche_sandbox.telegram.former_markdown import parse_former_markdown
from veche_sandbox.telegram.html import parse_html
from veche_sandbox.telegram.markdown import parse_markdown
from veche_sandbox.telegram.markup import Marked, Span

MAX_TEXT = 4096
MAX_CAPTION = 1024
_MAX_BYTES = 32768

KINDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(FOUND, ()),
    **dict.fromkeys(("bold", "italic", "underline", "strikethrough", "spoiler", "code"), ()),
    **dict.fromkeys(("blockquote", "expandable_blockquote"), ()),
    "pre": ("language",),
    "text_link": ("url",),
    "text_mention": ("user",),
    "custom_emoji": ("custom_emoji_id",),
    "date_time": ("unix_time", "date_time_format"),
}
"""«MessageEntity»: the types, and the fields that each has besides its place."""

MODES = {"html": parse_html, "markdownv2": parse_markdown, "markdown": parse_former_markdown}

_CONTROLS = {code: " " for code in range(32) if chr(code) != "\n"}


@dataclass(frozen=True, slots=True)
class Text:
    """`entities`: as JSON, offsets and lengths in UTF-16 units."""

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
        if mode not in MODES:
            raise bad_request("unsupported parse_mode")
        marked = MODES[mode](text)
    else:
        marked = Marked(text, _given(text, entities))
    return _finish(marked)


def found_in(text: str) -> list[dict[str, Any]]:
    """The entities of a text typed by a person."""
    return [_entity(text, span) for span in sorted(find_entities(text, []), key=lambda span: span.begin)]


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
    """The caller's entities, converted from UTF-16 units to characters."""
    if not isinstance(entities, list):
        return ()
    return tuple(span for entity in entities if (span := _span(text, entity)))


def _span(text: str, entity: Any) -> Span | None:
    """One entity; None for kinds that the network finds by itself. The texts of the refusals were observed."""
    if not isinstance(entity, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    for name in ("offset", "length", "type"):
        if name not in entity:
            raise bad_request(f"can't parse MessageEntity: Can't find field \"{name}\"")
    offset, length = _number(entity, "offset"), _number(entity, "length")
    if entity["type"] not in KINDS:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    begin, end = _characters(text, offset, length)
    if entity["type"] in FOUND:
        return None
    extra = {name: entity[name] for name in KINDS[entity["type"]] if entity.get(name) is not None}
    return Span(entity["type"], begin, end, extra)


def _characters(text: str, offset: int, length: int) -> tuple[int, int]:
    wide = text.encode("utf-16-le")
    if offset < 0:
        raise bad_request(f"receive an entity with incorrect offset {offset}")
    if length < 0:
        raise bad_request(f"receive an entity with incorrect length {length}")
    if offset * 2 > len(wide):
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
    end = offset + length
    if end * 2 > len(wide):
        said = f"entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {end}"
        raise bad_request(said)
    return len(wide[: offset * 2].decode("utf-16-le", "ignore")), len(wide[: end * 2].decode("utf-16-le", "ignore"))


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
    spans += find_entities(trimmed, spans)
    spans.sort(key=lambda span: (span.begin, -span.end))
    if is_blank(trimmed):
        return Text("")
    return Text(trimmed, tuple(_entity(trimmed, span) for span in spans))


def _without_returns(marked: Marked) -> tuple[Span, ...]:
    def at(position: int) -> int:
        return position - marked.text.count("\r", 0, position)

    return tuple(replace(span, begin=at(span.begin), end=at(span.end)) for span in marked.spans)


def _moved(span: Span, left: int, length: int) -> Span:
    return replace(span, begin=max(0, span.begin - left), end=min(length, span.end - left))


def _entity(text: str, span: Span) -> dict[str, Any]:
    place = {"offset": units(text[: span.begin]), "length": units(text[span.begin : span.end])}
    return {"type": span.kind, **place, **span.extra}
