from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from veche.accounts.enums import NetworkSlug
from veche.journal.forms import DayField, WholeField
from veche.outbox.domain.post_address import example_for, understood
from veche.outbox.domain.queries import FILTERS
from veche.outbox.enums import ActState, ActVerb
from veche.outbox.errors import WrongAddress
from veche.outbox.models import Act


class FilterForm(forms.Form):
    """Filters of the list of acts. Invalid values are ignored, not reported."""

    state = forms.ChoiceField(choices=list(FILTERS.items()), required=False, widget=forms.HiddenInput)
    network = forms.ChoiceField(label=_("Сеть"), choices=[("", _("любая")), *NetworkSlug.choices], required=False)
    day = DayField(label=_("День"), required=False)
    q = forms.CharField(label=_("Слова из текста"), required=False, max_length=200)

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
        label=_("Ссылка на запись, если есть"),
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None = None, *, act: Act) -> None:
        super().__init__(data, auto_id=f"id_%s_{act.pk}")
        self.act = act
        if looks := example_for(act):
            self.fields["url"].help_text = _("Например, %(example)s") % {"example": looks}
        else:
            del self.fields["url"]
        if act.verb == ActVerb.PUBLISH and act.state in (ActState.BY_HAND, ActState.CONFIRMED):
            self.fields["url"].label = _("Ссылка на запись")
        elif act.state == ActState.BY_HAND and "url" in self.fields:
            self.fields["url"].label = _("Ссылка на запись, если изменилась")

    def clean_url(self) -> str:
        written: str = self.cleaned_data["url"]
        if not written:
            return ""
        try:
            return understood(self.act, written).url
        except WrongAddress as error:
            raise forms.ValidationError(str(error)) from None


class FreezeForm(forms.Form):
    reason = WholeField(
        label=_("Почему"),
        max_length=300,
        help_text=_("Увидят все, кто открыл Вече: «Пожар на складе, ждём МЧС»."),
        error_messages={
            "required": _("Напишите, почему: это увидят все. Пока ничего не заморожено."),
            "max_length": _("Слишком длинно: хватит 300 знаков. Пока ничего не заморожено, сократите."),
        },
    )
