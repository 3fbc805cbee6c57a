"""Rows of a table from «Инцидент» or ПОС, as the file has them. What each would do: `exchange_plan.py`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from veche.documents.headed import Headed, below_heading, flaw_of, text_of
from veche.documents.read import Reader, read_table
from veche.documents.table import Cell, Row
from veche.kernel.strict_json import strict_converter

MOST_ROWS = 1_000
_JSON = strict_converter()
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
    headed = below_heading(read(content), HEADINGS, is_heading=_is_heading, missing=NO_HEADING, most=MOST_ROWS)
    return [_row(one, headed, zone) for one in headed.rows]


def _is_heading(columns: Mapping[str, int]) -> bool:
    return "number" in columns and len(columns) > 1


def rows_from_json(stored: list[dict[str, object]]) -> list[ExchangeRow]:
    return [_JSON.structure(one, ExchangeRow) for one in stored]


def _row(row: Row, headed: Headed, zone: str) -> ExchangeRow:
    said = {field: text_of(row, headed, field) for field in LONGEST}
    due, wrong = _due(row.cell(headed.columns["due"]), zone) if "due" in headed.columns else ("", False)
    flaw = flaw_of(row, headed, HEADINGS) or _flaw(said, wrong=wrong)
    return ExchangeRow(row.number, due=due, **said, flaw=flaw)


def _flaw(said: Mapping[str, str], *, wrong: bool) -> str:
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
