"""Every message has one to three plain sentences: the words, their fault, the remedy."""

import re

import pytest

from tests.style.examples import examples
from veche.style.check import check

QUOTED = re.compile(r"«[^«»]*(?:«[^«»]*»[^«»]*)*»")


def _messages() -> list[str]:
    texts = [text for lines in examples("findings").values() for text, _ in lines]
    return sorted({finding.message for text in texts for finding in check(text).findings})


@pytest.fixture(scope="module")
def sentences() -> dict[str, list[str]]:
    """The sentences of each message, without quotations."""
    return {message: re.split(r"(?<=[.?!]) ", QUOTED.sub("«»", message)) for message in _messages()}


def test_no_sentence_has_two_colons(sentences: dict[str, list[str]]):
    explaining = {
        message: [one for one in said if one.count(": ") > 1 and not one.startswith("Лучше")]
        for message, said in sentences.items()
    }
    assert {message: found for message, found in explaining.items() if found} == {}


def test_no_sentence_is_said_twice(sentences: dict[str, list[str]]):
    assert [message for message, said in sentences.items() if len(set(said)) < len(said)] == []


def test_one_request_is_enough(sentences: dict[str, list[str]]):
    requests = re.compile("Скажите|Назовите|Расскажите|Начните")
    assert [message for message, said in sentences.items() if sum(map(bool, map(requests.match, said))) > 1] == []


def test_every_sentence_ends(sentences: dict[str, list[str]]):
    assert [message for message, said in sentences.items() if re.search(r"[:,;]\.$|[^.?!]$", said[-1])] == []


def test_no_word_of_grammar_books_is_asked_of_the_reader():
    learned = re.compile("отымённ|связк|родительн|плеоназм|номинатив|предикат", re.IGNORECASE)
    assert [message for message in _messages() if learned.search(QUOTED.sub("", message))] == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Сдайте заявки в срок до среды.", "«в срок до»: хватит одного короткого слова. Лучше: до."),
        (
            "Все участники мероприятия пели.",
            "«участники мероприятия»: оборот отчёта. Скажите, кто пришёл.",
        ),
        ("Стройка вышла на финишную прямую.", "«вышла на финишную прямую»: парадный штамп. Скажите, сколько осталось."),
    ],
)
def test_a_question_becomes_a_request(text: str, message: str):
    assert message in [finding.message for finding in check(text).findings]
