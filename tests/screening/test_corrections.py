"""Marks of people add local words and move no threshold; records without a person do nothing."""

from dataclasses import replace

import pytest

from veche.screening.corrections import Correction, corrected, exported, imported
from veche.screening.screen import screen
from veche.screening.thresholds import DEFAULT


def mark(score: float, *, violation: bool, account: str = "vk", ground: str = "insult", words: tuple[str, ...] = ()):
    return Correction(ground, account, score, violation, words, "anna")


def test_without_marks_the_thresholds_stay():
    assert corrected([], "vk") == DEFAULT


def test_two_marks_are_not_enough():
    assert corrected([mark(0.6, violation=False)] * 2, "vk") == DEFAULT


def test_marks_move_no_threshold():
    assert corrected([mark(0.6, violation=False)] * 50, "vk") == DEFAULT


def test_another_account_keeps_its_own_and_marks_for_all_count_everywhere():
    marks = [mark(0.6, violation=False, account="ok", words=("гондола",))] * 3
    assert corrected(marks, "vk") == DEFAULT
    assert corrected([replace(one, account="") for one in marks], "vk").decent == {"гондола"}


def test_a_word_clears_a_threat_only_when_two_people_agree():
    marks = [mark(1.0, violation=False, ground="threat", words=("убью",))] * 3
    alone, agreed = (corrected(list(some), "vk") for some in (marks, [*marks[1:], replace(marks[0], person="boris")]))
    assert (alone.decent_by_law, agreed.decent_by_law) == (frozenset(), frozenset({"убью"}))
    assert "threat" in screen("я тебя убью", alone).proposed
    assert screen("я тебя убью", agreed).proposed == ()


def test_a_word_marked_alike_three_times_becomes_a_local_one():
    marks = [mark(1.0, violation=False, words=("гондола",))] * 3 + [mark(0.0, violation=True, words=("мухомор",))] * 3
    told = corrected(marks, "vk")
    assert (told.decent, told.added) == (frozenset({"гондола"}), frozenset({("мухомор", "insult")}))


def test_a_disputed_word_is_no_local_one():
    marks = [mark(1.0, violation=False, words=("овощ",))] * 3 + [mark(0.9, violation=True, words=("овощ",))] * 3
    told = corrected(marks, "vk")
    assert (told.decent, told.added) == (frozenset(), frozenset())


def test_the_export_is_read_back_as_it_was():
    marks = [
        mark(0.6, violation=False, words=("гондола", "лодка")),
        mark(0.1, violation=True, ground="spam", account=""),
    ]
    assert imported(exported(marks)) == marks


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "Строка 2 не читается"),
        ("[]", "Строка 2 не читается"),
        ('{"ground": "insult"}', "Строка 2 не читается"),
        (
            '{"ground":"criticism","account":"","score":0,"violation":true,"words":[],"person":"a"}',
            "«criticism» — не основание",
        ),
        ('{"ground":"insult","account":"","score":0,"violation":true,"words":[],"person":""}', "Отметка без человека"),
        ('{"ground":"insult","account":"","score":7,"violation":true,"words":[],"person":"a"}', "вне 0…1"),
        ('{"ground":"insult","account":"","score":0,"violation":"no","words":[],"person":"a"}', "не true и не false"),
    ],
)
def test_a_broken_line_is_named_and_nothing_is_taken(line: str, said: str):
    with pytest.raises(ValueError, match=said):
        imported(exported([mark(0.6, violation=False)]) + line)
