import pytest

from veche.style.answers import Copy, copied
from veche.style.check import check

GOOD = [
    "Анна, здравствуйте! Яму у дома 5 засыплем в четверг, бригада уже заказала щебень.",
    "Добрый день! Мы проверили фонарь, лампу поменяют завтра до вечера.",
    "Иван, автобус № 10 добавить не можем: нет водителей. Ищем, расскажем 15 декабря.",
    "Здравствуйте! Подскажите, пожалуйста, номер дома, и мы пришлём дворника.",
    "Анна, здравствуйте! Бригада засыплет яму до пятницы.",
    "Ольга, добрый день! Лавочку у подъезда мастер починит к выходным.",
    "Здравствуйте! До января мы поставим фонарь во дворе.",
    "Спасибо! Яму засыпали утром.",
    "Да, приходите.",
    "Телефон диспетчера: 5-12-34.",
]
BAD = {
    "Работы выполнят в четверг силами бригады на улице.": {"A01"},
    "Здравствуйте! Ваше обращение рассмотрено.": {"A02", "A05"},
    "Ваше обращение рассмотрено.": {"A02", "A05"},
    "Вопрос решается.": {"A02"},
    "Спасибо за вопрос!": {"A02"},
    "Анна, здравствуйте! Спасибо за обращение. Информация принята.": {"A02", "A04", "A05"},
    "Здравствуйте! По вашему обращению сообщаем: информация передана в отдел.": {"A02", "A04", "A05"},
    "Уважаемый житель, такова общая картина вещей и обстоятельств.": {"A01", "A02", "A04"},
}


def rules(text: str) -> set[str]:
    findings = check(text, form="answer").findings
    return {one.rule for one in findings if one.rule.startswith("A") and one.severity != "hint"}


@pytest.mark.parametrize("text", GOOD)
def test_an_answer_that_answers(text):
    assert rules(text) == set()


@pytest.mark.parametrize(("text", "lacks"), BAD.items())
def test_what_an_answer_lacks(text, lacks):
    assert rules(text) == lacks


@pytest.mark.parametrize("text", ["Ваше обращение рассмотрено.", "Вопрос решается.", "Спасибо за вопрос!"])
def test_an_answer_about_nothing_is_warned_of(text):
    assert check(text, form="answer").warned


@pytest.mark.parametrize("text", GOOD)
def test_an_answer_that_answers_is_not_warned_of(text):
    assert not check(text, form="answer").warned


def test_a_post_need_not_answer():
    assert not any(one.rule.startswith("A") for one in check("Ваше обращение рассмотрено.").findings)


def test_one_answer_for_two_people():
    answers = [
        "Анна, здравствуйте! Спасибо за фото, передали бригаде, яму засыплют до пятницы.",
        "Пётр, каток откроют в декабре, как встанет лёд.",
        "Олег, здравствуйте! Спасибо за фото, передали бригаде, яму засыплют до пятницы.",
    ]
    assert copied(answers) == [Copy(0, 2, 0.875)]
    assert copied(answers[:2]) == []
