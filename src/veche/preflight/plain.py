"""A text as it is read: without zero-width characters and stress marks, which would cut a name in two."""

import re
import unicodedata
from collections.abc import Sequence

# «й» and «ё» may be written as two characters; other marks over letters are left out.
_HIDDEN = re.compile("[\u00ad\u0300-\u036f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_JOINED = {("и", "\u0306"): "й", ("И", "\u0306"): "Й", ("е", "\u0308"): "ё", ("Е", "\u0308"): "Ё"}


class PlainText:
    """`text`: what is read; `span_in_source`: where a part of it stands in the source."""

    def __init__(self, source: str) -> None:
        self.text = source
        self._places: Sequence[int] = range(len(source))
        if _HIDDEN.search(source):
            kept = [at for at, sign in enumerate(source) if not _HIDDEN.match(sign)]
            self.text = "".join(_composed(source, at) for at in kept)
            self._places = kept

    def span_in_source(self, start: int, end: int) -> tuple[int, int]:
        """Marks behind the last letter belong to it."""
        if not end:
            return 0, 0
        past = self._places[end] if end < len(self._places) and start < end else self._places[end - 1] + 1
        first = self._places[start] if start < len(self._places) else past
        return first, max(first, past)


def _composed(source: str, at: int) -> str:
    mark = source[at + 1 : at + 2]
    return _JOINED.get((source[at], mark), source[at]) if unicodedata.combining(mark or "a") else source[at]
