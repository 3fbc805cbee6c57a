from hypothesis import given
from hypothesis import strategies as st

from veche.networks.fitting import Fitting, fitting
from veche.networks.text import utf16_length

WORDS = "Каток на Ленина открыт. Прокат коньков работает с десяти. Вход свободный!"


def test_what_fits_is_left_alone() -> None:
    assert fitting(WORDS, len(WORDS)) is None
    assert fitting("", 10) is None


def test_a_paragraph_is_the_best_place() -> None:
    text = "Каток открыт. Ждём.\n\nПрокат коньков работает с десяти до девяти вечера."

    assert fitting(text, 30) == Fitting("Каток открыт. Ждём.", "Прокат коньков работает с десяти до девяти вечера.")


def test_then_a_sentence_then_a_word() -> None:
    assert fitting(WORDS, 60) == Fitting("Каток на Ленина открыт. Прокат коньков работает с десяти.", "Вход свободный!")
    assert fitting("раз два три четыре", 10) == Fitting("раз два", "три четыре")


def test_a_short_first_paragraph_does_not_leave_the_room_empty() -> None:
    text = "Друзья!\n" + "Каток открыт до девяти вечера. " * 10

    found = fitting(text, 200)

    assert found is not None
    assert utf16_length(found.head) > 100
    assert found.head.endswith(".")


def test_an_emoji_is_two() -> None:
    assert fitting("🏛 " * 6, 8) == Fitting("🏛 🏛 🏛", "🏛 🏛 🏛 ".lstrip())


def test_one_endless_word_is_left_to_the_person() -> None:
    assert fitting("я" * 30, 10) is None


@given(st.text(alphabet="аб .!\n🏛", max_size=200), st.integers(1, 60))
def test_nothing_is_lost_and_the_head_fits(text: str, limit: int) -> None:
    found = fitting(text, limit)

    if found is not None:
        assert utf16_length(found.head) <= limit
        assert "".join((found.head + found.rest).split()) == "".join(text.split())
