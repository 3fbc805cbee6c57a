"""Extract the text of a .docx file. Dangerous files (macros, zip bombs) are refused before opening."""

import zipfile
from io import BytesIO

LARGEST = 50_000_000


class NotReadable(Exception):
    """The file cannot be read. The text is Russian: why not, what to do."""


def docx_text(raw: bytes) -> str:
    """One line per paragraph, and per table row with tabs. Raises NotReadable."""
    _refuse_dangerous(raw)
    from docx import Document  # noqa: PLC0415 -- slow, and only a .docx needs it
    from docx.table import Table  # noqa: PLC0415 -- as above

    try:
        lines: list[str] = []
        for block in Document(BytesIO(raw)).iter_inner_content():
            if isinstance(block, Table):
                lines += ["\t".join(cell.text.replace("\n", " ") for cell in row.cells) for row in block.rows]
            else:
                lines.append(block.text)
    except Exception as error:  # broken documents raise many kinds of exceptions
        raise NotReadable("Документ повреждён: Word его откроет и сохранит заново.") from error
    return "\n".join(lines)


def _refuse_dangerous(raw: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise NotReadable("Это не .docx, хотя так назван. Сохраните документ в Word заново.") from error
    if any("vbaproject" in member.filename.lower() for member in members):
        raise NotReadable("В документе есть макросы, его не открываем. Сохраните его в Word как .docx без макросов.")
    if sum(member.file_size for member in members) > LARGEST:
        raise NotReadable("Документ слишком велик. Скопируйте из него текст в .txt.")
