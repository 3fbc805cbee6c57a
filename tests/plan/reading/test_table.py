"""Plans as press services keep them: each row is placed, or left out with a reason."""

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from veche.documents.table import UnreadableTable
from veche.plan.reading.outcome import PlacedRow, ReadPlan
from veche.plan.reading.table import read_plan

TODAY = date(2026, 12, 1)
HEADING = ("№", "Дата публикации", "День недели", "Время", "Тема", "Соцсети", "Формат", "Ответственный", "Статус")
ALL = ("vk", "ok", "telegram", "max")
# As Excel keeps a day.
DAY = datetime.combine(date(2027, 3, 1), time())
type Rows = Sequence[Sequence[Any]]


def book(rows: Rows, change: Callable[[Any], None] = lambda sheet: None, title: str = "Март 2027") -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    change(sheet)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def read(rows: Rows, change: Callable[[Any], None] = lambda sheet: None, **bounds: Any) -> ReadPlan:
    return read_plan(book(rows, change), **{"today": TODAY, **bounds})


def placed(found: ReadPlan) -> list[tuple[int, date, time | None, str]]:
    return [(one.row, one.date, one.time, one.title) for one in found.rows]


def left(found: ReadPlan) -> list[tuple[int, str]]:
    return [(one.row, one.reason.value) for one in found.unplaced]


def odd(found: ReadPlan) -> list[tuple[int, str, str]]:
    return [(one.row, one.kind.value, one.text) for one in found.warnings]


def test_a_row_is_read_whole():
    found = read([HEADING, (1, DAY, "пн", time(10, 0), "Каток\nзакрывают", "ВК, ОК", "фото", "Отдел культуры")])

    assert found.rows == [
        PlacedRow(
            sheet="Март 2027",
            row=2,
            date=date(2027, 3, 1),
            time=time(10),
            title="Каток закрывают",
            networks=("vk", "ok"),
            format="photo",
            department="Отдел культуры",
            where="ВК, ОК",
            format_said="фото",
            text="1 | 01.03.2027 | пн | 10:00 | Каток закрывают | ВК, ОК | фото | Отдел культуры",
        )
    ]
    assert left(found) == [(1, "not_an_item")]
    assert found.rows[0].as_json() == {
        "sheet": "Март 2027",
        "row": 2,
        "date": "2027-03-01",
        "time": "10:00",
        "title": "Каток закрывают",
        "networks": ["vk", "ok"],
        "format": "photo",
        "department": "Отдел культуры",
    }


def test_each_row_that_is_not_placed_has_its_reason():
    def change(sheet: Any) -> None:
        sheet.row_dimensions[13].hidden = True
        sheet.cell(14, 5).font = Font(strike=True)

    found = read(
        [
            HEADING,
            (1, "31 июня", None, "10:00", "Выпускные", "вк"),
            (2, "в течение месяца", None, None, "Советы", "вк"),
            (3, None, None, "10:00", "Без даты", "вк"),
            (4, "скоро", None, None, "Скоро", "вк"),
            (5, "12.11.2026", None, None, "Прошлое", "вк"),
            (6, "06.03", None, None, "ОТМЕНЕНО: праздник", "вк"),
            (7, "06.03", None, None, "Праздник", "вк", None, None, "отменили"),
            (8, "07.03", None, "09:00", None, "вк"),
            (9, "=B2+7", None, None, "Формула", "вк"),
            (10, "08.03", None, "9:00", "С праздником!", "ВК, ОК"),
            (11, "8 марта", "пн", "09:00", "С праздником", "вк"),
            (12, "09.03", None, None, "Скрытая", "вк"),
            (13, "09.03", None, None, "Зачёркнутая", "вк"),
            (14, "10.03.2027 (отменено)", None, None, "Ярмарка", "вк"),
            ("Итого", None, None, None, "13 публикаций"),
            ("Исполнитель: специалист пресс-службы",),
            ("Пресс-секретарь", None, None, None, None, "А. А. Петрова"),
            (None, "Зам. начальника отдела"),
            (None, "тел. 4-12-34"),
            (None, None, None, None, "Глава вручит ключи"),
        ],
        change,
    )

    assert left(found) == [
        *((1, "not_an_item"), (2, "impossible_date"), (3, "no_exact_date"), (4, "no_date"), (5, "unreadable_date")),
        *((6, "past_date"), (7, "cancelled"), (8, "cancelled"), (9, "no_title")),
        (10, "formula_without_value"),
        (12, "duplicate"),
        (13, "hidden_row"),
        (14, "cancelled"),
        (15, "cancelled"),
        (16, "not_an_item"),
        *((number, "not_an_item") for number in (17, 18, 19, 20)),
        (21, "no_date"),
    ]
    assert placed(found) == [(11, date(2027, 3, 8), time(9), "С праздником!")]


