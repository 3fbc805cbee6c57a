"""Tables that leave to a title, or to the name of a sheet, what others say in columns."""

from collections.abc import Sequence
from datetime import date, time

import pytest

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
    """As in a grid of a month, whose days are understood by nobody."""
    found = read(("Январь 2027", [("ПН", "ВТ", "СР"), (4, 5, 8), ("Каток", None, "Снег")]))

    assert found.rows == []
    assert len(found.unplaced) == 3


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
