"""Rows of a table from «Инцидент» or ПОС, as the file has them. What each would do: `exchange_plan.py`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, time
from zoneinfo import ZoneInfo

from veche.documents.read import Reader, read_table
from veche.documents.table import Cell, Row, Table, UnreadableTable

MOST_ROWS = 1_000
LONGEST = {"number": 60, "text": 4_000, "link": 500, "department": 200}
# Headings by field; nothing about the person who wrote is read.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "number": (
        "номер",
        "№",
        "id",
        "номер инцидента",
        "номер сообщения",
        "номер обращения",
        "id инцидента",
        "id сообщения",
    ),
    "due": ("срок", "срок ответа", "ответить до", "дедлайн", "контрольный срок", "дата контроля"),
    "text": ("текст", "текст сообщения", "сообщение", "содержание", "описание", "суть"),
    "link": ("ссылка", "ссылка на сообщение", "ссылка на комментарий", "url"),
    "department": ("отдел", "исполнитель", "ответственный"),
}
_FORMATS = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")
_LAST_MINUTE = time(23, 59)
NO_HEADING = "В таблице нет столбца с номером. Назовите его «Номер» и загрузите снова."


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """`line`: of the file. `due`: ISO with its zone, or "". `flaw`: why the row cannot be taken."""

    line: int
    number: str = ""
    due: str = ""
    text: str = ""
    link: str = ""
    department: str = ""
    flaw: str = ""

    def as_json(self) -> dict[str, object]:
        return asdict(self)

    @property
    def due_at(self) -> datetime | None:
        return datetime.fromisoformat(self.due) if self.due else None


def read_rows(content: bytes, zone: str, *, read: Reader = read_table) -> list[ExchangeRow]:
    """Rows below the heading, without blank ones. Raises `UnreadableTable`. `read`: for a page `read_apart`."""
    table = read(content)
    rows, columns = _below_heading(table)
    found = [_row(one, columns, zone) for one in rows]
    if not found:
        raise UnreadableTable("Под заголовком нет ни одной строки. Заполните таблицу и загрузите снова.")
    if len(found) > MOST_ROWS:
        raise UnreadableTable(f"В таблице больше {MOST_ROWS} строк. Разделите её на части.")
    return found


def rows_from_json(stored: list[dict[str, object]]) -> list[ExchangeRow]:
    known = {one.name for one in fields(ExchangeRow)}
    return [ExchangeRow(**{name: one[name] for name in one if name in known}) for one in stored]  # type: ignore[arg-type]


def _below_heading(table: Table) -> tuple[list[Row], Mapping[str, int]]:
    for sheet in table.sheets:
        filled = list(sheet.filled())
        for at, row in enumerate(filled):
            columns = _columns(row)
            if "number" in columns and len(columns) > 1:
                return filled[at + 1 :], columns
    raise UnreadableTable(NO_HEADING)


def _columns(row: Row) -> dict[str, int]:
    words = {name: field for field, names in HEADINGS.items() for name in names}
    found: dict[str, int] = {}
    for column, cell in enumerate(row.cells):
        if field := words.get(" ".join(cell.text.casefold().split())):
            found.setdefault(field, column)
    return found


def _row(row: Row, columns: Mapping[str, int], zone: str) -> ExchangeRow:
    cells = {field: row.cell(column) for field, column in columns.items()}
    said = {field: " ".join(cells[field].text.split()) if field in cells else "" for field in LONGEST}
    due, wrong = _due(cells["due"], zone) if "due" in cells else ("", False)
    return ExchangeRow(row.number, due=due, **said, flaw=_flaw(row, cells, said, wrong=wrong))


def _flaw(row: Row, cells: Mapping[str, Cell], said: Mapping[str, str], *, wrong: bool) -> str:
    if row.hidden:
        return "Строка в таблице скрыта. Покажите её или удалите."
    if any(cell.formula_without_value for cell in cells.values()):
        return "В строке формула без значения. Впишите само значение."
    if not said["number"]:
        return "Нет номера."
    if wrong:
        return "Срок не понятен. Напишите его так: 26.11.2026 18:00."
    long = next((field for field, most in LONGEST.items() if len(said[field]) > most), "")
    return f"В столбце «{HEADINGS[long][0].capitalize()}» больше {LONGEST[long]} знаков." if long else ""


def _due(cell: Cell, zone: str) -> tuple[str, bool]:
    """The deadline, of a day without an hour its last minute; whether it cannot be read."""
    if not cell.text:
        return "", False
    moment = cell.value if isinstance(cell.value, datetime) else _parsed(cell.text)
    if moment is None:
        return "", True
    if moment.time() == time():
        moment = datetime.combine(moment, _LAST_MINUTE)
    return moment.replace(tzinfo=ZoneInfo(zone)).isoformat(), False


def _parsed(text: str) -> datetime | None:
    for one in _FORMATS:
        try:
            return datetime.strptime(text, one)  # noqa: DTZ007 -- the zone is the administration's
        except ValueError:
            continue
    return None
