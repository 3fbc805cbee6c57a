"""The meaning of the score: plain speech loses no points, and one threshold is used everywhere."""

import pytest

from veche.style.check import check
from veche.style.score import features, threshold
from veche.style.signs import genitives, nouns
from veche.style.text import Text

OFFICIAL = "В целях уборки снега осуществляется контроль за проведением работ."
DRY = "Подрядчик сорвал сроки ремонта улицы Ленина и заплатит штраф 2,3 миллиона. Новый срок – 20 октября."
LIVE = "Каток открыт! Приходите с десяти до десяти, коньки дадим."


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Подготовка объектов хозяйства", 2),
        ("Ремонт кровли и фасадов", 2),
        ("План ремонта школ, садов и больниц", 4),
        ("Билет стоит 350 рублей, начало 19 октября", 0),
        ("Пять минут до школы, у дома нет воды", 0),
        ("Ремонт «крыши дома» начали", 0),
    ],
)
def test_only_what_hangs_on_a_noun_is_a_genitive_of_papers(text: str, count: int):
    assert genitives(Text(text)) == count


def test_a_timetable_is_not_short_of_verbs():
    text = "Билет в кассе. Кружево, валенки, роспись. Нужна запись. Каток «Юность», 8 декабря, 150 рублей."
    assert nouns(Text(text)) == 0
    assert features(text)["ratio"] == 0


def test_nouns_of_a_sentence_are_counted_without_dates_and_sums():
    assert nouns(Text("Подрядчик положит асфальт до 20 октября за 5 миллионов рублей у школы")) == 4


def test_the_verdict_follows_the_threshold():
    found = {text: check(text) for text in (OFFICIAL, DRY, LIVE)}
    assert [one.verdict for one in found.values()] == ["official", "dry", "live"]
    assert [one.warned for one in found.values()] == [True, False, False]
    middle = (threshold() + 100) / 2
    assert found[OFFICIAL].score < threshold() <= found[DRY].score < middle <= found[LIVE].score


def test_three_words_are_no_official_text():
    report = check("В целях недопущения.")
    assert report.score < threshold()
    assert report.verdict == "dry"
