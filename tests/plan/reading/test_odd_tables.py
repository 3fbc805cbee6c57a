"""Tables that leave to a title, or to the name of a sheet, what others say in columns."""

from collections.abc import Sequence
from datetime import date, time

import pytest
from openpyxl.comments import Comment

from tests.plan.plans import book, saved
from veche.plan.reading.outcome import ReadPlan, Reason
from veche.plan.reading.table import read_plan

TODAY = date(2026, 12, 1)


def read(*sheets: tuple[str, Sequence[tuple[object, ...]]]) -> ReadPlan:
    return read_plan(saved(book(*sheets)), today=TODAY)


@pytest.mark.parametrize(
    ("written", "hour", "title"),
    [
        ("10:00 Каток", time(10), "Каток"),
        ("14.30 – «Мешки»", time(14, 30), "«Мешки»"),
        ("В 9 утра планёрка", time(9), "Планёрка"),
        ("завтра в 9 утра планёрка", time(9), "планёрка"),
        ("Открытие ёлки к 18:00", time(18), "Открытие ёлки"),
        ("с 10 до 12 приём граждан", time(10), "приём граждан"),
        ("Приём граждан (с 2 до 4 дня)", time(14), "Приём граждан"),
        ("Совещание — 18.00", time(18), "Совещание"),
        ("12.10 каток", None, "12.10 каток"),
        ("100 лет школе", None, "100 лет школе"),
        ("К 9 мая готовим сквер", None, "К 9 мая готовим сквер"),
        ("С 10 до 12 лет: секция", None, "С 10 до 12 лет: секция"),
        ("Воду отключат с 9 до 17", None, "Воду отключат с 9 до 17"),
    ],
)
def test_an_hour_may_begin_or_end_the_title(written: str, hour: time | None, title: str):
    found = read(("План", [("Дата", "Тема", "Соцсети"), ("07.12.2026", written, "ВК")])).rows[0]

    assert (found.time, found.title) == (hour, title)


def test_the_note_keeps_when_an_event_ends():
    found = read(("План", [("Дата", "Тема"), ("07.12.2026", "Приём граждан с 10 до 12")])).rows[0]

    assert found.note == "Приём граждан с 10 до 12"


def test_a_day_counted_from_an_unknown_day_is_not_exact():
    rows = [("завтра", "Каток"), ("сегодня в 10:00", "Снег"), ("", "завтра: кино"), ("", "Завтра каток закрыт")]
    found = read(("План", [("Дата", "Тема"), *rows]))

    assert [one.reason.value for one in found.unplaced[1:]] == ["no_exact_date"] * 3 + ["no_date"]


def test_a_sheet_named_after_a_network_is_of_that_network():
    names = ("ВК", "Одноклассники", "Март")
    found = read(*((name, [("Дата", "Тема"), ("07.12.2026", f"Каток, {name}")]) for name in names))

    assert [one.networks for one in found.rows] == [("vk",), ("ok",), ()]


def test_a_number_is_no_title():
    found = read(("План", [("Дата", "Тема", "Соцсети"), ("07.12.2026", "12", "ВК")]))

    assert [one.reason.value for one in found.unplaced] == ["not_an_item", "no_title"]


def test_tables_below_each_other_have_their_own_columns():
    first = [("Дата", "Тема", "Соцсети"), ("07.12.2026", "Каток", "ВК"), ("08.12.2026", "Снег", "ВК")]
    second = [("Сторис",), ("№", "Тема", "Дата", "Время"), (1, "Автобус", "09.12.2026", "10:00")]
    found = read(("План", [*first, (), *second]))

    assert [(one.row, one.date.day, one.title) for one in found.rows] == [
        (2, 7, "Каток"),
        (3, 8, "Снег"),
        (7, 9, "Автобус"),
    ]
    assert [one.reason.value for one in found.unplaced] == ["not_an_item"] * 3


def test_tables_beside_each_other_are_both_read():
    heading = ("Дата", "Тема", None, "Дата", "Тема")
    rows = [("07.12.2026", "Каток", None, "14.12.2026", "Снег"), (None, None, None, "15.12.2026", "Кино")]
    found = read(("План", [heading, *rows]))

    assert [(one.row, one.date.day, one.title) for one in found.rows] == [
        (2, 7, "Каток"),
        (2, 14, "Снег"),
        (3, 15, "Кино"),
    ]
    assert [one.part for one in found.rows] == [0, 1, 0]