@pytest.mark.parametrize(
    ("title", "is_cancelled"),
    [
        ("Отменено: каток", True),
        ("ОТМЕНА каток", True),
        ("Каток (отменили)", True),
        ("Отменена электричка до Барнаула", False),
        ("Отмена занятий в мороз: как узнать", False),
        ("Снятие показаний: до какого числа", False),
    ],
)
def test_news_of_a_cancellation_is_no_cancelled_row(title: str, *, is_cancelled: bool):
    found = read([HEADING, (1, "09.03", None, None, title, "вк")])

    assert (not found.rows) == is_cancelled


def test_what_is_odd_about_a_placed_row_is_said():
    found = read(
        [
            HEADING,
            (1, "10 марта", "пн", "12:00", "Паводок", "ВК"),
            (2, "вт, 10 марта", None, "вечером", "Вода", "Инстаграм"),
            (3, "11.03", "чт", "25:00", "А" * 201, "все"),
            (4, "02.04", None, None, "После", "все"),
        ],
        last=date(2027, 3, 31),
    )

    assert [one.row for one in found.rows] == [2, 3, 4, 5]
    assert odd(found) == [
        (2, "weekday_mismatch", "10 марта"),
        (3, "weekday_mismatch", "вт, 10 марта"),
        (3, "bad_time", "вечером"),
        (3, "unknown_network", "инстаграм"),
        (4, "bad_time", "25:00"),
        (4, "too_long", "А" * 201),
        (5, "outside_period", "2027-04-02"),
    ]


def test_what_stands_above_the_heading_is_no_item():
    found = read(
        [
            (None, None, None, None, None, None, "УТВЕРЖДАЮ"),
            (None, None, None, None, None, None, "Глава города"),
            (None, None, None, None, None, None, "________ «__» марта 2027 г."),
            ("Контент-план на март 2027 года",),
            (),
            HEADING,
            (1, "12", None, "10:00", "День без месяца", "вк"),
        ],
        lambda sheet: sheet.merge_cells("A4:I4"),
    )

    assert left(found) == [
        (1, "not_an_item"),
        (2, "not_an_item"),
        (3, "not_an_item"),
        (4, "not_an_item"),
        (6, "not_an_item"),
    ]
    assert placed(found) == [(7, date(2027, 3, 12), time(10), "День без месяца")]


def test_merged_days_are_of_each_of_their_rows():
    found = read(
        [
            ("Дата", "Время", "Тема", "Сети"),
            ("Вторник, 9 марта", "9:00", "Первая", "вк"),
            (None, "10:00", "Вторая", None),
            (None, "11:00", "Третья", "ок"),
            (None, "12:00", "Без даты", "вк"),
        ],
        lambda sheet: sheet.merge_cells("A2:A4"),
    )

    assert placed(found) == [
        (2, date(2027, 3, 9), time(9), "Первая"),
        (3, date(2027, 3, 9), time(10), "Вторая"),
        (4, date(2027, 3, 9), time(11), "Третья"),
    ]
    assert left(found)[1:] == [(5, "no_date")]


