import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.people import make_administration, make_person
from veche.config.passwords import ContextWordsValidator, KnownPasswordValidator


@pytest.mark.parametrize("password", ["Рубцовск2026!", "администрация12", "admin-veche-рубцовск", "RubtsovskAdmin1"])
def test_words_that_are_tried_first_are_refused(password: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        ContextWordsValidator().validate(password)

    assert refusal.value.messages == [
        "В пароле слово, которое проверят первым. Добавьте ещё два-три своих слова.",
    ]


KNOWN = "Такой пароль подберут по спискам слов и привычных приписок. Придумайте другой, из трёх-четырёх слов."


@pytest.mark.parametrize(
    "password",
    [
        "пароль123456",
        "Пароль_2026!!",
        "gfhjkm123456",  # «пароль» in the other layout
        "k.,k.123456!",  # «люблю»
        "зфыыцщкв2026",  # «password»
        "parol1234567",
        "P@ssw0rd2026",
        "парольпароль",
        "солнышко-солнышко",
        "Наташа19851985",
        "natalya19851985",
        "йцукенгшщзхъ",
        "qwertyuiopasd1",
        "123456789012",
        "ааааааааааааа",
        "Gfhjkm123456",
        "qwerty123456йц",
        "люблюмаму123",
        "ilovemymother",
        "zaq12wsxcde3",
        "1234567890qw",
        "ЛетоЗима2026",
        "корабль12345",
        "Barnaul202122",
    ],
)
def test_a_known_password_with_little_added_is_refused(password: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        KnownPasswordValidator().validate(password)

    assert refusal.value.messages == [KNOWN]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password", ["Славгород2026", "Slavgorod2026!", "ckfdujhjl2026", "slavgorod_adm", "Администрация1", "flvbybcnhfwbz"]
)
def test_the_words_of_the_own_city_are_refused_however_they_are_typed(password: str) -> None:
    person = make_person(make_administration("Славгород"))

    with pytest.raises(ValidationError) as refusal:
        ContextWordsValidator().validate(password, person)

    assert refusal.value.messages == ["В пароле слово, которое проверят первым. Добавьте ещё два-три своих слова."]


@pytest.mark.django_db
def test_the_own_city_is_weak_among_other_words_too() -> None:
    person = make_person(make_administration("Славгород"))

    with pytest.raises(ValidationError) as refusal:
        KnownPasswordValidator().validate("летославгород26", person)

    assert refusal.value.messages == [KNOWN]


@pytest.mark.django_db
def test_another_city_is_a_word_like_any_other() -> None:
    ContextWordsValidator().validate("Рубцовск2026", make_person(make_administration("Славгород")))


@pytest.mark.parametrize(
    "password",
    [
        "семь тихих яблонь",
        "рубцовск над тихой рекой Алей",
        "correct horse battery",
        "xK9#mQ2$vL7p",
        "я" + "тихий Алей " * 40,
    ],
)
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
