"""Sentence borders, and that an insult in one sentence is not diluted by the others."""

import pytest

from veche.screening.screen import screen
from veche.screening.sentences import sentence_spans


def apart(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("Каток открыт", []),
        ("Каток на Ленина открыт. Приходите вечером!", ["Каток на Ленина открыт. ", "Приходите вечером!"]),
        ("Каток открыт (наконец-то!) и светло", []),
        ("Пришла одна строка\nи за ней совсем другая", ["Пришла одна строка\n", "и за ней совсем другая"]),
        ("Он сказал: «Завтра!» И ушёл к себе домой", ["Он сказал: «Завтра!» ", "И ушёл к себе домой"]),
        ("Да! Каток на Ленина открыт. Да", []),
        ("Очень долго. Так дела не делаются", []),
        ("Пишите на info@veche.ru или зайдите на site.ru/news", []),
    ],
)
def test_what_stands_together(text: str, parts: list[str]) -> None:
    assert apart(text) == parts


def test_nothing_is_left_out_and_a_wall_of_stops_takes_no_longer() -> None:
    wall = "Откройте каток! " * 500

    assert "".join(apart(wall)) == wall
    assert len(apart(wall)) == 60


COMPLAINT = (
    "За отопление спасибо, дали вовремя. {} Прошу прислать другого слесаря и сообщить, когда починят стояк. "
    "Телефон диспетчера не отвечает со вторника."
)


def test_an_insult_in_a_long_complaint_is_found_where_it_stands() -> None:
    rude = "Свинья он у вас, а не слесарь."
    text = COMPLAINT.format(rude)

    said = screen(text)

    assert said.proposed == ("insult",)
    places = [(one.start, one.end) for one in said.spans_of("insult")]
    assert places
    assert all(text.index(rude) <= start < end <= text.index(rude) + len(rude) for start, end in places)


def test_the_same_complaint_without_it_is_left_alone() -> None:
    assert screen(COMPLAINT.format("Но слесарь пришёл и насвинячил в подъезде.")).proposed == ()
