"""Write a table as DOCX on landscape A4, with the block of who approves it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from veche.documents.write import printable

# MIME type.
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MARGIN_CM = 1.5
_WIDTH_CM = 29.7 - 2 * _MARGIN_CM
_SIZE_PT = 9


@dataclass(frozen=True, slots=True)
class Paper:
    """`approval`: lines at the upper right, «УТВЕРЖДАЮ» first; `widths`: shares of the page's width, by column."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    approval: Sequence[str] = ()


def docx(paper: Paper) -> bytes:
    """The heading row repeats on each page; a row is not divided between two."""
    from docx import Document  # noqa: PLC0415 -- slow import
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.shared import Cm, Pt  # noqa: PLC0415

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.orientation = WD_ORIENT.LANDSCAPE
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Cm(_MARGIN_CM))
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = "Liberation Serif", Pt(_SIZE_PT)
    for line in paper.approval:
        _paragraph(document, line, indent=Cm(_WIDTH_CM * 0.65))
    _paragraph(document, paper.title, bold=True, centred=True)
    _table(document, paper)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _paragraph(document: Any, text: str, *, bold: bool = False, centred: bool = False, indent: Any = None) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(printable(text)).bold = bold
    paragraph.paragraph_format.left_indent = indent
    paragraph.alignment = 1 if centred else 0


def _table(document: Any, paper: Paper) -> None:
    from docx.shared import Cm  # noqa: PLC0415

    table = document.add_table(rows=0, cols=len(paper.header), style="Table Grid")
    table.autofit = False
    whole = sum(paper.widths)
    widths = [Cm(_WIDTH_CM * share / whole) for share in paper.widths]
    for number, row in enumerate([paper.header, *paper.rows]):
        made = table.add_row()
        _mark(made, "w:cantSplit")
        for cell, text, width in zip(made.cells, row, widths, strict=True):
            cell.width = width
            cell.paragraphs[0].add_run(printable(text)).bold = number == 0
    _mark(table.rows[0], "w:tblHeader")


def _mark(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415

    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 -- python-docx has no public way
