r"""Comments and messages of residents with the grounds that a moderator would name, written for these measurements.

A file holds `grounds<TAB>text` a line: grounds joined by commas, or `clean`. A line that begins with `# ` names the
kind of the following ones. `\n`, `\t` and `\uXXXX` in a text stand for characters that an editor does not show. The
half depends on the text itself, so that a line never changes its half: rules and thresholds are fitted on `fitting`,
numbers are reported on `reporting`. The files `strangers_*` are by other people, `strangers_second_*` by three more and
`strangers_third_*`, `strangers_fourth_*`, `strangers_fifth_*` and `strangers_sixth_*` by two each, who had seen neither
rules nor lines; the name of the file gives the half.

`personal_data` is another person's, or a number of somebody's documents. A contact of the author, of a seller or of an
office, given so that somebody calls or comes, is clean.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal
from zlib import crc32

GROUNDS = ("obscene", "insult", "threat", "spam", "illegal", "personal_data")
_HERE = Path(__file__).parent
_ESCAPED = re.compile(r"\\(n|t|u[0-9a-fA-F]{4})")


@dataclass(frozen=True, slots=True)
class Line:
    """A line. `grounds`: empty if clean; `file`: the file's name without its suffix."""

    text: str
    grounds: frozenset[str]
    kind: str
    file: str

    @property
    def half(self) -> Literal["fitting", "reporting"]:
        if self.file.startswith("strangers"):
            return "fitting" if self.file.endswith("fitting") else "reporting"
        return "fitting" if crc32(self.text.encode()) % 2 else "reporting"


@cache
def lines() -> tuple[Line, ...]:
    """All lines of the set, by file."""
    return tuple(line for path in sorted(_HERE.glob("*.tsv")) for line in _read(path))


def half(name: Literal["fitting", "reporting"]) -> list[Line]:
    return [line for line in lines() if line.half == name]


@cache
def exam() -> tuple[Line, ...]:
    """Lines of the seventh author, measured after the rules were final. Nothing is ever fitted on them."""
    return tuple(_read(_HERE / "exam" / "seventh.tsv"))


def _read(path: Path) -> Iterator[Line]:
    kind = ""
    for raw in path.read_text(encoding="utf-8").split("\n"):
        if raw.startswith("# "):
            kind = raw[2:]
        elif raw:
            named, text = raw.split("\t", 1)
            grounds = frozenset() if named == "clean" else frozenset(named.split(","))
            yield Line(_ESCAPED.sub(_seen, text), grounds, kind, path.stem)


def _seen(match: re.Match[str]) -> str:
    code = match[1]
    return {"n": "\n", "t": "\t"}.get(code) or chr(int(code[1:], 16))
