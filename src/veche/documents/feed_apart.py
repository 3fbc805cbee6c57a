"""Read a feed of news by a process of its own with limits of memory and time: a stranger's site has written it."""

from datetime import datetime

from veche.documents.apart import TOO_LONG, in_process
from veche.documents.site_feed import FeedEntry, UnreadableFeed
from veche.documents.table import TOO_LARGE, UnreadableTable
from veche.kernel.files import MEGABYTE

# A feed of 5 MB, the largest that is accepted, takes 1 s and 40 MB; the same of a million elements 9 s and 150 MB.
SECONDS, MEMORY = 20, 512 * MEGABYTE
_WORDS = dict.fromkeys(
    (TOO_LONG, TOO_LARGE), "Лента новостей читается слишком долго. Покажите это тому, кто ведёт сайт."
)


def read_feed_apart(content: bytes, *, zone: str, seconds: float = SECONDS) -> tuple[FeedEntry, ...]:
    """As `read_feed`; also raises `UnreadableFeed` for what takes too much memory or time."""
    try:
        said = in_process("veche.documents.feed_process", content, zone, seconds=seconds, memory=MEMORY)
    except UnreadableTable as refused:
        raise UnreadableFeed(_WORDS.get(str(refused), str(refused))) from refused
    return tuple(_entry(**one) for one in said["entries"])


def _entry(published: str | None, **texts: str) -> FeedEntry:
    return FeedEntry(**texts, published=datetime.fromisoformat(published) if published else None)
