"""Rows of a plan that were moved: the day is the one that they were moved to, or the row says that none is named."""

from datetime import date, time

import pytest

from veche.plan.reading.outcome import Period, ReadPlan
from veche.plan.reading.table import read_plan
from veche.plan.reading.text import read_text

TODAY = date(2026, 12, 1)
HEADING = "Дата;Время;Тема;Соцсети;Статус;Примечание"


def read(*cells: str) -> ReadPlan:
    return read_plan(f"{HEADING}\n{';'.join(cells)}\n".encode(), today=TODAY)


MOVED: dict[tuple[str, ...], str] = {
    ("10.03.2027", "10:00", "Каток", "ВК", "перенесено на 15-е", ""): "15.03.2027 10:00 Каток",
    ("10.03.2027", "10:00", "Каток", "ВК", "Перенос на 15.03", ""): "15.03.2027 10:00 Каток",
    ("10.03.2027", "10:00", "Каток", "ВК", "перенесён с 10 на 2 апреля в 14:30", ""): "02.04.2027 14:30 Каток",
    ("10.03.2027", "10:00", "Каток", "ВК", "перенесли на 14:00", ""): "10.03.2027 14:00 Каток",
    ("10.11.2026", "10:00", "Каток", "ВК", "отменено, перенесено на 15.12.2026", ""): "15.12.2026 10:00 Каток",
    ("10.03.2027", "10:00", "Каток", "ВК", "", "Перенесено на 15 марта из-за мороза"): "15.03.2027 10:00 Каток",
    ("10.03.2027", "10:00", "Каток", "ВК", "перенесено", "на 15-е"): "15.03.2027 10:00 Каток",
    ("10.03.2027, перенос на 15.03", "10:00", "Каток", "ВК", "", ""): "15.03.2027 10:00 Каток",
    ("10.03.2027", "10:00", "Каток (перенесено на 15.03)", "ВК", "", ""): "15.03.2027 10:00 Каток",
    ("10.03.2027", "10:00", "ПЕРЕНОС на 15.03 Каток", "ВК", "", ""): "15.03.2027 10:00 Каток",
}
WITHOUT_DAY: dict[tuple[str, ...], str] = {
    ("10.03.2027", "", "Каток", "ВК", "Перенесено", ""): "no_exact_date",
    ("10.03.2027", "", "Каток", "ВК", "перенесено на следующую неделю", ""): "no_exact_date",
    ("10.03.2027", "", "Каток", "ВК", "", "Отложено, ждём отдел"): "no_exact_date",
    ("перенос", "", "Каток", "ВК", "", ""): "no_exact_date",
    ("10.03.2027", "", "ПЕРЕНОС: каток", "ВК", "", ""): "no_exact_date",
    ("10.03.2027", "", "Каток", "ВК", "перенесено на 32-е", ""): "impossible_date",
}
STAYS = (
    ("10.03.2027", "", "Каток", "ВК", "перенесено с 3 марта", ""),
    ("10.03.2027 (перенос с 03.03)", "", "Каток", "ВК", "", ""),
    ("10.03.2027", "", "Каток", "ВК", "не переносить", "Если дождь, перенести на 12.03"),
    ("10.03.2027", "", "Каток", "ВК", "", "Перенос файлов на диск: Иванова"),
    ("10.03.2027", "", "Перенос остановки на улицу Мира: схема", "ВК", "", ""),
    ("10.03.2027", "", "Концерт перенесли на 15 марта", "ВК", "", ""),
    ("10.03.2027", "", "ПЕРЕНОС ВЫХОДНЫХ: как отдыхаем в мае", "ВК", "", ""),
)


@pytest.mark.parametrize("cells", MOVED)
def test_a_moved_row_stands_on_its_new_day(cells: tuple[str, ...]):
    found = read(*cells)

    assert [f"{one.date:%d.%m.%Y} {one.time:%H:%M} {one.title}" for one in found.rows] == [MOVED[cells]]
    assert [one.kind.value for one in found.warnings] == ["moved"]


@pytest.mark.parametrize("cells", WITHOUT_DAY)
def test_a_row_moved_to_no_named_day_is_not_placed(cells: tuple[str, ...]):
    found = read(*cells)

    assert (found.rows, [one.reason.value for one in found.unplaced][1:]) == ([], [WITHOUT_DAY[cells]])
    assert found.unplaced[-1].moved


@pytest.mark.parametrize("cells", STAYS)
def test_news_of_a_move_and_moves_from_a_day_leave_the_row(cells: tuple[str, ...]):
    found = read(*cells)

    assert ([(one.date, one.title) for one in found.rows], found.warnings) == ([(date(2027, 3, 10), cells[2])], [])


def test_a_moved_line_of_a_text_is_on_its_new_day():
    found = read_text("12 декабря, 14:00 — каток (перенесено на 15 декабря)", period=Period(today=TODAY))

    assert [(one.date, one.time, one.title) for one in found.rows] == [(date(2026, 12, 15), time(14), "каток")]
