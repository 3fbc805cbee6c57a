"""A password may not consist of words that anybody would try first in a city administration."""

from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS = ("рубцовск", "rubtsovsk", "rubcovsk", "администрация", "administration", "admin", "veche", "вече")


class ContextWordsValidator:
    """Refuses a password that is such a word with little added (ASVS 5.0, 6.2.11)."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 -- Django's signature
        rest = password.casefold()
        found = False
        for word in WORDS:
            found = found or word in rest
            rest = rest.replace(word, "")
        if found and len(rest) < 8:
            raise ValidationError(
                _("В пароле слово, которое проверят первым. Добавьте ещё два-три своих слова."),
                code="context_words",
            )

    def get_help_text(self) -> str:
        return _("Не стройте пароль из названия города, администрации или этой программы.")


class LengthValidator(MinimumLengthValidator):
    """Django's own, said in Russian that people speak."""

    def get_error_message(self) -> str:
        return _("Коротко: нужно не меньше %(number)s знаков.") % {"number": self.min_length}


class KnownPasswordValidator(CommonPasswordValidator):
    """Django's own list of common passwords, with a message in plain Russian."""

    def get_error_message(self) -> str:
        return _("Этот пароль давно в списках, по которым подбирают. Придумайте другой, из трёх-четырёх слов.")

    def get_help_text(self) -> str:
        return _("Пароль из известных списков не подойдёт.")
