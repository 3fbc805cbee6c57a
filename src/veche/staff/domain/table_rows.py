"""Rows of a table of departments and people, as the file has them. What they would do: `table_plan.py`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from veche.documents.read import Reader, read_table
from veche.documents.table import Row, Sheet, Table, UnreadableTable
from veche.documents.write import workbook
from veche.staff.enums import Role

MOST_ROWS = 1000
# Headings by field, the one of the template first.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "department": ("отдел", "подразделение", "орган"),
    "topics": ("за что отвечает", "темы"),
    "above": ("кому подчиняется",),
    "name": ("должность или имя", "должность", "имя", "фио", "сотрудник", "кто"),
    "email": ("рабочая почта", "почта", "e-mail", "email", "электронная почта"),
    "role": ("роль",),
}
REQUIRED = ("department", "email", "role")
_SAMPLES = (
    (
        "Отдел ЖКХ",
        "дворы, тепло, вода",
        "Заместитель Главы по ЖКХ",
        "Главный специалист",
        "zhkh@example.org",
        "куратор отдела",
    ),
    ("", "", "", "Заместитель Главы по ЖКХ", "deputy@example.org", "заместитель Главы"),
)


@dataclass(frozen=True, slots=True)
class TableRow:
    """Texts of one row. `number`: of the line in the file; `flaw`: why the row cannot be taken as it is."""

    number: int
    department: str = ""
    topics: str = ""
    above: str = ""
    name: str = ""
    email: str = ""
    role: str = ""
    flaw: str = ""

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class StaffRows:
    rows: tuple[TableRow, ...]
    has_macros: bool


def read_staff_table(content: bytes, *, read: Reader = read_table) -> StaffRows:
    """Rows below the heading, without blank ones. Raises `UnreadableTable` with a sentence for a person. `read`: for a
    page `read_apart`."""
    table = read(content)
    sheet, heading, columns = _heading(table)
    found = tuple(_row(row, columns) for row in sheet.filled() if row.number > heading)
    if not found:
        raise UnreadableTable("Под заголовком нет ни одной строки. Заполните таблицу и загрузите снова.")
    if len(found) > MOST_ROWS:
        raise UnreadableTable(f"В таблице больше {MOST_ROWS} строк. Разделите её на части.")
    return StaffRows(found, table.has_macros)


def template() -> bytes:
    """An XLSX to fill in: headings with two samples, and a sheet with the names of roles."""
    headings = [names[0].capitalize() for names in HEADINGS.values()]
    roles = [("Роль",), *((role.label,) for role in Role)]
    return workbook([("Люди и отделы", [headings, *_SAMPLES]), ("Роли", roles)])


def rows_from_json(stored: list[dict[str, object]]) -> list[TableRow]:
    known = {one.name for one in fields(TableRow)}
    return [TableRow(**{name: value for name, value in row.items() if name in known}) for row in stored]  # type: ignore[arg-type]


def _heading(table: Table) -> tuple[Sheet, int, dict[str, int]]:
    """The first sheet and row with the needed headings, and the column of each field."""
    for sheet in table.sheets:
        for row in sheet.filled():
            columns = _columns(row)
            if "email" in columns or "department" in columns:
                return sheet, row.number, columns
    names = ", ".join(f"«{HEADINGS[name][0].capitalize()}»" for name in REQUIRED)
    raise UnreadableTable(f"В таблице нет заголовка. Нужны столбцы {names}: возьмите наш образец.")


def _columns(row: Row) -> dict[str, int]:
    words = {name: field for field, names in HEADINGS.items() for name in names}
    found: dict[str, int] = {}
    for column, cell in enumerate(row.cells):
        field = words.get(" ".join(cell.text.casefold().split()))
        if field:
            found.setdefault(field, column)
    return found


def _row(row: Row, columns: Mapping[str, int]) -> TableRow:
    cells = {field: row.cell(column) for field, column in columns.items()}
    texts = {field: " ".join(cell.text.split()) for field, cell in cells.items()}
    flaw = "Строка в таблице скрыта. Покажите её или удалите." if row.hidden else ""
    for field, cell in cells.items():
        if cell.formula_without_value:
            flaw = f"В столбце «{HEADINGS[field][0].capitalize()}» формула без значения. Впишите само значение."
    return TableRow(row.number, **texts, flaw=flaw)
