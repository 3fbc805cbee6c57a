from datetime import date, timedelta

import pytest

from veche.web import words

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([4], "Свободна пятница"),
        ([4, 5], "Свободны пятница и суббота"),
        ([2, 3, 4], "Свободны среда, четверг и пятница"),
    ],
)
def test_free_days(days: list[int], said: str):
    assert words.free_days([MONDAY + timedelta(days=day) for day in days]) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "1 мин"), (59, "59 мин"), (100, "1 ч 40 мин"), (120, "2 ч"), (11 * 60 + 5, "11 ч"), (72 * 60, "3 дня")],
)
def test_how_long(minutes: int, said: str):
    assert words.lasts(timedelta(minutes=minutes)).replace("\N{NO-BREAK SPACE}", " ") == said


def test_quotes_inside_quotes():
    assert words.quoted("Каток на «Торпедо» открыт") == "«Каток на „Торпедо“ открыт»"


def test_on_which_day():
    assert [words.on_day(MONDAY + timedelta(days=day)) for day in (1, 2, 4)] == ["во вторник", "в среду", "в пятницу"]
