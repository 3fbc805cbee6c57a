"""The words of a status: servers keep HTML, we compare plain text. And how long a server thinks a text is."""

import re
from html.parser import HTMLParser
from typing import Final

from veche.networks.text import utf16_length

URL_LENGTH: Final = 23
_URL = re.compile(r"https?://\S*[^\s.,;:!?)»\"'\]]")
_REMOTE_MENTION = re.compile(r"(?<![\w/])@(\w+)@[\w.-]+\w")
_LEADING_MENTIONS = re.compile(r"\A\s*(?:@[\w.-]+(?:@[\w.:-]+)?[\s,:]+)+")


def length(text: str, *, per_url: int = URL_LENGTH) -> int:
    """Every address counts as `per_url`, of a mention of another server's person only the name; an emoji for two.

    Mastodon counts an emoji once: ours is never the smaller number.
    """
    text = _REMOTE_MENTION.sub(r"@\1", _URL.sub("x" * per_url, text))
    return utf16_length(text)


def without_mentions(text: str) -> str:
    """Without «@name @name@server» before the words, which an answer begins with so that these people hear of it."""
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
    """Paragraphs are an empty line apart. What a browser hides of a long address is part of the words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.words)
