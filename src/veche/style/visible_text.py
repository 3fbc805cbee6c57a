"""The visible text: invisible characters and Markdown would hide words from the rules."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace

from veche.style.finding import RawFinding

_INVISIBLE = "\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
# A fast check: most texts have none of these.
_SUSPECT = re.compile(rf"[{_INVISIBLE}\u200d*_]")
# A joiner between emoji makes one picture; it is removed only between letters.
_HIDDEN = re.compile(
    rf"(?P<invisible>[{_INVISIBLE}]|(?<=\w)\u200d(?=\w))|"
    r"(?<![\w*])\*{1,3}(?=[\w«\"(])|(?<=[\w»\").,!?:…])\*{1,3}(?![\w*])|(?<!\w)_{1,2}(?=[^\W_]|[«\"(])|(?<=[^\W_])_{1,2}(?!\w)"
)


class VisibleText:
    """`text`: `source` without hidden characters. `to_source` maps a finding to the source."""

    def __init__(self, source: str) -> None:
        self._marks: list[int] = []
        self._places: list[int] | None = None
        self.text = source
        hidden = list(_HIDDEN.finditer(source)) if _SUSPECT.search(source) else []
        if hidden:
            away = {at for one in hidden for at in range(one.start(), one.end())}
            self._marks = [one.start() for one in hidden if not one.group("invisible")]
            self._places = [at for at in range(len(source)) if at not in away]
            self.text = "".join(source[at] for at in self._places)

    def to_source(self, finding: RawFinding) -> RawFinding:
        """The finding in the source. A replacement that would remove one of a pair of Markdown marks is dropped."""
        if self._places is None:
            return finding
        if self._marked(finding):
            finding = replace(finding.bare, replacement=None)
        return replace(finding, start=self._places[finding.start], end=self._places[finding.end - 1] + 1, core=None)

    def span_in_source(self, start: int, end: int) -> tuple[int, int]:
        """The place in the source of `text[start:end]`."""
        if self._places is None or not self._places:
            return start, end
        first = self._places[start] if start < len(self._places) else self._places[-1] + 1
        return first, self._places[end - 1] + 1 if end else first

    def _marked(self, finding: RawFinding) -> bool:
        places = self._places or []
        return bisect_right(self._marks, places[finding.start]) < bisect_left(self._marks, places[finding.end - 1])
