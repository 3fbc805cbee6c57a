"""Forms of the exchange with other systems."""

from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms

from veche.cases.domain.exchange_rows import LONGEST
from veche.cases.enums import System
from veche.kit.fields import day_field, hour_field

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_BYTES = 2 * 1024 * 1024


class ExchangeForm(forms.Form):
    """A table, bounded before it is read."""

    system = forms.ChoiceField(
        label="Откуда таблица",
        choices=System.choices,
        initial=System.INCIDENT,
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите, откуда таблица. Файл выберите ещё раз."},
    )
    table = forms.FileField(
        label="Таблица",
        allow_empty_file=True,
        help_text="XLSX или CSV (и в Windows-1251), до 2 МБ и тысячи строк.",
        error_messages={"required": "Выберите файл: таблицу XLSX или CSV."},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv"}),
    )

    def clean_table(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["table"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError("Файл больше 2 МБ. Оставьте в нём только нужный лист и загрузите снова.")
        return file


class NumberForm(forms.Form):
    system = forms.ChoiceField(label="Система", choices=System.choices)
    number = forms.CharField(
        label="Номер",
        max_length=LONGEST["number"],
        error_messages={
            "required": "Напишите номер. Ничего не изменилось.",
            "max_length": "Номер длиннее 60 знаков. Ничего не изменилось.",
        },
    )
    day = day_field(required=False)
    hour = hour_field(required=False)

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._zone = ZoneInfo(zone)

    def said(self) -> dict[str, Any]:
        """`due_at`: of a day without an hour its last minute; None without a day."""
        day = self.cleaned_data["day"]
        hour = self.cleaned_data["hour"] or time(23, 59)
        due_at = datetime.combine(day, hour, self._zone) if day else None
        return {
            "system": System(self.cleaned_data["system"]),
            "number": self.cleaned_data["number"],
            "due_at": due_at,
        }
