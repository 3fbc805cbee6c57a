import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.networks.text import canonical, signs, tidy, utf16_length

FAMILY = "👨‍👩‍👧"


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("а\r\nб\rв\u2028г\x0bд", "а\nб\nв\nг\nд"),
        ("  строка \t\n\tвторая   \n\n", "строка\n вторая"),
        ("10\u00a0000\u202fруб.", "10\u00a0000\u202fруб."),
        ("а\x00б\ufeffв\u202eг\ud800д", "абвгд"),
        (f"мы {FAMILY}!", f"мы {FAMILY}!"),
        ("абзац\n\n\n\nабзац", "абзац\n\n\n\nабзац"),
        (" \u00a0\n\t", ""),
    ],
)
def test_tidy(typed: str, stands: str) -> None:
    assert tidy(typed) == stands


@pytest.mark.parametrize(
    ("sent", "came_back"),
    [
        ("и\u0306", "й"),
        ("10\u00a0000  рублей", "10 000 рублей"),
        ("абзац\n\n\nабзац ", "абзац\r\nабзац"),
        ("сло\u00adво\u200b", "слово"),
        ("❤\ufe0f", "❤"),
        ("слово\u200dслово", "словослово"),
    ],
)
def test_canonical_forms_are_equal(sent: str, came_back: str) -> None:
    assert canonical(sent) == canonical(came_back)


@pytest.mark.parametrize(
    ("one", "other"),
    [(FAMILY, FAMILY.replace("\u200d", "")), ("е", "ё"), ("а б", "аб"), ("а\nб", "а б"), ("Да", "да")],
)
def test_canonical_forms_differ(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


texts = st.text(st.characters() | st.sampled_from("\r\n\t \u00a0\u200d\u200b\ufeff👨👩\ud800"), max_size=40)


@given(texts)
def test_tidy_is_stable_and_can_be_sent(text: str) -> None:
    once = tidy(text)

    assert tidy(once) == once
    assert once.encode().decode() == once
    assert once == once.strip()


@given(texts)
def test_canonical_is_stable_and_survives_tidying(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text) == canonical(tidy(text))


@pytest.mark.parametrize(("text", "units"), [("", 0), ("ё", 1), ("🏛", 2), ("🇷🇺", 4), (FAMILY, 8), ("\ud800", 1)])
def test_utf16_length(text: str, units: int) -> None:
    assert utf16_length(text) == units


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 знак"),
        (2, "2 знака"),
        (5, "5 знаков"),
        (11, "11 знаков"),
        (12, "12 знаков"),
        (21, "21 знак"),
        (111, "111 знаков"),
        (1024, "1\xa0024 знака"),
        (12_304, "12\xa0304 знака"),
    ],
)
def test_signs_are_counted_as_people_say(number: int, said: str) -> None:
    assert signs(number) == said
