"""Forms about registers and the settings of the checks."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms

from veche.kit.fields import DayField

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_BYTES = 50_000_000
LEAST_DAYS, MOST_DAYS = 7, 365


class RegisterForm(forms.Form):
    """A file and the day of the official list; bounded before it is read."""

    file = forms.FileField(
        label="Файл реестра",
        allow_empty_file=True,
        help_text="CSV, до 50 МБ. Столбцы: register; kind; name; aliases; included_on; excluded_on.",
        error_messages={"required": "Выберите файл CSV."},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
    )
    dated = DayField(
        label="На какой день список",
        help_text="День, когда его скачали с официального сайта.",
        error_messages={"required": "Укажите, на какой день список.", "invalid": "Такого дня нет. Выберите другой."},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial.setdefault("dated", today)

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError("Файл больше 50 МБ, это не реестр. Проверьте, тот ли он.")
        return file

    def clean_dated(self) -> date:
        day: date = self.cleaned_data["dated"]
        if day > self.today:
            raise forms.ValidationError("Этот день ещё не настал. Укажите, когда список скачали.")
        return day


class OldAfterForm(forms.Form):
    """«Считать старым через столько дней»."""

    days = forms.IntegerField(
        label="Считать реестр старым через, дней",
        min_value=LEAST_DAYS,
        max_value=MOST_DAYS,
        error_messages={
            "required": "Напишите, через сколько дней. Срок прежний.",
            "invalid": "Напишите число цифрами. Срок прежний.",
            "min_value": f"Не меньше {LEAST_DAYS} дней. Срок прежний.",
            "max_value": f"Не больше {MOST_DAYS} дней. Срок прежний.",
        },
    )
