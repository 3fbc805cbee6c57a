"""Events written as text: each line is an event, a heading, or left out with a reason."""

import datetime as dt
from datetime import date
from time import process_time

import pytest

from veche.plan.reading.outcome import Period, Reason, WarningKind
from veche.plan.reading.text import read_text

PERIOD = Period(today=date(2026, 12, 1))
TWELFTH, AT_TWO = date(2026, 12, 12), dt.time(14)

PLACED = {
    "12 декабря, 14:00 — открытие катка, парк Победы": (TWELFTH, AT_TWO, "открытие катка", "парк Победы"),
    "сб, 12.12 в 14.00 - Открытие катка (парк Победы)": (TWELFTH, AT_TWO, "Открытие катка", "парк Победы"),
    "12.12.2026 14:00 Планёрка у Главы": (TWELFTH, AT_TWO, "Планёрка у Главы", ""),
    "1. 12 декабря – Встреча с детьми, школьниками и врачами": (
        TWELFTH,
        None,
        "Встреча с детьми, школьниками и врачами",
        "",
    ),
    "Открытие ёлки 12 декабря в 14:00, площадь Ленина": (TWELFTH, AT_TWO, "Открытие ёлки", "площадь Ленина"),
    "Концерт, ДК «Тракторостроитель», 12 декабря, 14:00": (TWELFTH, AT_TWO, "Концерт", "ДК «Тракторостроитель»"),
    "12 декабря; 14:00; Открытие сквера; ул. Ленина, 5": (TWELFTH, AT_TWO, "Открытие сквера", "ул. Ленина, 5"),
    "12 декабря – 100 лет школе № 5": (TWELFTH, None, "100 лет школе № 5", ""),
    "12 декабря в 14 часов приём по пункту 1.2, кабинет 5": (TWELFTH, AT_TWO, "приём по пункту 1.2", "кабинет 5"),
    "12 декабря 2026 г., 14:00 Итоги года": (TWELFTH, AT_TWO, "Итоги года", ""),
    "3 января, 14:00 ёлка. Место: зал администрации": (date(2027, 1, 3), AT_TWO, "ёлка", "зал администрации"),
}
LEFT_OUT = {
    "31 июня — праздник": Reason.IMPOSSIBLE_DATE,
    "в течение месяца — субботники": Reason.NO_EXACT_DATE,
    "12–14 декабря — ярмарка": Reason.NO_EXACT_DATE,
    "Приём граждан каждый вторник": Reason.NO_EXACT_DATE,
    "Собрать подписи": Reason.NO_DATE,
    "Среда, 14:00 — планёрка": Reason.NO_EXACT_DATE,
    "Концерт в субботу": Reason.NO_EXACT_DATE,
    "27 ноября — прошло": Reason.PAST_DATE,
    "Отменено: 16 декабря — забег": Reason.CANCELLED,
    "16 декабря, 18:00": Reason.NO_TITLE,
    "Начальник отдела ______": Reason.NOT_AN_ITEM,
}


@pytest.mark.parametrize("line", PLACED)
def test_a_line_with_a_day_is_an_event(line: str):
    found = read_text(line, period=PERIOD)

    assert [(one.date, one.time, one.title, one.place) for one in found.rows] == [PLACED[line]]
    assert (found.unplaced, found.warnings) == ([], [])


@pytest.mark.parametrize("line", LEFT_OUT)
def test_a_line_without_one_is_explained(line: str):
    found = read_text(line, period=PERIOD)

    assert (found.rows, [one.reason for one in found.unplaced]) == ([], [LEFT_OUT[line]])


def test_lines_take_the_day_and_the_year_of_a_heading():
    found = read_text(
        "План на январь 2028 года\n\nПонедельник, 10 января\n10:00 Планёрка\n- 12.00 — приём\n11 января\nВыезд\n"
        "Глава вручит ключи",
        period=PERIOD,
    )

    tenth, eleventh = date(2028, 1, 10), date(2028, 1, 11)
    assert [(one.row, one.date, one.time, one.title) for one in found.rows] == [
        (4, tenth, dt.time(10), "Планёрка"),
        (5, tenth, dt.time(12), "приём"),
        (7, eleventh, None, "Выезд"),
        (8, eleventh, None, "Глава вручит ключи"),
    ]
    assert [one.reason for one in found.unplaced] == [Reason.NOT_AN_ITEM] * 3


def test_what_a_person_should_check_is_named():
    text = f"пятница, 12 декабря — каток\n19 декабря, 25:99 — забег\n20 декабря {'о' * 201}"
    found = read_text(text, period=PERIOD)

    assert [one.row for one in found.rows] == [1, 2, 3]
    assert [(one.row, one.kind) for one in found.warnings] == [
        (1, WarningKind.WEEKDAY_MISMATCH),
        (2, WarningKind.BAD_TIME),
        (3, WarningKind.TOO_LONG),
    ]


def test_a_long_line_of_brackets_takes_no_minutes():
    """While a pattern is matched no other thread of the site runs."""
    begun = process_time()
    found = read_text("(" * 50_000, period=PERIOD)

    assert ([one.row for one in found.unplaced], process_time() - begun < 10) == ([1], True)
