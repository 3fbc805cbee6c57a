"""Steps of `veche demo`: IT loads departments and people by a table (XLSX), after a preview of its rows."""

import io
import zipfile
from collections.abc import Sequence
from html import escape

from veche.demo.chain.browser import Browser, NotThere
from veche.demo.chain.sandbox_client import NotProven

DEPARTMENT, CURATOR = "Отдел физкультуры", "sport@example.org"
ROWS = (
    ("Отдел", "За что отвечает", "Должность или имя", "Рабочая почта", "Роль"),
    (DEPARTMENT, "катки и секции", "Главный специалист по спорту", CURATOR, "куратор отдела"),
    (DEPARTMENT, "", "Специалист без почты", "не почта", "куратор отдела"),
)
_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml'
        '.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument'
        '.spreadsheetml.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
        '<sheet name="Люди" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def load_people(it: Browser) -> str:
    """One row is taken, another is refused with its reason; the curator waits with an invitation."""
    page = it.open("/departments/table/")
    file = ("отделы.xlsx", workbook(ROWS), "application/octet-stream")
    preview = it.send(page, page.form("/departments/table/"), files={"table": file}, filled={})
    if "Готово к записи: 1" not in preview.words or "«не почта» не похоже на почту" not in preview.words:
        raise NotProven("предпросмотр не говорит о каждой строке")
    written = it.send(preview, preview.form("/table/write/"), filled={})
    if "Таблицу записали" not in written.words:
        raise NotThere("таблица не записалась")
    if DEPARTMENT not in it.open("/departments/").words:
        raise NotProven("нового отдела нет в списке")
    return "строку записали, другой отказали с причиной"


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """The rows as the first sheet of an XLSX file."""
    lines = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    sheet = (
        f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{lines}</sheetData>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**_PARTS, "xl/worksheets/sheet1.xml": f"{sheet}</worksheet>"}.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return file.getvalue()


def _cell(words: str) -> str:
    return f'<c t="inlineStr"><is><t>{escape(words)}</t></is></c>'
