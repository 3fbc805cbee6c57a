"""Forms of the library: what to look for, and the rights of a file."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from veche.kernel.media import TYPES
from veche.kit.conflicts import ConflictAwareForm
from veche.kit.fields import DayField, WholeField
from veche.media.enums import Basis, Children, People
from veche.staff.domain.departments import departments_to_choose
from veche.staff.forms import DepartmentField
from veche.staff.models import Administration, Department

_UNSAID = ("", "не указано")
ACCEPTED = ",".join(
    ("image/jpeg,image/png,image/webp,image/gif", *(f".{e}" for t in TYPES.values() for e in t.extensions))
)
KINDS = (("", "Всё"), ("photo", "Фото"), ("video", "Видео"), ("file", "Файлы"))
STATES = (
    ("", "Любые права"),
    ("clear", "Можно"),
    ("unclear", "Нельзя"),
    ("expiring", "Кончаются за 30 дней"),
    ("children", "С детьми"),
)
USES = (("", "Где угодно"), ("yes", "Стоит в записи"), ("no", "Нигде не стоит"))


class LibraryForm(forms.Form):
    """A value that is no choice asks for everything."""

    q = forms.CharField(label="Найти: слово, имя, кто снял", required=False, max_length=200)
    kind = forms.ChoiceField(label="Что", required=False, choices=KINDS)
    rights = forms.ChoiceField(label="Права", required=False, choices=STATES)
    used = forms.ChoiceField(label="Где стоит", required=False, choices=USES)
    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesForm(forms.Form):
    """Files for the library, each judged by itself."""

    files_field = "photos"
    photos = forms.FileField(label="Фото, видео, файлы", required=False, widget=ManyFiles(attrs={"accept": ACCEPTED}))

    def files_sent(self) -> "list[UploadedFile[Any]]":
        return list(self.files.getlist(self.files_field))


class RightsForm(ConflictAwareForm):
    """What is known of a file. Nothing is required: what is missing is named beside the file."""

    title = WholeField(label="Название", required=False, max_length=120)
    words = WholeField(label="Что на нём", required=False, max_length=500, help_text="По этим словам его найдут.")
    author = WholeField(label="Кто снял", required=False, max_length=200)
    basis = forms.ChoiceField(label="Почему можно ставить", required=False, choices=(_UNSAID, *Basis.choices))
    owner = WholeField(label="Чьё", required=False, max_length=200)
    contract = WholeField(
        label="Договор", required=False, max_length=200, help_text="Номер и день, если ставим по договору."
    )
    licence = WholeField(
        label="Лицензия", required=False, max_length=120, help_text="Как называется: например, CC BY 4.0."
    )
    licence_link = forms.URLField(
        label="Ссылка на лицензию",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Это не адрес. Вставьте ссылку целиком, остальное на месте."},
    )
    department = DepartmentField()
    used_until = DayField(
        label="До какого дня можно",
        required=False,
        help_text="Пусто: без срока.",
        error_messages={"invalid": "Такого дня нет. Выберите другой, остальное на месте."},
    )
    people = WholeField(label="Кто на нём", required=False, max_length=500)
    people_basis = forms.ChoiceField(label="Люди", required=False, choices=(_UNSAID, *People.choices))
    children = forms.ChoiceField(label="Дети", required=False, choices=(_UNSAID, *Children.choices))
    parents = WholeField(
        label="Кто разрешил снимать детей",
        required=False,
        max_length=300,
        help_text="Родители или опекуны. Их согласие приложите в «Бумагах».",
    )

    def __init__(
        self, *args: Any, administration: Administration, chosen: Department | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments_to_choose(administration, chosen)  # type: ignore[attr-defined]


class PaperForm(forms.Form):
    paper = forms.FileField(
        label="Согласие или договор: PDF или снимок",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )
