"""Forms of calendars."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from veche.documents.calendar import MOST_BYTES
from veche.kernel.files import MEGABYTE
from veche.kit.fields import NameField, WholeField
from veche.morphology.numerals import counted
from veche.plan.domain.calendar_address import MOST_ADDRESS, NO_ADDRESS
from veche.plan.domain.calendars import owners_of
from veche.plan.domain.queries import WARN_DAYS
from veche.plan.enums import MaterialPart, PostCategory
from veche.plan.models import Calendar
from veche.staff.domain.departments import departments_to_choose
from veche.staff.models import Administration, Department, Office, Person

# About 600 lines.
MOST_TEXT = 50_000
# After how many hours material may be asked for.
ASK_HOURS = (1, 2, 4, 8, 24)
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


class CalendarSettingsForm(forms.Form):
    """What a calendar gives its events. Without the fields that a calendar of news, or of a department, has no use
    for."""

    item_department = forms.ModelChoiceField(
        label="Кто отвечает за события",
        queryset=Department.objects.none(),
        required=False,
        empty_label="не выбран",
        help_text="Этот отдел встанет в записи о событиях, его же спросим о материале.",
    )
    item_category = forms.ChoiceField(
        label="Рубрика записей", choices=(("", "как обычно"), *PostCategory.choices), required=False
    )
    warns_days = forms.TypedChoiceField(
        label="Предупреждать, что ничего не запланировано",
        coerce=int,
        choices=[(days, f"за {counted(days, 'день', 'дня', 'дней')}") for days in WARN_DAYS],
    )
    asks_after = forms.TypedChoiceField(
        label="После события просить материал",
        required=False,
        coerce=int,
        empty_value=None,
        choices=(
            ("", "не просить"),
            *((hours, f"через {counted(hours, 'час', 'часа', 'часов')}") for hours in ASK_HOURS),
        ),
    )
    asks_for = forms.MultipleChoiceField(
        label="Что просить", choices=MaterialPart.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, calendar: Calendar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calendar = calendar
        chosen = self.fields["item_department"]
        chosen.queryset = departments_to_choose(calendar.administration, calendar.item_department)  # type: ignore[attr-defined]
        if calendar.department_id:
            del self.fields["item_department"]
        for name in ("warns_days", "asks_after", "asks_for") if calendar.has_news else ():
            del self.fields[name]
        self.initial.update({name: getattr(calendar, name) for name in self.fields})
        if not self.initial.get("asks_for"):
            self.initial["asks_for"] = MaterialPart.values

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("asks_after") is None:
            return dict(said)
        if not said.get("asks_for"):
            self.add_error("asks_for", "Отметьте, что просить. Остальное на месте.")
        if not self.calendar.department_id and not said.get("item_department"):
            self.add_error("item_department", "Выберите, какой отдел спрашивать. Остальное на месте.")
        return dict(said)


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

    text = WholeField(
        label="События",
        max_length=MOST_TEXT,
        help_text="По одному в строке: день, время, что будет и где. Дня может не быть, если он стоит строкой выше.",
        error_messages={
            "required": "Вставьте хотя бы одну строку.",
            "max_length": f"Текст длиннее {MOST_TEXT} знаков. Вставьте его частями, он остался в окне.",
        },
        widget=forms.Textarea(attrs={"rows": 12, "placeholder": "12 декабря, 14:00 — открытие катка, парк Победы"}),
    )
