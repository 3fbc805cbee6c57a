"""Forms of calendars."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from veche.documents.calendar import MOST_BYTES
from veche.kernel.files import MEGABYTE
from veche.kit.fields import NameField
from veche.plan.domain.calendar_address import MOST_ADDRESS, NO_ADDRESS
from veche.plan.domain.calendars import owners_of
from veche.staff.models import Administration, Department, Office, Person

# About 600 lines.
MOST_TEXT = 50_000
NO_NAME = {
    "required": "Назовите календарь, например: «Календарь Главы». Остальное на месте.",
    "max_length": "Название длиннее 200 знаков. Сократите его, остальное на месте.",
}
NO_OWNER = "Выберите, чей это календарь. Остальное на месте."


class CalendarForm(forms.Form):
    """«Добавить календарь»: its name and whose it is."""

    name = NameField(label="Название", min_length=2, max_length=200, error_messages=NO_NAME)
    owner = forms.ChoiceField(
        label="Чей",
        help_text="События станут поводами этой должности или отдела. Потом не сменить.",
        error_messages={"required": NO_OWNER, "invalid_choice": NO_OWNER},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = owners_of(person)
        self.fields["owner"].choices = [(key, name) for key, (name, _) in self.owners.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Administration | Office | Department:
        return self.owners[self.cleaned_data["owner"]][1]


class CalendarNameForm(forms.Form):
    name = NameField(label="Название", min_length=2, max_length=200, error_messages=NO_NAME)


class _Unrepeated(forms.TextInput):
    """Does not show again what was typed: a secret stands in no page."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        del value
        return super().get_context(name, None, attrs)


class AddressForm(forms.Form):
    """The address at which a calendar is read. What is stored is never shown."""

    address = forms.CharField(
        label="Адрес",
        max_length=MOST_ADDRESS,
        help_text=(
            "Ссылка из программы-календаря (ICS) или на новости сайта (RSS, Atom): https://… "
            "Целиком её больше никто не увидит."
        ),
        error_messages={"required": NO_ADDRESS, "max_length": NO_ADDRESS},
        widget=_Unrepeated(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class FeedForm(forms.Form):
    name = NameField(
        label="Для кого ссылка",
        max_length=100,
        help_text="Например: телефон начальника пресс-службы. По имени её потом закроют.",
        error_messages={
            "required": "Напишите, кому нужна ссылка.",
            "max_length": "Имя длиннее 100 знаков. Сократите его.",
        },
    )


class CalendarFileForm(forms.Form):
    """A calendar file, bounded before it is read."""

    file = forms.FileField(
        label="Файл календаря",
        allow_empty_file=True,
        help_text=f"ICS из программы-календаря или таблица XLSX, CSV. До {MOST_BYTES // MEGABYTE} МБ.",
        error_messages={"required": "Выберите файл: ICS из программы-календаря или таблицу XLSX, CSV."},
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar,.xlsx,.xlsm,.csv"}),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                f"Файл больше {MOST_BYTES // MEGABYTE} МБ. Выгрузите из календаря только ближайший год."
            )
        return file


class CalendarTextForm(forms.Form):
    """Events pasted as text, one a line."""

    text = forms.CharField(
        label="События",
        max_length=MOST_TEXT,
        help_text="По одному в строке: день, время, что будет и где. Дня может не быть, если он стоит строкой выше.",
        error_messages={
            "required": "Вставьте хотя бы одну строку.",
            "max_length": f"Текст длиннее {MOST_TEXT} знаков. Вставьте его частями, он остался в окне.",
        },
        widget=forms.Textarea(attrs={"rows": 12, "placeholder": "12 декабря, 14:00 — открытие катка, парк Победы"}),
    )
