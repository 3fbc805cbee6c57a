"""Convert a status to plain text for comparison, because servers store HTML; and compute lengths as the server does."""

import re
from html.parser import HTMLParser
from typing import Final

from veche.networks.text import utf16_length

URL_LENGTH: Final = 23
_URL = re.compile(r"https?://\S*[^\s.,;:!?)»\"'\]]")
_REMOTE_MENTION = re.compile(r"(?<![\w/])@(\w+)@[\w.-]+\w")
_LEADING_MENTIONS = re.compile(r"\A\s*(?:@[\w.-]+(?:@[\w.:-]+)?[\s,:]+)+")


def length(text: str, *, per_url: int = URL_LENGTH) -> int:
    """The length with every address counted as `per_url`, a mention of another server's person by the name only, and an
    emoji as two.

    Mastodon counts an emoji as one, so that our number is never smaller.
    """
    text = _REMOTE_MENTION.sub(r"@\1", _URL.sub("x" * per_url, text))
    return utf16_length(text)


def without_mentions(text: str) -> str:
    """Remove «@name @name@server» before the text, with which an answer begins to notify these people."""
    return _LEADING_MENTIONS.sub("", text)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "br":
            self.words.append("\n")
        elif tag in ("p", "li", "blockquote") and self.words:
            self.words.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def words_of(html: str) -> str:
    """The text of a status.

    Paragraphs are separated by an empty line. Parts of a long address that a browser hides are included.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.words)