def test_a_line_above_the_heading_of_a_narrow_table_is_none():
    found = read(("План", [("Публикации",), ("Дата", "Тема"), ("07.12.2026", "Каток")]))

    assert [one.title for one in found.rows] == ["Каток"]


def test_comments_of_cells_are_notes():
    def commented(text: str) -> list[str]:
        made = book(("План", [("Дата", "Тема"), ("07.12.2026", "Каток")]))
        made.worksheets[0]["A2"].comment = Comment(f"Иванова:\n{text}", "Иванова")
        found = read_plan(saved(made), today=TODAY)
        return [f"{one.date:%d.%m} {one.note}" for one in found.rows] + [one.reason.value for one in found.unplaced[1:]]

    assert commented("Фото взять в ЖКХ") == ["07.12 Фото взять в ЖКХ"]
    assert commented("перенесли на 15-е") == ["15.12 перенесли на 15-е"]
    assert commented("Отменили") == ["cancelled"]


def test_a_sheet_of_a_week_tells_the_day_of_a_weekday():
    week = [("День", "Тема"), ("Понедельник", "Каток"), ("вс", "Ярмарка")]
    january = [("День", "Тема"), ("Январь 2027", None), ("пн", "Кино")]
    short = [("День недели", "Тема"), ("пт", "Кино"), ("сб", "Лыжи")]
    found = read(
        ("30 ноября – 6 декабря", week),
        ("14-20.12", short),
        ("Неделя 52", week),
        ("1–15 декабря", week),
        ("7-13.12", january),
    )

    assert [(one.date, one.title) for one in found.rows] == [
        (date(2026, 12, 6), "Ярмарка"),
        (date(2026, 12, 18), "Кино"),
        (date(2026, 12, 19), "Лыжи"),
    ]
    left = [one.reason.value for one in found.unplaced if one.reason != Reason.NOT_AN_ITEM]
    assert left == ["past_date"] + ["no_exact_date"] * 5


def test_rows_under_a_span_of_days_have_no_exact_day():
    rows = [("Тема", "Соцсети"), ("1–5 декабря",), ("Декада", "ВК"), ("7 декабря",), ("Каток", "ВК")]
    found = read(("План", rows))

    assert [(one.row, one.date) for one in found.rows] == [(5, date(2026, 12, 7))]
    assert [one.reason.value for one in found.unplaced] == [*["not_an_item"] * 2, "no_exact_date", "not_an_item"]


def test_a_total_is_no_item_whatever_stands_beside_it():
    totals = [("ИТОГО", "2 публикации", "ВК 2"), ("Количество публикаций", 3, None), ("Кол-во постов", "3", "ВК")]
    found = read(("План", [("Дата", "Тема", "Соцсети"), *totals]))

    assert {one.reason.value for one in found.unplaced} == {"not_an_item"}


def test_rows_under_days_need_no_heading_of_columns():
    rows = [("7 декабря, понедельник",), ("10:00", "Каток", "ВК"), ("8 декабря",), ("9:00", "Кино", "ТГ")]
    found = read(("План", rows))

    assert [(one.date.day, one.time, one.title, one.networks) for one in found.rows] == [
        (7, time(10), "Каток", ("vk",)),
        (8, time(9), "Кино", ("telegram",)),
    ]


def test_a_plan_in_english_is_read():
    heading = ("Post date", "Time", "Topic", "Channels", "Type", "Owner", "Status", "Notes")
    rows = [
        ("Dec 7", "9 AM", "Каток", "VK, Telegram", "photo", "ЖКХ", "ready", "ask"),
        ("Tuesday, December 8th", "6:30 p.m.", "Снег", "OK", "Text", "ЖКХ", "", ""),
        ("9 Dec 2026", "", "Кино", "", "", "", "Cancelled", ""),
    ]
    found = read(("December 2026", [heading, *rows, ("Total", 3)]))

    assert [(one.date, one.time, one.networks, one.format) for one in found.rows] == [
        (date(2026, 12, 7), time(9), ("vk", "telegram"), "photo"),
        (date(2026, 12, 8), time(18, 30), ("ok",), "text"),
    ]
    assert (found.rows[0].department, found.rows[0].note) == ("ЖКХ", "ask")
    assert [one.reason.value for one in found.unplaced] == ["not_an_item", "cancelled", "not_an_item"]


def test_a_grid_in_english_is_read():
    found = read(("Dec 2026", [("Mon", "Tue", "Wed"), (7, 8, 9), ("Каток", None, "Снег")]))

    assert [(one.date.day, one.title) for one in found.rows] == [(7, "Каток"), (9, "Снег")]
