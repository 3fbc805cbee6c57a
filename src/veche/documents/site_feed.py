"""News of a site: feeds in RSS 0.9 to 2.0 and Atom. Entities of a document are refused, so it cannot expand."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from veche.kernel.files import MEGABYTE

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_BYTES = 5 * MEGABYTE
# Feeds of city sites hold 10 to 100 entries.
MOST_ENTRIES = 300
MOST_TITLE, MOST_SUMMARY, MOST_LINK, MOST_ID = 200, 1500, 500, 1000
_BEGINS = re.compile(rb"<(?:rss|feed|(?:\w+:)?RDF)[\s>]", re.IGNORECASE)
# How far into the document its first element may stand: behind the declaration, a style sheet and comments.
_HEAD = 4096
_BROKEN = "Лента новостей повреждена. Покажите этот ответ тому, кто ведёт сайт."
_UNSAFE = "В ленте новостей есть подстановки (ENTITY), читать такое опасно. Покажите это тому, кто ведёт сайт."
# Tags that part words; others stand within them: «<b>Д</b>ом».
_BLOCKS = frozenset(
    {"p", "br", "div", "li", "ul", "ol", "td", "tr", "table", "h1", "h2", "h3", "h4", "blockquote", "img"}
)
_DATES = ("pubDate", "published", "date", "updated", "issued")
_SUMMARIES = ("description", "summary", "content", "encoded")


class UnreadableFeed(Exception):
    """The content is not a feed that can be read. The message is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """`id`: by which an edited entry is known again. `published`: None if no date can be read. Texts are plain."""

    id: str
    title: str
    link: str
    summary: str
    published: datetime | None


def is_feed(content: bytes) -> bool:
    return _BEGINS.search(content[:_HEAD]) is not None


def read_feed(content: bytes, *, zone: str) -> tuple[FeedEntry, ...]:
    """Entries in the order of the feed, each id once. `zone`: of dates that name none. Raises `UnreadableFeed`."""
    if len(content) > MOST_BYTES:
        raise UnreadableFeed(f"Лента новостей больше {MOST_BYTES // MEGABYTE} МБ.")
    try:
        root = fromstring(content)
    except DefusedXmlException as error:
        raise UnreadableFeed(_UNSAFE) from error
    except (ParseError, ValueError, LookupError) as error:  # broken, or of an unknown encoding
        raise UnreadableFeed(_BROKEN) from error
    found: dict[str, FeedEntry] = {}
    for element in _entries(root):
        if entry := _entry(element, zone):
            found.setdefault(entry.id, entry)
        if len(found) >= MOST_ENTRIES:
            break
    return tuple(found.values())


def _entries(root: "Element") -> Iterator["Element"]:
    """In the order of the feed, without those within others: the words of each would be read once for each level."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if _name(element) in ("item", "entry"):
            yield element
        else:
            waiting.extend(reversed(element))


def plain(text: str) -> str:
    """Words of a text that may be HTML."""
    reader = _Words()
    reader.feed(text)
    reader.close()
    return " ".join("".join(reader.words).split())


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.is_code = False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 -- the library's signature
        self.is_code = tag in ("script", "style")
        self.words.append(" " if tag in _BLOCKS else "")

    def handle_endtag(self, tag: str) -> None:
        self.is_code = False
        self.words.append(" " if tag in _BLOCKS else "")

    def handle_data(self, data: str) -> None:
        if not self.is_code:
            self.words.append(data)


def _entry(element: "Element", zone: str) -> FeedEntry | None:
    """None for an entry without words."""
    title = plain(_first(element, ("title",)))
    summary = plain(_first(element, _SUMMARIES))
    if not title and not summary:
        return None
    link = _link(element)
    about = next((text for name, text in element.attrib.items() if name.endswith("}about")), "")
    known = _first(element, ("guid", "id")) or about or link or title or summary
    return FeedEntry(
        id=known[:MOST_ID],
        title=(title or summary)[:MOST_TITLE],
        link=link,
        summary=summary[:MOST_SUMMARY],
        published=_moment(_first(element, _DATES), zone),
    )


def _link(element: "Element") -> str:
    """The address of the entry's page; "" for one that is no web address."""
    for child in element:
        if _name(child) == "link" and child.get("rel", "alternate") == "alternate":
            link = (child.get("href") or child.text or "").strip()
            if link.startswith(("https://", "http://")) and len(link) <= MOST_LINK:
                return link
    return ""


def _first(element: "Element", names: tuple[str, ...]) -> str:
    """The text of the first child of these names, in their order, that has one."""
    said = {_name(child): "".join(child.itertext()).strip() for child in reversed(element)}
    return next((said[name] for name in names if said.get(name)), "")


def _name(element: "Element") -> str:
    """Without its namespace."""
    return element.tag.rpartition("}")[2]


def _moment(text: str, zone: str) -> datetime | None:
    """ISO 8601, which Atom uses, or RFC 822, which RSS does. A moment without a zone is the city's."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        with suppress(ValueError, TypeError, IndexError, OverflowError):
            moment = read(text)
            return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    return None
