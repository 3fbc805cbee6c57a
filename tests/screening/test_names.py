"""Persons named in a text."""

import pytest

from veche.screening.names import persons


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Пишет Вера Тимофеевна с третьего этажа", "Вера Тимофеевна"),
        ("хулиган: Дима Красноштанов, 6 Б", "Дима Красноштанов"),
        ("ответил Рябов П.С., спасибо", "Рябов П.С."),
        ("соседка, фамилия Лаптухина", "фамилия Лаптухина"),
        ("спасибо Лене Мороз за помощь", "Лене Мороз"),
    ],
)
def test_a_name_with_a_surname_or_patronymic_is_full(text: str, named: str) -> None:
    assert [text[one.start : one.end] for one in persons(text) if one.full] == [named]


@pytest.mark.parametrize(
    "text", ["на улице Петра Сухова нет света", "в Рубцовске Иван ждёт", "Спасибо Оле!", "парк имени Кирова"]
)
def test_streets_and_lone_names_are_not(text: str) -> None:
    assert [one for one in persons(text) if one.full] == []
