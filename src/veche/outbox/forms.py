from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.accounts.enums import NetworkSlug
from veche.journal.forms import DayField
from veche.outbox.domain.queries import FILTERS


class FilterForm(forms.Form):
    """What to show of everything that went out. What makes no sense is left out, not complained about."""

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
    url = forms.URLField(
        label=_("Ссылка на запись, если есть"),
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": _("Это не похоже на ссылку. Скопируйте адрес записи целиком или оставьте пустым.")},
    )


class FreezeForm(forms.Form):
    reason = forms.CharField(
        label=_("Почему"),
        max_length=300,
        help_text=_("Увидят все, кто открыл Вече: «Пожар на складе, ждём МЧС»."),
        error_messages={
            "required": _("Напишите, почему: это увидят все. Пока ничего не заморожено."),
            "max_length": _("Слишком длинно: хватит 300 знаков. Пока ничего не заморожено, сократите."),
        },
    )
