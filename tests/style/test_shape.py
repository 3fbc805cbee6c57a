"""R11 and R12: lengths of sentences, paragraphs and posts. Headings and contact details are no sentences."""

import pytest

from veche.style.check import check

WORDS = "хлеб молоко масло сыр яйца муку соль сахар чай кофе рис лук мёд рыбу мясо сок воду икру изюм орехи"
GOODS = WORDS.split(" ")
PIECE = "Снег выпал ночью, дворники вышли в пять утра. "
COLUMNS = "дом\tдата\tкто\tчто\tгде\tкогда"
PARAGRAPH = PIECE * 14


def shopping(number: int) -> str:
    return f"Сходите и купите {' '.join((GOODS * 2)[:number])}."


def found(text: str, rule: str) -> list[tuple[int, int, str]]:
    return [(one.start, one.end, one.severity) for one in check(text).findings if one.rule == rule]


def test_more_than_twenty_words_are_many():
    texts = [shopping(goods) for goods in range(18, 28)]
    assert [found(text, "R11") for text in texts] == [[(0, len(text), "warning")] for text in texts]


def test_more_than_thirty_are_an_error():
    text = shopping(28)
    assert found(text, "R11") == [(0, len(text), "error")]


def test_twenty_words_are_read_with_ease():
    assert [found(shopping(goods), "R11") for goods in range(8, 18)] == [[]] * 10


@pytest.mark.parametrize(
    "line",
    [
        "Глава города И. И. Иванов",
        "Приложение к постановлению администрации города Приморска от 5 мая 2020 года № 15 " + WORDS,
        "Тел.: 5-12-34, адрес: улица Мира, дом 5, спросить, где " + WORDS,
        "Исх. № 15",
        "\t".join([COLUMNS] * 4),
    ],
)
def test_requisites_and_tables_are_no_sentences(line):
    assert found(f"Каток открыт.\n{line}\nПриходите!", "R11") == []


def test_a_heading_ends_with_its_line():
    heading = "Каток на площади открыт и ждёт всех, кто умеет и не умеет кататься"
    text = f"{heading}\nПриходите в субботу, коньки дадим, чай нальём"
    assert found(text, "R11") == []


def test_a_long_paragraph_is_shown_whole():
    texts = [(PIECE * pieces).strip() for pieces in range(14, 24)]
    assert [found(text, "R12") for text in texts] == [[(0, len(text), "warning")] for text in texts]


def test_short_paragraphs_are_well():
    assert [found(PIECE * pieces, "R12") for pieces in range(2, 12)] == [[]] * 10


def test_blank_lines_part_a_long_text():
    text = "\n\n".join([PIECE * 8] * 3)
    assert found(text, "R12") == []


def test_a_long_post_is_advised_to_be_shorter():
    text = "\n\n".join([PIECE * 8] * 6)
    assert [severity for *_, severity in found(text, "R12")] == ["hint"]
