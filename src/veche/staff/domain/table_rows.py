"""Rows of a table of departments and people, as the file has them. What they would do: `table_plan.py`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from veche.documents.headed import Headed, below_heading, flaw_of, text_of
from veche.documents.read import Reader, read_table
from veche.documents.table import Row
from veche.documents.write import workbook
from veche.kernel.strict_json import strict_converter
from veche.staff.enums import Role

MOST_ROWS = 1000
_JSON = strict_converter()
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
_MISSING = (
    f"В таблице нет заголовка. Нужны столбцы {', '.join(f'«{HEADINGS[name][0].capitalize()}»' for name in REQUIRED)}: "
    "возьмите наш образец."
)
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
    headed = below_heading(table, HEADINGS, is_heading=_is_heading, missing=_MISSING, most=MOST_ROWS)
    return StaffRows(tuple(_row(row, headed) for row in headed.rows), table.has_macros)


def _is_heading(columns: Mapping[str, int]) -> bool:
    return "email" in columns or "department" in columns


def template() -> bytes:
    """An XLSX to fill in: headings with two samples, and a sheet with the names of roles."""
    headings = [names[0].capitalize() for names in HEADINGS.values()]
    roles = [("Роль",), *((role.label,) for role in Role)]
    return workbook([("Люди и отделы", [headings, *_SAMPLES]), ("Роли", roles)])


def rows_from_json(stored: list[dict[str, object]]) -> list[TableRow]:
    return [_JSON.structure(row, TableRow) for row in stored]


def _row(row: Row, headed: Headed) -> TableRow:
    return TableRow(
        row.number, **{field: text_of(row, headed, field) for field in HEADINGS}, flaw=flaw_of(row, headed, HEADINGS)
    )
