import re

import pytest

from veche.kernel.search import in_any_case


@pytest.mark.parametrize("typed", ["ёлка", "ЕЛКА", " елка ", "Ёлка на"])
def test_letters_in_any_case_and_yo_as_ye(typed: str):
    assert re.search(in_any_case(typed), "Большая Ёлка на площади")


@pytest.mark.parametrize("typed", ["[1+", "a.b", "50 %", "(", "\\", "^$", "ß", "İ"])
def test_signs_mean_themselves(typed: str):
    assert re.search(in_any_case(typed), f"до {typed} после")
    assert not re.search(in_any_case(typed), "до и после")


def test_the_pattern_spells_letters_out():
    assert in_any_case("Каб. 5") == r"[кК][аА][бБ]\.\ 5"
