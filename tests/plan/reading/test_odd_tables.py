"""Tables that leave to a title, or to the name of a sheet, what others say in columns."""

from collections.abc import Sequence
from datetime import date, time

from tests.plan.plans import book, saved
from veche.plan.reading.outcome import ReadPlan
from veche.plan.reading.table import read_plan

TODAY = date(2026, 12, 1)


def read(*sheets: tuple[str, Sequence[tuple[object, ...]]]) -> ReadPlan:
    return read_plan(saved(book(*sheets)), today=TODAY)


def test_an_hour_may_begin_the_title():
    titles = ("10:00 Каток", "14.30 – «Мешки»", "12.10 каток", "100 лет школе")
    rows = [("07.12.2026", title, "ВК") for title in titles]
    found = read(("План", [("Дата", "Тема", "Соцсети"), *rows]))

    assert [(one.time, one.title) for one in found.rows] == [
        (time(10), "Каток"),
        (time(14, 30), "«Мешки»"),
        (None, "12.10 каток"),
        (None, "100 лет школе"),
    ]


def test_a_sheet_named_after_a_network_is_of_that_network():
    names = ("ВК", "Одноклассники", "Март")
    found = read(*((name, [("Дата", "Тема"), ("07.12.2026", f"Каток, {name}")]) for name in names))

    assert [one.networks for one in found.rows] == [("vk",), ("ok",), ()]


def test_a_number_is_no_title():
    """As in a grid of a month, whose days are understood by nobody."""
    found = read(("Январь 2027", [("ПН", "ВТ", "СР"), (4, 5, 8), ("Каток", None, "Снег")]))

    assert found.rows == []
    assert len(found.unplaced) == 3
