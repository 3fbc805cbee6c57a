"""Marks of people move thresholds and add local words; records without a person do not."""

from dataclasses import replace

import pytest

from veche.screening.corrections import HIGHEST, LOWEST, Correction, corrected, exported, imported
from veche.screening.thresholds import DEFAULT


def mark(score: float, *, violation: bool, account: str = "vk", ground: str = "insult", words: tuple[str, ...] = ()):
    return Correction(ground, account, score, violation, words, "anna")


def test_without_marks_the_thresholds_stay():
    assert corrected([], "vk") == DEFAULT


def test_two_marks_are_not_enough():
    assert corrected([mark(0.6, violation=False)] * 2, "vk") == DEFAULT


def test_three_proposals_called_no_violation_raise_the_threshold_just_above_them():
    marks = [mark(score, violation=False) for score in (0.55, 0.6, 0.62)]
    assert corrected(marks, "vk") == replace(DEFAULT, insult=0.63)


def test_missed_violations_lower_it_just_to_them():
    marks = [mark(score, violation=True) for score in (0.45, 0.42, 0.41)]
    assert corrected(marks, "vk") == replace(DEFAULT, insult=0.41)


def test_of_contradicting_marks_the_many_win():
    marks = [mark(0.6, violation=False)] * 4 + [mark(0.58, violation=True), mark(0.9, violation=True)]
    assert corrected(marks, "vk").insult == 0.61


@pytest.mark.parametrize(
    ("score", "violation", "expected"),
    [(1.0, False, 0.5), (0.0, True, 0.5), (0.94, False, HIGHEST), (0.3, True, LOWEST)],
)
def test_marks_never_switch_a_ground_off_nor_make_it_catch_all(score: float, violation: bool, expected: float):
    assert corrected([mark(score, violation=violation)] * 5, "vk").insult == expected


def test_another_account_keeps_its_own_and_marks_for_all_count_everywhere():
    marks = [mark(0.6, violation=False, account="ok")] * 3
    assert corrected(marks, "vk") == DEFAULT
    assert corrected([replace(one, account="") for one in marks], "vk") == replace(DEFAULT, insult=0.61)


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
