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


def test_quotes_inside_quotes():
    assert words.quoted("Каток на «Торпедо» открыт") == "«Каток на „Торпедо“ открыт»"