def test_rows_under_a_day_are_of_that_day():
    def change(sheet: Any) -> None:
        for row in (2, 5):
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=5)

    found = read(
        [
            ("Время", "Событие", "ВК", "ОК", "ТГ"),
            ("Понедельник, 5 апреля 2027",),
            ("10:00", "Совещание", "+", "+", None),
            ("12:00", "Приём граждан", None, "да", "x"),
            ("Вторник, 6 апреля 2027",),
            (time(9), "Субботник", None, None, None),
        ],
        change,
    )

    assert [(one.row, one.date, one.time, one.title, one.networks) for one in found.rows] == [
        (3, date(2027, 4, 5), time(10), "Совещание", ("vk", "ok")),
        (4, date(2027, 4, 5), time(12), "Приём граждан", ("ok", "telegram")),
        (6, date(2027, 4, 6), time(9), "Субботник", ()),
    ]


def test_a_heading_of_two_lines_names_networks():
    found = read(
        [
            ("Дата", "Тема", "Соцсети", None, None),
            (None, None, "ВК", "Одноклассники", "MAX"),
            ("09.03", "Каток", "✓", None, "10:00"),
        ],
        lambda sheet: sheet.merge_cells("C1:E1"),
    )

    assert [(one.row, one.networks) for one in found.rows] == [(3, ("vk", "max"))]
    assert left(found) == [(1, "not_an_item"), (2, "not_an_item")]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        (("День недели, дата", "Событие", "Куда"), ("Понедельник\n8 марта", "Каток", "ВК")),
        (("Дата/день недели", "Мероприятие, тема публикации", "Канал публикации"), ("Пн 08.03", "Каток", "ВК")),
        (
            ("№ п/п", "Информационный повод", "Дата выхода / время", "Социальные сети"),
            (1, "Каток", "08.03 10:00", "ВК"),
        ),
        (("Когда", "Что публикуем", "Где публикуем", "Кто готовит"), ("8 марта", "Каток", "ВК", "ЖКХ")),
        (("Дата мероприятия", "Дата публикации", "Тема", "Площадка"), ("07.03", "08.03", "Каток", "ВК")),
        (("Текст поста", "Тип контента", "Срок публикации", "Соц. сети"), ("Каток", "пост", "08.03.2027", "ВК")),
        (("Срок сдачи материала", "Дата", "Заголовок", "Сеть"), ("01.03", "08.03", "Каток", "ВК")),
    ],
)
def test_headings_are_known_in_other_words(heading: Sequence[Any], cells: Sequence[Any]):
    found = read([heading, cells])

    assert [(one.date, one.title, one.networks) for one in found.rows] == [(date(2027, 3, 8), "Каток", ("vk",))]


def test_one_line_for_each_network_is_no_duplicate():
    rows = [(1, "09.03", None, "10:00", "Каток", network) for network in ("ВК", "ТГ", "вк", "все")]
    found = read([HEADING, *rows])

    assert [(one.row, one.networks) for one in found.rows] == [(2, ("vk",)), (3, ("telegram",)), (5, ALL)]
    assert left(found)[1:] == [(4, "duplicate")]


def test_a_table_without_a_heading_is_understood_by_its_cells():
    found = read([("09.03.2027", "вк", "Каток открыт до девяти"), ("10.03.2027", "ок", "Где взять мешки для мусора")])

    assert [(one.row, one.date, one.title, one.networks) for one in found.rows] == [
        (1, date(2027, 3, 9), "Каток открыт до девяти", ("vk",)),
        (2, date(2027, 3, 10), "Где взять мешки для мусора", ("ok",)),
    ]


def test_an_hour_and_networks_are_known_without_a_heading():
    found = read([(1, "10:00", "09.03.2027", "Каток", "ВК, ОК"), (2, "в 12 ч", "10.03.2027", "Мешки", "ТГ")])

    assert [(one.date.day, one.time, one.title, one.networks) for one in found.rows] == [
        (9, time(10), "Каток", ("vk", "ok")),
        (10, time(12), "Мешки", ("telegram",)),
    ]


