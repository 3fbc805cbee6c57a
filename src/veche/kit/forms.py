"""Forms that others extend: a moment made of day and hour, and an object created once."""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from django import forms

from veche.kernel.clock import at, local
from veche.kit.fields import day_field, hour_field


class OnceForm(forms.Form):
    """Creates its object once, also if the button is pressed twice.

    Other values from the same window create another object, as «Назад» in the browser brings the old form back.
    """

    once = forms.CharField(required=False, widget=forms.HiddenInput, initial=uuid4)

    @property
    def asked(self) -> UUID | None:
        """The id of this window and its values; None without the hidden field."""
        window = self.cleaned_data["once"]
        return uuid5(NAMESPACE_OID, repr([self[name].data for name in self.fields])) if window else None


class HourForm(forms.Form):
    """A day and a time of the city; `moment` is the UTC moment."""

    day = day_field()
    time = hour_field()

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    @property
    def moment(self) -> datetime:
        return at(self.cleaned_data["day"], self.cleaned_data["time"], self.zone)


def replace_typed(form: forms.Form, name: str, value: Any) -> None:
    """Show `value` in the field, not what was typed, when the form is rendered again."""
    data: Any = form.data  # what a request holds cannot be written into, its copy can
    form.data = data = data.copy()
    data[form.add_prefix(name)] = value


def named_hour(moment: datetime, zone: str) -> str:
    """The moment as a query string that `HourForm` reads: `day=2026-11-27&time=12:00`."""
    return f"{local(moment, zone):day=%Y-%m-%d&time=%H:%M}"
