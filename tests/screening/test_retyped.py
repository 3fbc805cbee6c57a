"""Russian typed in Latin letters is screened as Russian, with positions in the original."""

import pytest

from veche.screening.retyped import retyped
from veche.screening.screen import screen


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kogda vklyuchat goryachuyu vodu", "когда включат горячую воду"),
        ("kozel ti stariy, a ne master", "козел ти старый, а не мастер"),
        ("lt,bks вы там все на Победы", "дебилы вы там все на Победы"),
        ("ghbdtn? rjulf jnrhjtnt rfnjr", "привет? когда откроете каток"),
    ],
)
def test_what_was_meant(typed: str, meant: str) -> None:
    found = retyped(typed)

    assert found is not None
    assert found.text.replace("\N{CYRILLIC SMALL LETTER SHORT I}", "й") == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Когда откроют каток?",
        "Thank you very much, nice city, good people",
        "Guten Tag, wo ist das Rathaus? Wir kommen morgen",
        "Wi-Fi в парке не работает, USB тоже",
        "Apple iPhone 14 Pro Max 256 Gb",
        "напишите на info@veche.ru или в telegram",
        "https://veche.ru/katok otkryt.html",
        "LED, QR, SMS, PDF, OK",
        "🤬 !!! ;;; ...",
    ],
)
def test_what_was_meant_as_it_stands(text: str) -> None:
    assert retyped(text) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Slushay, kozel ti stariy, otkroy katok", "kozel"),
        ("Где вода? lt,bks вы там все, кто плитку кладёт", "lt,bks"),
    ],
)
def test_an_insult_is_shown_where_it_was_typed(text: str, word: str) -> None:
    said = screen(text)

    assert "insult" in said.proposed
    assert any(word in text[one.start : one.end] for one in said.spans_of("insult"))
