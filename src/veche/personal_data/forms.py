from typing import Any, cast

from django import forms

from veche.kit.fields import DayField, WholeField
from veche.networks.registry import NETWORKS


class SubjectForm(forms.Form):
    network = forms.ChoiceField(label="Сеть", error_messages={"required": "Выберите сеть."})
    author = WholeField(
        label="Номер или адрес страницы",
        max_length=300,
        error_messages={"required": "Впишите номер человека в сети или адрес его страницы."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        networks = [(slug, one.title) for slug, one in NETWORKS.items()]
        cast("forms.ChoiceField", self.fields["network"]).choices = networks


class ErasureForm(forms.Form):
    """The paper by which the person asks. The verb refuses a missing one."""

    number = WholeField(label="Номер просьбы", max_length=100, required=False)
    dated = DayField(
        label="От какого дня",
        required=False,
        error_messages={"invalid": "Такого дня нет. Ничего не стёрто."},
    )
