from django.apps import AppConfig
from django.core.validators import MaxLengthValidator, MinLengthValidator, ProhibitNullCharactersValidator
from django.forms import ChoiceField, DateField, Field, ModelChoiceField, TimeField

from veche.kit.fields import NO_SUCH_DAY, NO_SUCH_HOUR

GONE = "Этого в списке уже нет. Выберите другое, остальное на месте."
NUL = "Среди этих слов есть знак, которого не видно (код 0). Наберите их заново, остальное на месте."


class KitConfig(AppConfig):
    name = "veche.kit"
    label = "kit"

    def ready(self) -> None:
        """Set the messages of form errors that forms do not word themselves."""
        Field.default_error_messages["required"] = "Заполните это поле."
        for choices in (ChoiceField, ModelChoiceField):
            choices.default_error_messages["invalid_choice"] = GONE
        DateField.default_error_messages["invalid"] = NO_SUCH_DAY["invalid"]
        TimeField.default_error_messages["invalid"] = NO_SUCH_HOUR["invalid"]
        ProhibitNullCharactersValidator.message = NUL
        MaxLengthValidator.message = "Слишком длинно: сейчас знаков %(show_value)d, помещается %(limit_value)d."
        MinLengthValidator.message = "Слишком коротко: сейчас знаков %(show_value)d, нужно хотя бы %(limit_value)d."
