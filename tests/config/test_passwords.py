import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from veche.config.passwords import ContextWordsValidator


@pytest.mark.parametrize("password", ["Рубцовск2026!", "администрация12", "admin-veche-рубцовск", "RubtsovskAdmin1"])
def test_words_that_are_tried_first_are_refused(password: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        ContextWordsValidator().validate(password)

    assert refusal.value.messages == [
        "В пароле слово, которое проверят первым. Добавьте ещё два-три своих слова.",
    ]


@pytest.mark.parametrize("password", ["семь тихих яблонь", "рубцовск над тихой рекой Алей", "correct horse battery"])
def test_words_of_ones_own_are_welcome(password: str) -> None:
    validate_password(password)


@pytest.mark.parametrize("password", ["короткий1", "password1234"])
def test_short_and_common_passwords_are_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


def test_a_short_password_hears_how_long_it_must_be() -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_password("тихий Алей")

    assert refusal.value.messages == ["Коротко: нужно не меньше 12 знаков."]
