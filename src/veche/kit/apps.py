from django.apps import AppConfig
from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.forms import Field


class KitConfig(AppConfig):
    name = "veche.kit"
    label = "kit"

    def ready(self) -> None:
        """Set the messages of form errors that forms do not word themselves."""
        Field.default_error_messages["required"] = "Заполните это поле."
        MaxLengthValidator.message = "Слишком длинно: сейчас знаков %(show_value)d, помещается %(limit_value)d."
        MinLengthValidator.message = "Слишком коротко: сейчас знаков %(show_value)d, нужно хотя бы %(limit_value)d."
