import pytest

from veche.morphology import numerals

POSTS = ("запись", "записи", "записей")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "ноль записей"),
        (1, "одна запись"),
        (2, "две записи"),
        (5, "пять записей"),
        (11, "11 записей"),
        (21, "21 запись"),
        (22, "22 записи"),
        (112, "112 записей"),
    ],
)
def test_a_number_and_its_noun_in_words(number: int, said: str):
    assert numerals.in_words(number, *POSTS, gender="Fem") == said


def test_digits_and_the_noun_stay_on_one_line():
    assert numerals.counted(5, *POSTS) == "5\N{NO-BREAK SPACE}записей"


@pytest.mark.parametrize(
    ("gender", "case", "said"),
    [
        ("Masc", "Nom", "ноль один два три десять 11"),
        ("Neut", "Nom", "ноль одно два три десять 11"),
        ("Fem", "Acc", "ноль одну две три десять 11"),
        ("Fem", "Gen", "нуля одной двух трёх десяти 11"),
        ("Masc", "Gen", "нуля одного двух трёх десяти 11"),
        ("Fem", "Ins", "нулём одной двумя тремя десятью 11"),
    ],
)
def test_cases_and_genders(gender: numerals.Gender, case: numerals.Case, said: str):
    assert " ".join(numerals.spelled(number, gender, case) for number in (0, 1, 2, 3, 10, 11)) == said


def test_people():
    assert [numerals.people(number) for number in (1, 2, 7, 8, 22)] == [
        "один",
        "двое",
        "семеро",
        "8 человек",
        "22 человека",
    ]
    assert [numerals.to_people(number) for number in (1, 4, 8, 21)] == ["одному", "четверым", "8 людям", "21 человеку"]


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["VK"], "VK"), (["VK", "OK"], "VK и OK"), (["VK", "OK", "MAX"], "VK, OK и MAX")]
)
def test_a_list(words: list[str], said: str):
    assert numerals.listed(words) == said
