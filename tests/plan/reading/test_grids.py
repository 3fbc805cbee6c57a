"""Plans kept as a grid: days across, weeks down."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.plan.plans import book, saved
from veche.plan.reading.outcome import ReadPlan
from veche.plan.reading.table import read_plan

TODAY = date(2026, 12, 1)
WEEK = ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота", "Воскресенье")
type Rows = Sequence[Sequence[Any]]


def read(rows: Rows, title: str = "Лист1", change: Callable[[Any], None] | None = None, **bounds: Any) -> ReadPlan:
    made = book((title, rows))
    if change:
        change(made.worksheets[0])
    return read_plan(saved(made), **{"today": TODAY, **bounds})


def placed(found: ReadPlan) -> list[str]:
    return [f"{one.row}: {one.date:%d.%m.%y} {one.title}" for one in found.rows]


def left(found: ReadPlan) -> list[tuple[int, str]]:
    """Without what is no item."""
    return [(one.row, one.reason.value) for one in found.unplaced if one.reason.value != "not_an_item"]


def test_a_month_of_weeks_is_read():
    found = read(
        [
            ("Контент-план на декабрь 2026",),
            WEEK,
            (None, 1, 2, 3, 4, 5, 6),
            (None, "Каток\n14:00 Снег (ВК)", "- Автобус;\n- Кино", "ОТМЕНЕНО: лыжи", None, None, "Ярмарка"),
            (7, 8, 9, 10, 11, 12, 13),
            ("Планёрка", "Приём граждан с 10 до 12", None, None, None, "Перенесено на 15-е: хоккей", None),
            (None, "второй пост дня"),
            (28, 29, 30, 31, 1, 2, 3),
            ("12 месяцев: спектакль", None, None, None, "С Новым годом!"),
            ("Итого: 10",),
        ]
    )

    assert placed(found) == [
        *("4: 01.12.26 Каток", "4: 01.12.26 Снег", "4: 02.12.26 Автобус", "4: 02.12.26 Кино", "4: 06.12.26 Ярмарка"),
        *("6: 07.12.26 Планёрка", "6: 08.12.26 Приём граждан", "6: 15.12.26 хоккей", "7: 08.12.26 второй пост дня"),
        *("9: 28.12.26 12 месяцев: спектакль", "9: 01.01.27 С Новым годом!"),
    ]
    assert [(one.time, one.networks) for one in found.rows[:2]] == [(None, ()), (time(14), ("vk",))]
    assert left(found) == [(4, "cancelled")]
    assert [(one.row, one.part, one.kind.value) for one in found.warnings] == [(6, 2, "moved")]


@pytest.mark.parametrize(
    ("rows", "sheet"),
    [
        ([WEEK, ("30\nСтарое", "1 Каток", "2. Снег", "3\n10:00 Кино", "4", None, None)], "Декабрь 2026"),
        ([WEEK, (*(datetime(2026, 12, day) for day in (1, 2, 3)),), ("Каток", "Снег", "Кино")], "Лист1"),  # noqa: DTZ001
        ([WEEK, (None, "1 декабря\nКаток", "2 декабря: Снег", "3.12 Кино")], "Лист1"),
        ([("Время", "Вт 1.12", "Ср 2.12", "Чт 3.12"), ("", "Каток", "Снег", "Кино")], "Лист1"),
        ([("Вт 1", "Ср 2", "Чт 3"), ("Каток", "Снег", "Кино")], "Декабрь"),
        ([("ВТ", None, "СР", None, "ЧТ"), (1, "Каток", 2, "Снег", 3, "Кино")], "Декабрь"),
        ([WEEK, (None, "Каток", "Снег", "Кино")], "30 ноября – 6 декабря"),
        ([("", *WEEK[1:4]), ("1 неделя", 1, 2, 3), ("", "Каток", "Снег", "Кино")], "12.2026"),
    ],
)
def test_days_stand_above_titles_or_with_them(rows: Rows, sheet: str):
    found = read([[cell or None for cell in row] for row in rows], sheet)

    assert [f"{one.date:%d.%m} {one.title}" for one in found.rows] == ["01.12 Каток", "02.12 Снег", "03.12 Кино"]
    assert left(found) in ([], [(2, "past_date")])


def test_a_month_that_nobody_names_is_the_nearest_whose_weekdays_fit():
    rows = [WEEK, (1, 2, 3, 4, 5, 6, 7), ("Каток",)]

    assert placed(read(rows)) == ["3: 01.02.27 Каток"]
    assert placed(read(rows, first=date(2027, 3, 1))) == ["3: 01.03.27 Каток"]


def test_months_may_stand_below_and_beside_each_other():
    december = [("Декабрь 2026",), WEEK, (28, 29, 30, 31, 1, 2, 3), ("Ёлки",)]
    january = [("Январь 2027",), WEEK, (28, 29, 30, 31, 1, 2, 3), (None, None, None, None, "Утро")]
    beside = [
        ("Декабрь 2026", *[None] * 7, "Январь 2027"),
        (*WEEK, None, *WEEK),
        (28, 29, 30, 31, *[None] * 8, 1, 2, 3),
        ("Ёлки", *[None] * 11, "Утро"),
    ]

    assert placed(read([*december, *january])) == ["4: 28.12.26 Ёлки", "8: 01.01.27 Утро"]
    assert placed(read(beside)) == ["4: 28.12.26 Ёлки", "4: 01.01.27 Утро"]


def test_cells_beside_the_days_tell_hours_networks_and_titles():
    week = ("Пн 7.12", "Вт 8.12", "Ср 9.12")
    found = read(
        [
            *(("Время", *week), ("9:00", "Каток", None, "Снег"), ("ВК, ОК", None, "Кино")),
            *(("Рубрика", *week), ("Вакансии", "+", None, "10:00"), ("Афиша", None, "ТГ")),
        ]
    )

    assert [(one.date.day, one.time, one.title, one.networks) for one in found.rows] == [
        (7, time(9), "Каток", ()),
        (9, time(9), "Снег", ()),
        (8, None, "Кино", ("vk", "ok")),
        (7, None, "Вакансии", ()),
        (9, time(10), "Вакансии", ()),
        (8, None, "Афиша", ("telegram",)),
    ]


def test_a_marked_cell_without_a_day_is_named_after_its_row():
    found = read([("Тема", "Пн", "Вт", "Ср"), ("Каток", "+", None, "10:00")])

    assert [(one.row, one.reason.value, one.text) for one in found.unplaced[1:]] == [
        (2, "no_exact_date", "Каток | +"),
        (2, "no_exact_date", "Каток | 10:00"),
    ]


def test_a_cell_that_cannot_be_placed_has_its_reason():
    def change(sheet: Any) -> None:
        sheet.merge_cells("B3:D3")
        sheet["E3"].font = Font(strike=True)
        sheet.row_dimensions[4].hidden = True

    rows = [
        WEEK,
        (26, 27, 28, 29, 30, 31, None),
        ("Каток", "Фестиваль", None, None, "Зачёркнуто", "Нет такого дня", "Без числа"),
        ("Скрыто",),
    ]
    found = read(rows, "Апрель 2027", change)

    assert placed(found) == ["3: 26.04.27 Каток"]
    assert left(found) == [
        (3, "no_exact_date"),
        (3, "cancelled"),
        (3, "impossible_date"),
        (3, "no_date"),
        (4, "hidden_row"),
    ]
    assert left(read([WEEK, ("Каток",)])) == [(2, "no_exact_date")]
    assert left(read([WEEK, (2, 3, 4), ("Каток",)], "Ноябрь 2026")) == [(3, "past_date")]


def test_a_day_in_the_column_of_another_weekday_is_warned_of():
    found = read([("ПН", "ВТ", "СР"), (7, 8, 10), ("Каток", None, "Снег")], "Декабрь 2026")

    assert placed(found) == ["3: 07.12.26 Каток", "3: 10.12.26 Снег"]
    assert [(one.row, one.part, one.kind.value) for one in found.warnings] == [(3, 1, "weekday_mismatch")]


def test_comments_of_a_day_are_its_items():
    def change(sheet: Any) -> None:
        sheet["A2"].comment = Comment("Каток\n14:00 Снег", "Иванова")
        sheet["B2"].comment = Comment("Фото взять в ЖКХ", "Иванова")

    found = read([WEEK, (7, "8\nКино", 9)], "Декабрь 2026", change)

    assert [(one.date.day, one.title, one.note) for one in found.rows] == [
        (7, "Каток", ""),
        (7, "Снег", ""),
        (8, "Кино", "Фото взять в ЖКХ"),
    ]
