"""A day field of a form, used in all rooms."""

from datetime import date

import pytest
from django.forms import ValidationError

from veche.kit.fields import DayField


def test_a_day_is_a_day():
    assert DayField().clean("2026-11-27") == date(2026, 11, 27)


@pytest.mark.parametrize("words", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31", "2026-13-01"])
def test_a_day_beyond_reckoning_is_refused_in_the_forms_words(words: str):
    with pytest.raises(ValidationError, match=r"Такого дня нет\."):
        DayField(error_messages={"invalid": "Такого дня нет."}).clean(words)
