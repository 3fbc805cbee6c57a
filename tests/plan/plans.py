"""Plans as press services keep them, of March of a year: with «Утверждаю», merged cells, days in words, blank rows."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.styles import Font

from veche.kernel.clock import today
from veche.plan.domain.file_rows import FileRow

ZONE = "Asia/Barnaul"
# The next year is ahead on any day.
YEAR = today(ZONE).year + 1
MARCH = 3
DAY = date(YEAR, MARCH, 5)
_WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_TOPICS = (
    "Ремонт дороги на Комсомольской",
    "Вакансии недели",
    "Расписание автобусов на выходные",
    "Субботник во дворах",
    "Паводок: куда звонить",
    "Запись детей в первый класс",
    "Афиша домов культуры",
    "Как передать показания счётчиков",
)


def book(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def month(year: int) -> bytes:
    """62 rows of a month in one table: two a day, the day merged over both, networks as marks."""
    rows: list[list[Any]] = [
        ["", "", "", "УТВЕРЖДАЮ"],
        ["", "", "", "Глава города"],
        ["", "", "", "«___» __________ 20__ г."],
        [],
        [f"Контент-план на март {year} года"],
        ["№", "Дата", "Время", "Тема публикации", "ВК", "ОК", "ТГ", "Формат", "Ответственный", "Примечание"],
    ]
    for number in range(31):
        day = date(year, MARCH, number + 1)
        for half, hour in enumerate((time(10), "18.00")):
            topic = f"{_TOPICS[(2 * number + half) % len(_TOPICS)]}, {number + 1} марта"
            shown = datetime.combine(day, time()) if number % 2 else f"{day.day} марта ({_SHORT[day.weekday()]})"
            marks = ["+", "+", "+" if half else ""]
            rows.append([2 * number + half + 1, "" if half else shown, hour, topic, *marks, "фото", "Отдел культуры"])
    last = len(rows) + 1
    rows += [
        [63, "31 июня", "10:00", "Выпускные: как проехать", "+", "+", "", "текст", "", ""],
        [64, "в течение месяца", "", "Ответы на вопросы жителей", "+", "", "", "текст", "", ""],
        [65, "5 марта", "вечером", "Каток закрывают", "+", "", "", "", "", ""],
        [66, "6 марта", "", "ОТМЕНА Лыжня", "+", "", "", "", "", ""],
        [],
        ["Итого", 66],
        [],
        ["Начальник пресс-службы ____________"],
    ]
    made = book((f"Март {year}", rows))
    sheet = made.worksheets[0]
    sheet.merge_cells("D1:J1")
    sheet.merge_cells("A5:J5")
    for row in range(7, last, 2):
        sheet.merge_cells(start_row=row, end_row=row + 1, start_column=2, end_column=2)
    sheet["A5"].font = Font(bold=True)
    return saved(made)


def by_days(year: int) -> bytes:
    """A heading for each day, a sheet for each half of the month, blank rows between the days."""

    def sheet(days: range) -> list[list[Any]]:
        rows: list[list[Any]] = [["Утверждаю"], [f"План публикаций, март {year}"], ["Время", "О чём", "Куда"], []]
        for number in days:
            day = date(year, MARCH, number)
            rows.append([f"{_WEEKDAYS[day.weekday()].capitalize()}, {number} марта"])
            rows.append(["9-00", f"Доброе утро, {number}-е", "все сети"])
            rows.append(["14:00", f"{_TOPICS[number % len(_TOPICS)]} {number}", "ВКонтакте, Одноклассники"])
            rows.append([])
        return rows

    return saved(book(("1–15 марта", sheet(range(1, 16))), ("16–31 марта", sheet(range(16, 32)))))


def events(year: int) -> bytes:
    """A department's plan: day and hour in one cell as text, the place and who answers, one line without a day."""
    rows: list[list[Any]] = [
        ["Согласовано", "", "", ""],
        ["План мероприятий", "", "", ""],
        ["", "", "", ""],
        ["Дата и время", "Наименование мероприятия", "Место размещения", "Ответственный"],
    ]
    rows += [
        [f"{number:02}.03.{year} в 1{number % 8}:30", f"{_TOPICS[number % 8]} №{number}", "ВК", "ЖКХ"]
        for number in range(1, 31)
    ]
    rows += [["", "", "", ""], ["уточняется", "Встреча с жителями Западного", "ВК; сайт", "ЖКХ"]]
    made = book(("Лист1", rows))
    made.worksheets[0].merge_cells("A2:D2")
    return saved(made)


def file_row(**said: Any) -> FileRow:
    fields: dict[str, Any] = {"sheet": "", "row": 2, "title": "Каток закрывают", "day": DAY, "where": "ВК"}
    return FileRow(**fields | said)
