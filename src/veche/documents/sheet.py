"""Write a document in parts as PDF on A4."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from veche.documents.pdf import drawn
from veche.documents.write import printable

_LONG_WORD = 60


@dataclass(frozen=True, slots=True)
class Part:
    """`rows`: name and text."""

    title: str
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`lead`: lines under the title."""

    title: str
    lead: Sequence[str]
    parts: Sequence[Part]


def sheet_pdf(sheet: Sheet) -> bytes:
    """Raises `PdfFailed`."""
    parts = [Part(part.title, [(name, _breakable(words)) for name, words in part.rows]) for part in sheet.parts]
    return drawn("sheet.typ", asdict(Sheet(sheet.title, sheet.lead, parts)), failed="PDF не получился.")


def _breakable(words: str) -> str:
    """Without signs that no font has; a word longer than the line, such as an address, may break anywhere."""
    return " ".join("\u200b".join(word) if len(word) > _LONG_WORD else word for word in printable(words).split(" "))
