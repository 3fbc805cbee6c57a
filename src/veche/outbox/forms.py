from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from veche.accounts.order import offered_choices
from veche.kit.fields import DayField, WholeField
from veche.networks.protocol import Verb
from veche.outbox.domain.post_address import example_for, parse_post_address
from veche.outbox.domain.queries import FILTERS
from veche.outbox.enums import ActState
from veche.outbox.errors import WrongAddress
from veche.outbox.models import Act


class FilterForm(forms.Form):
    """Filters of the list of acts. Invalid values are ignored, not reported."""

    state = forms.ChoiceField(choices=list(FILTERS.items()), required=False, widget=forms.HiddenInput)
    network = forms.ChoiceField(label="Сеть", choices=[("", "любая"), *offered_choices()], required=False)
    day = DayField(label="День", required=False)
    q = forms.CharField(label="Слова из текста", required=False, max_length=200)

    def wanted(self) -> dict[str, Any]:
        """Arguments of `queries.acts`."""
        self.is_valid()
        day: date | None = self.cleaned_data.get("day")
        return {
            "state": self.cleaned_data.get("state") or "",
            "network": self.cleaned_data.get("network") or "",
            "day": day,
            "search": self.cleaned_data.get("q") or "",
        }


class HappenedForm(forms.Form):
    """A person's confirmation of `act`, with the post's address if it has one."""

    url = forms.CharField(
        label="Ссылка на запись, если есть",
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None = None, *, act: Act) -> None:
        super().__init__(data, auto_id=f"id_%s_{act.pk}")
        self.act = act
        if example := example_for(act):
            self.fields["url"].help_text = f"Например, {example}"
        else:
            del self.fields["url"]
        if act.verb == Verb.PUBLISH and act.state in (ActState.BY_HAND, ActState.CONFIRMED):
            self.fields["url"].label = "Ссылка на запись"
        elif act.state == ActState.BY_HAND and "url" in self.fields:
            self.fields["url"].label = "Ссылка на запись, если изменилась"

    def clean_url(self) -> str:
        written: str = self.cleaned_data["url"]
        if not written:
            return ""
        try:
            return parse_post_address(self.act, written).url
        except WrongAddress as error:
            raise forms.ValidationError(str(error)) from None


class FreezeForm(forms.Form):
    reason = WholeField(
        label="Почему",
        max_length=300,
        help_text="Увидят все, кто открыл Вече: «Пожар на складе, ждём МЧС».",
        error_messages={
            "required": "Напишите, почему: это увидят все. Пока ничего не заморожено.",
            "max_length": "Слишком длинно: хватит 300 знаков. Пока ничего не заморожено, сократите.",
        },
    )
