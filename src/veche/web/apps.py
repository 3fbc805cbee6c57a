from django.apps import AppConfig
from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "veche.web"
    label = "web"

    def ready(self) -> None:
        """What a form says where it has no sentence of its own."""
        Field.default_error_messages["required"] = _("Заполните это поле.")
        MaxLengthValidator.message = _("Слишком длинно: сейчас знаков %(show_value)d, помещается %(limit_value)d.")
        MinLengthValidator.message = _("Слишком коротко: сейчас знаков %(show_value)d, нужно хотя бы %(limit_value)d.")
