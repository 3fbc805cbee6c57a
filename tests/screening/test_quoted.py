"""An insult quoted in a complaint is no insult by its author; jokes and curses are no offers and threats."""

import pytest

from veche.screening.quoted import without_quotes
from veche.screening.screen import screen

QUOTED = [
    "В регистратуре сказали «понаехали тут дебилы» и бросили трубку. Это нормально вообще?",
    "Мне в приёмной ответили мол «вы уже достали, идиотка». Так у нас с людьми разговаривают?",
    "«Ты никто и звать тебя никак» — вот так с ветераном разговаривал ваш сотрудник",
    "врач сказала, что мы все тупые и лечить нас бесполезно",
    "тренер орет на детей: «Дебилы, кто так бьёт!» Мы снимем видео",
    "пришло смс «вам положена выплата, перейдите по ссылке», это от вас или разводка?",
]
OWN_WORDS = [
    "Сказали «подождите». Ваш диспетчер тупая скотина!",
    "Ты дура, а не «мать года»",
    "Прочитал «итоги года» и понял: вы там все идиоты",
]
CALM = [
    "Чтоб вам икалось",
    "Пусть глава сам пройдётся по нашей улице в темноте без фонарика",
    "Продам гараж)) это шутка, если что",
]


@pytest.mark.parametrize("text", [*QUOTED, *CALM])
def test_the_words_of_others_and_jokes_are_no_ground(text: str) -> None:
    assert screen(text).proposed == ()


@pytest.mark.parametrize("text", OWN_WORDS)
def test_an_insult_beside_a_quotation_stays(text: str) -> None:
    assert "insult" in screen(text).proposed


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Диспетчер сказала «идиоты». Примите меры", "Диспетчер сказала  … . Примите меры"),
        ("врач сказала, что мы тупые. Куда жаловаться?", "врач сказала …. Куда жаловаться?"),
        ("Кинотеатр «Луч» открыт", None),
        ("я сказал, что ты осёл", None),
        ("Всё хорошо", None),
    ],
)
def test_what_is_left_without_the_quotation(text: str, own: str | None) -> None:
    assert without_quotes(text) == own
