"""Read a table of any known kind; the kind is judged by content, never by the file's name."""

from collections.abc import Callable

from veche.documents.delimited import read_delimited
from veche.documents.table import MOST_BYTES, Table, UnreadableTable
from veche.documents.xlsx import read_xlsx
from veche.kernel.files import MEGABYTE

type Reader = Callable[[bytes], Table]

_ZIP = b"PK\x03\x04"
# A compound file: either an encrypted workbook or Excel's format of before 2007.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_table(content: bytes, *, workbook: Reader = read_xlsx) -> Table:
    """Raises `UnreadableTable` with a sentence that says what to do. `workbook`: reads an XLSX; on a page a process of
    its own does (`apart`)."""
    if not content:
        raise UnreadableTable("Файл пустой.")
    if len(content) > MOST_BYTES:
        raise UnreadableTable(f"Файл больше {MOST_BYTES // MEGABYTE} МБ. Оставьте в нём только нужный лист.")
    if content.startswith(_COMPOUND):
        raise UnreadableTable(_of_a_compound_file(content))
    return workbook(content) if content.startswith(_ZIP) else read_delimited(content)


def _of_a_compound_file(content: bytes) -> str:
    if _ENCRYPTED in content:
        return "Таблица закрыта паролем. Снимите пароль и загрузите её снова."
    return "Это таблица старого Excel (XLS). Сохраните её как XLSX и загрузите снова."
