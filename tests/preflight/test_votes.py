"""Polls that could be taken for a vote by law are asked to say that they are none."""

import pytest

from veche.preflight.votes import NOTE, note_about

VOTES = (
    ("Какую территорию благоустроим в 2027 году?", ("Парк", "Набережная"), "Выбирают жители."),
    ("За какой проект вы проголосуете?", ("Сквер", "Каток"), ""),
    ("Переименовать ли улицу Садовую?", ("Да", "Нет"), "Решаем вместе."),
    ("Нужны ли публичные слушания?", ("Да", "Нет"), ""),
    ("Поддерживаете инициативный проект «Тёплая остановка»?", ("Да", "Нет"), ""),
)
NO_VOTES = (
    ("Во сколько вам удобнее прийти на каток?", ("Утром", "Вечером"), "Спрашиваем, чтобы составить расписание."),
    ("Какую рубрику читать чаще?", ("Вопросы главе", "История города"), ""),
    ("Когда проголодались, куда идёте?", ("Домой", "В кафе"), ""),
)
SAID = (
    "Это опрос, он не заменяет голосование.",
    "Голосование по закону пройдёт на Госуслугах с 15 марта.",
    "Это только опрос подписчиков.",
    "Мнение подписчиков, а не решение.",
)


@pytest.mark.parametrize(("question", "options", "text"), VOTES)
def test_a_poll_that_sounds_like_a_vote_is_asked_to_say_it_is_none(question: str, options: tuple[str, ...], text: str):
    assert note_about(question, options, text) == NOTE


@pytest.mark.parametrize(("question", "options", "text"), NO_VOTES)
def test_other_polls_are_left_alone(question: str, options: tuple[str, ...], text: str):
    assert note_about(question, options, text) == ""


@pytest.mark.parametrize("said", SAID)
def test_whoever_says_so_is_not_asked_again(said: str):
    assert note_about("За какой проект вы проголосуете?", ("Сквер", "Каток"), said) == ""
