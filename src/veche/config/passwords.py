"""A password may not be what anybody would try first: a known one, or a word of the city and its administration."""

import re
from functools import cache

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from veche.config.common_words import RUSSIAN
from veche.config.password_forms import only_word, readings, runs_along_the_keys, spellings
from veche.staff.models import Person

WORDS = ("администрация", "administration", "admin", "veche", "вече")
# Shorter words of an administration's name («края», «МО») stand in too many others.
LEAST = 5
# What is left beside such words must be worth two or three words of one's own.
REST = 8


class ContextWordsValidator:
    """Refuses a password that is such a word with little added (ASVS 5.0, 6.2.11)."""

    def validate(self, password: str, user: object = None) -> None:
        rest = password.casefold()
        found = False
        for word in _words_of(user):
            found = found or word in rest
            rest = rest.replace(word, "")
        if found and len(rest) < REST:
            raise ValidationError(
                _("В пароле слово, которое проверят первым. Добавьте ещё два-три своих слова."),
                code="context_words",
            )

    def get_help_text(self) -> str:
        return _("Не стройте пароль из названия города, администрации или этой программы.")


def _words_of(user: object) -> list[str]:
    """Every spelling of the city and of the words of its administration's name, the longest first."""
    names = (user.administration.city, user.administration.name) if isinstance(user, Person) else (settings.CITY,)
    words = {word for name in names for word in re.findall(r"[^\W\d_]+", name) if len(word) >= LEAST}
    stems = {word[:-1] for word in words if len(word) > LEAST}  # «Рубцовска» is «Рубцовск» as well
    found = {spelling for word in (*WORDS, *words, *stems) for spelling in spellings(word)}
    return sorted(found, key=len, reverse=True)


class LengthValidator(MinimumLengthValidator):
    """Django's own, said in Russian that people speak."""

    def get_error_message(self) -> str:
        return _("Коротко: нужно не меньше %(number)s знаков.") % {"number": self.min_length}


class KnownPasswordValidator(CommonPasswordValidator):
    """Django's list and common Russian words, offline: also with digits and marks around, in the other keyboard layout,
    in Latin letters, repeated, and keys that stand side by side. Several different words are welcome."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 -- Django's signature
        super().validate(password)
        has_letters = re.search(r"[^\W\d_]", password)
        if not has_letters or any(self._is_known(only_word(text)) for text in readings(password)):
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def _is_known(self, word: str) -> bool:
        return bool(word) and (
            len(word) == 1 or word in self.passwords or word in _russian() or runs_along_the_keys(word)
        )

    def get_error_message(self) -> str:
        return _("Этот пароль давно в списках, по которым подбирают. Придумайте другой, из трёх-четырёх слов.")

    def get_help_text(self) -> str:
        return _("Пароль из известных списков не подойдёт.")


@cache
def _russian() -> frozenset[str]:
    return frozenset(spelling for word in RUSSIAN for spelling in spellings(word))
