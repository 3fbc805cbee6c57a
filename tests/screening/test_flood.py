"""Near-duplicates: found across authors and accounts, dropped with the window, bounded in number."""

import pytest

from veche.screening.flood import REMEMBERED, Message, Repeated, Window, agreement, plain, sketched
from veche_sandbox.residents import SECOND_THOUGHT, STORMY

TEXT = "Верните троллейбус на Заводскую, сколько можно ездить с тремя пересадками"
NEAR = [
    "верните троллейбус на заводскую!!! сколько можно ездить с тремя пересадками",
    "Верните тpoллeйбус на Зaвoдскую, скoлькo мoжнo ездить с тремя пересадками 😡😡",
    "Верните троллейбус на Заводскую, сколько можно ездить с двумя пересадками http://example.ru/1",
]


def sent(window: Window, text: str, author: str, at: float = 0.0, account: str = "vk"):
    return window.add(Message(text, author, account, at))


@pytest.mark.parametrize("text", NEAR)
def test_a_copy_with_other_signs_letters_or_one_other_word_is_near(text: str):
    assert agreement(sketched(plain(TEXT)), sketched(plain(text))) >= 0.5


def test_another_complaint_about_the_same_is_not_near():
    other = "На Заводской троллейбус не ходит вторую неделю, пенсионерам не добраться до поликлиники"
    assert agreement(sketched(plain(TEXT)), sketched(plain(other))) < 0.3


def test_the_third_of_one_author_is_flood_in_whatever_account():
    window = Window()
    answers = [
        sent(window, text, "a", at, account) for text, at, account in zip(NEAR, (0, 60, 599), "xyz", strict=True)
    ]
    assert answers == [Repeated(1, 1, 1, True), Repeated(1, 1, 2, True), Repeated(1, 1, 3, True)]
    assert [answer.is_flood for answer in answers if answer] == [False, False, True]
    assert [answer.is_shared for answer in answers if answer] == [False, False, False]


def test_many_authors_of_one_text_share_it_and_flood_nothing():
    window = Window()
    answers = [sent(window, text, author) for text, author in zip([*NEAR, *NEAR], "abcdef", strict=True)]
    assert [answer.authors for answer in answers if answer] == [1, 2, 3, 4, 5, 6]
    assert [answer.is_shared for answer in answers if answer] == [False, *[True] * 5]
    assert not any(answer.is_flood for answer in answers if answer)


@pytest.mark.parametrize("text", STORMY)
def test_a_text_with_an_addition_is_in_the_same_group_whichever_comes_first(text: str):
    for first, second in ((text, text + SECOND_THOUGHT), (text + SECOND_THOUGHT, text)):
        window = Window()
        answers = [sent(window, first, "a"), sent(window, second, "b")]
        assert [answer and (answer.group, answer.authors) for answer in answers] == [(1, 1), (1, 2)]


def test_the_same_words_in_another_order_are_the_same_group():
    window = Window()
    answers = [
        sent(window, text, text) for text in ("Когда дадут воду?", "Когда воду дадут?!", "Почему опоздал автобус?")
    ]

    assert [answer.group for answer in answers if answer] == [1, 1, 2]


def test_what_is_asked_about_must_agree():
    """Residents ask about different things in the same words; hours and places do not distinguish questions."""
    window = Window()
    texts = (
        "Когда дадут воду?",
        "Когда дадут свет?",
        "Когда уже дадут воду?",
        "Когда дадут газ",
        "когда же дадут свет",
        "Нет воды второй день на улице Мира",
        "Нет света второй день на улице Мира",
    )
    groups = {text: answer.group for text in texts if (answer := sent(window, text, text))}

    assert list(groups.values()) == [1, 2, 1, 3, 2, 4, 5]


@pytest.mark.parametrize(
    "asked",
    [
        "Когда в школе на {} поменяют окна?",
        "Почему на {} опять нет воды?",
    ],
)
def test_the_name_of_a_street_sets_no_question_apart(asked: str):
    window = Window()
    texts = [asked.format(street) for street in ("Тракторной", "Громова", "Октябрьской", "Школьной", "Мира")]
    answers = [answer for text in texts if (answer := sent(window, text, text))]

    assert [(answer.group, answer.authors) for answer in answers] == [(1, 1), (1, 2), (1, 3), (1, 4), (1, 5)]


def test_other_words_after_the_same_beginning_are_another_group():
    window = Window()
    sent(window, "Когда же наконец включат отопление на Мира?", "a")
    other = sent(window, "Когда же наконец включат фонари у вокзала и почистят площадь от снега?", "b")
    assert other is not None
    assert other.authors == 1


def test_copies_an_hour_apart_are_shared_but_one_author_does_not_flood_so():
    window = Window()
    answers = [sent(window, TEXT, author, at) for author, at in (("a", 0), ("a", 3600), ("a", 7200), ("b", 7300))]
    assert [(one.authors, one.by_author) for one in answers if one] == [(1, 1), (1, 1), (1, 1), (2, 1)]


@pytest.mark.parametrize(
    ("text", "shared"),
    [("Спасибо!", False), ("Когда дадут воду?", True), ("За что платим, непонятно.", True), ("Да?", False)],
)
def test_thanks_of_many_are_not_shared_and_a_row_of_one_author_is_flood(text: str, shared: bool):
    window = Window()
    answers = [sent(window, text, author) for author in "abcdef"]
    assert [bool(answer and answer.is_shared) for answer in answers] == [False, *[shared] * 5]
    rows = [sent(window, text, "a") for _ in range(2)]
    assert [bool(answer and answer.is_flood) for answer in rows] == [False, True]


def test_what_is_older_than_the_window_does_not_count_and_is_forgotten():
    window = Window()
    answers = [sent(window, TEXT, "a", at) for at in (0, 300, 601, 12_000)]
    assert [answer.by_author for answer in answers if answer] == [1, 2, 2, 1]
    assert len(window) == 1
    assert sent(window, "другое", "b", 50_000) == Repeated(3, 1, 1, False)
    assert len(window._sent) == 1
    assert len(window._groups) == 1
    assert len(window._group_of) == 1
    assert len(window._times) == 1
    assert len(window._bands) <= 16
    assert len(window._beginnings) == 1


def test_no_more_is_remembered_than_allowed():
    window = Window(remembered=50)
    for number in range(500):
        sent(window, f"{TEXT} {'абвгдежзик'[number % 10] * (number % 37)}", str(number))
    assert len(window) == 50
    assert len(window._group_of) <= 50
    assert len(window._groups) <= 50
    assert REMEMBERED == 20_000


def test_a_text_without_letters_is_nothing_to_compare():
    window = Window()
    assert [sent(window, text, "a") for text in ("", "+", "😡😡😡", "12345", "\u200b") for _ in range(3)] == [None] * 15
    assert len(window) == 0


@pytest.mark.parametrize("text", ["а", "аб", "абв", "абвг", "а" * 100_000, "\ud800абв"])
def test_any_text_is_sketched(text: str):
    window = Window()
    answers = [sent(window, text, "a") for _ in range(3)]
    assert [bool(answer and answer.is_flood) for answer in answers] == [False, False, True]
