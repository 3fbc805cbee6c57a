from typing import Any, cast

from django import forms

from veche.kit.fields import WholeField
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