def test_a_csv_of_windows_is_read():
    content = "Дата;Время;Тема;Сети\r\n09.03.2027;10:00;«Каток»: правила;ВК\r\n".encode("cp1251")
    found = read_plan(content, today=TODAY)

    assert [one.as_json() for one in found.rows] == [
        {
            "sheet": "",
            "row": 2,
            "date": "2027-03-09",
            "time": "10:00",
            "title": "«Каток»: правила",
            "networks": ["vk"],
            "format": None,
            "department": None,
        }
    ]


def test_the_name_of_the_file_tells_the_year():
    content = book([("Дата", "Тема"), ("20.11", "Каток")], title="Лист1")

    assert [one.date for one in read_plan(content, today=TODAY, name="План 2028").rows] == [date(2028, 11, 20)]


def test_an_item_that_begins_like_a_signature_is_no_signature():
    found = read(
        [
            ("Дата", "Тема", "Сети"),
            ("2 неделя", "Кино под открытым небом", "ВК"),
            (None, "Глава города ответит на вопросы", "ВК"),
            (None, "Начальник пресс-службы", None),
            ("Понедельник, 8 марта",),
            (None, "Глава вручит ключи", "ВК"),
            (None, "Исполнитель: Петрова", None),
            ("Неделя 2",),
        ]
    )

    assert left(found)[1:3] == [(2, "no_exact_date"), (3, "no_date")]
    assert left(found)[3:] == [(number, "not_an_item") for number in (4, 5, 7, 8)]


def test_a_sheet_that_is_no_plan_is_left_whole():
    found = read([("Телефоны",), ("Дежурный", "112")])

    assert (found.rows, left(found)) == ([], [(1, "not_an_item"), (2, "not_an_item")])


def test_what_is_no_table_is_refused_in_words():
    with pytest.raises(UnreadableTable, match="повреждён"):
        read_plan(book([HEADING])[:-200], today=TODAY)


def test_a_weekday_alone_is_the_next_such_day_after_the_day_above():
    found = read(
        [
            ("Время", "Тема", "Соцсети"),
            ("Понедельник, 1 марта",),
            ("10:00", "Каток", "ВК"),
            ("Среда",),
            ("11:00", "Автобус", "ВК"),
            ("пт",),
            ("12:00", "Снег", "ВК"),
        ]
    )

    assert [(row, day.day) for row, day, _hour, _title in placed(found)] == [(3, 1), (5, 3), (7, 5)]
    assert left(found) == [(1, "not_an_item"), (2, "not_an_item"), (4, "not_an_item"), (6, "not_an_item")]


def test_a_weekday_under_no_day_places_nothing():
    found = read([("Время", "Тема", "Соцсети"), ("Среда",), ("11:00", "Автобус", "ВК")])

    assert (placed(found), left(found)[1:]) == ([], [(2, "not_an_item"), (3, "no_exact_date")])


@pytest.mark.parametrize("heading", ["Где", "Ресурсы города", ""])
def test_a_column_of_networks_is_known_by_its_cells(heading: str):
    found = read(
        [
            ("Дата", "Тема", heading, "Кто делает"),
            ("07.12.2026", "Каток", "ВК, ОК", "ВК"),
            ("08.12.2026", "Автобус", "все", "Иванова"),
            ("09.12.2026", "Снег", "", "Петрова"),
        ]
    )

    assert [row.networks for row in found.rows] == [("vk", "ok"), ALL, ()]


def test_an_hour_that_is_a_formula_without_a_value_is_said():
    found = read([("Дата", "Время", "Тема", "Соцсети"), ("07.12.2026", "=TIME(10,0,0)", "Каток", "ВК")])

    assert placed(found) == [(2, date(2026, 12, 7), None, "Каток")]
    assert odd(found) == [(2, "bad_time", "формула без значения")]
