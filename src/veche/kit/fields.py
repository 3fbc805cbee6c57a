"""Form fields for names, texts, days and hours."""

from datetime import date
from typing import Any

from django import forms

from veche.kernel.bidi import is_blank, is_seen, without_controls
from veche.kernel.clock import FIRST_DAY, LAST_DAY
from veche.kernel.media import TYPES

NO_SUCH_DAY = {
    "required": "Выберите день. Остальное на месте.",
    "invalid": "Такого дня нет. Выберите другой, остальное на месте.",
}
NO_SUCH_HOUR = {
    "required": "Выберите время. Остальное на месте.",
    "invalid": "Такого времени нет. Напишите, например, 12:00.",
}


# What a field for files offers to choose.
ACCEPTED = ",".join(
    ("image/jpeg,image/png,image/webp,image/gif", *(f".{e}" for t in TYPES.values() for e in t.extensions))
)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class DayField(forms.DateField):
    """A day within the range of date arithmetic."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def to_python(self, value: Any) -> date | None:
        day: date | None = super().to_python(value)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class WholeField(forms.CharField):
    """Without `maxlength`, because browsers silently cut pasted text; the form reports it instead.

    Text that nobody can see (zero-width signs alone) counts as empty.
    """

    default_error_messages = {
        "max_length": "Длиннее %(limit_value)d знаков. Сократите, остальное на месте.",
    }

    def to_python(self, value: Any) -> str | None:
        words: str | None = super().to_python(value)
        return self.empty_value if words and is_blank(words) else words

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = dict(super().widget_attrs(widget))
        attrs.pop("maxlength", None)
        return attrs


class NameField(WholeField):
    """A name or a title: at least one visible letter or digit, no direction controls."""

    def to_python(self, value: Any) -> str | None:
        return super().to_python(without_controls(value) if isinstance(value, str) else value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not is_seen(value):
            raise forms.ValidationError("Здесь не видно ни буквы, ни цифры. Напишите словами.", code="unseen")


def day_field(*, label: str = "День", **more: Any) -> DayField:
    """«День» of a form whose other fields keep what was typed."""
    return DayField(label=label, error_messages=NO_SUCH_DAY, **more)


def hour_field(*, label: str = "Время", **more: Any) -> forms.TimeField:
    """«Время», beside `day_field`."""
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, error_messages=NO_SUCH_HOUR, widget=widget, **more)
