from typing import Any

from django import forms

from veche.inbox.domain.asked_often import LEAST_DAYS, LEAST_PEOPLE, MOST_DAYS, MOST_PEOPLE
from veche.inbox.domain.meanwhile import AnswerSnapshot
from veche.inbox.domain.settings import LEAST_HOURS, LEAST_MINUTES, MOST_HOURS, MOST_MINUTES
from veche.inbox.enums import MessageState
from veche.inbox.models import AskedSettings, InboxSettings
from veche.kit.fields import WholeField


class AnswerForm(forms.Form):
    """`answered`, `state`: what the page showed, see `meanwhile.AnswerSnapshot`.

    The network's limits are checked by `render_reply`, as the counter and the call do.
    """

    text = WholeField(label="Ответ жителю", strip=True, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}))
    answered = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    state = forms.ChoiceField(choices=MessageState.choices, required=False, widget=forms.HiddenInput)

    @property
    def shown(self) -> AnswerSnapshot | None:
        """What the page showed; None if it did not say."""
        if not hasattr(self, "cleaned_data") or self.cleaned_data.get("answered") is None:
            return None
        return AnswerSnapshot(self.cleaned_data["answered"], self.cleaned_data.get("state", ""))


class FilterForm(forms.Form):
    """The name of a saved filter, and whether colleagues see it. The verb refuses a missing name."""

    name = WholeField(required=False)
    shared = forms.BooleanField(required=False)

    @property
    def said(self) -> dict[str, Any]:
        self.is_valid()
        return {"name": self.cleaned_data.get("name", ""), "shared": self.cleaned_data.get("shared", False)}


def _number(label: str, least: int, most: int, help_text: str = "") -> forms.IntegerField:
    refusal = f"Напишите число от {least} до {most}. Настройка прежняя."
    errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), refusal)
    return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=help_text, error_messages=errors)


class AskedForm(forms.Form):
    """When what residents ask becomes an occasion."""

    is_on = forms.BooleanField(label="Записывать поводом то, о чём жители часто спрашивают", required=False)
    people = _number("Сколько человек должны спросить", LEAST_PEOPLE, MOST_PEOPLE)
    days = _number("За сколько дней", LEAST_DAYS, MOST_DAYS)

    def __init__(self, *args: Any, settings: AskedSettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({name: getattr(settings, name) for name in self.fields})


class InboxForm(forms.Form):
    """Settings of the inbox."""

    hold_minutes = _number("На сколько минут занимает «Беру»", LEAST_MINUTES, MOST_MINUTES)
    late_hours = _number("Через сколько рабочих часов ждут долго", LEAST_HOURS, MOST_HOURS)

    def __init__(self, *args: Any, settings: InboxSettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({name: getattr(settings, name) for name in self.fields})
