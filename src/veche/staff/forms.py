"""Forms to invite, appoint and replace people."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.files.uploadedfile import UploadedFile

from veche.kernel import clock
from veche.kit.conflicts import ConflictAwareForm
from veche.kit.fields import DayField, NameField, WholeField
from veche.staff.domain.departments import departments_to_choose
from veche.staff.domain.offices import WRITTEN, holders_to_choose, offices_to_choose
from veche.staff.domain.queries import own_roles, people_to_choose
from veche.staff.enums import CAN_BE_LENT, OfficeKind, Role
from veche.staff.models import Administration, Department, Office, Person

MOST_TABLE_BYTES = 2 * 1024 * 1024


class DepartmentField(forms.ModelChoiceField):  # type: ignore[type-arg] # no such argument at run time
    """«Отдел». The form sets the departments: `queryset`."""

    def __init__(self) -> None:
        super().__init__(Department.objects.none(), label="Отдел", required=False, empty_label="без отдела")


class OfficeField(forms.ModelChoiceField):  # type: ignore[type-arg] # no such argument at run time
    """An office. The form sets the offices: `queryset`."""

    def __init__(self, label: str, *, empty_label: str, **more: Any) -> None:
        super().__init__(Office.objects.none(), label=label, required=False, empty_label=empty_label, **more)


class DepartmentForm(forms.Form):
    """A department from the list, or a new name."""

    department = DepartmentField()
    new_department = NameField(
        label="Или новый отдел",
        required=False,
        min_length=2,
        max_length=200,
        help_text="Если его нет в списке, впишите название. Выбранный в списке тогда не нужен.",
    )

    def __init__(
        self,
        *args: Any,
        administration: Administration,
        chosen: Department | None = None,
        curator: bool = False,
        **kwargs: Any,
    ) -> None:
        """`curator`: the person is one already and needs a department."""
        super().__init__(*args, **kwargs)
        if curator:
            self.fields["department"].empty_label = None if chosen else "выберите"  # type: ignore[attr-defined]
        self.fields["department"].queryset = departments_to_choose(administration, chosen)  # type: ignore[attr-defined]
        self.fields["department"].initial = chosen

    def clean(self) -> dict[str, Any]:
        """A new name takes precedence; a curator needs either."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("new_department"):
            said["department"] = None
        elif said.get("role") == Role.CURATOR and not said.get("department"):
            self.add_error("department", "Куратор отвечает за свой отдел: выберите его или впишите новый.")
        return said


class DepartmentCardForm(ConflictAwareForm):
    """A department's name, topics and the office above it."""

    name = NameField(label="Название", min_length=2, max_length=200)
    answers_for = WholeField(
        label="За что отвечает",
        required=False,
        max_length=500,
        help_text="Через запятую: дворы, тепло, вода. По этим словам отдел найдут, когда нужно кого-то спросить.",
    )
    reports_to = OfficeField(
        "Кому подчиняется",
        empty_label="никому",
        help_text="Глава или заместитель, который стоит над отделом.",
    )

    def __init__(self, *args: Any, administration: Administration, above: Office | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reports_to"].queryset = offices_to_choose(administration, above)  # type: ignore[attr-defined]


class TableForm(forms.Form):
    """A table of departments and people, bounded before it is read."""

    table = forms.FileField(
        label="Таблица",
        allow_empty_file=True,
        help_text="XLSX или CSV, до 2 МБ и тысячи строк.",
        error_messages={"required": "Выберите файл: таблицу XLSX или CSV."},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv"}),
    )

    def clean_table(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["table"]
        if (file.size or 0) > MOST_TABLE_BYTES:
            raise forms.ValidationError("Файл больше 2 МБ. Оставьте в нём только нужный лист и загрузите снова.")
        return file


class OfficeForm(ConflictAwareForm):
    """An office's name and holder; of a new one also the kind."""

    name = NameField(label="Название", min_length=2, max_length=200, help_text="Например: заместитель Главы по ЖКХ.")
    kind = forms.ChoiceField(label="Чья должность", choices=OfficeKind.choices, initial=OfficeKind.DEPUTY)
    holder = forms.ModelChoiceField(
        label="Кто занимает",
        queryset=Person.objects.none(),
        required=False,
        empty_label="пока никто",
        help_text="Здесь те, у кого есть роль Главы или заместителя Главы. Роль выдаёт отдел ИТ.",
    )

    def __init__(self, *args: Any, administration: Administration, office: Office | None = None, **kwargs: Any) -> None:
        """`office`: the one being changed; its kind stays."""
        said = {name: getattr(office, name) for name in WRITTEN} if office else None
        super().__init__(*args, initial=said, **kwargs)
        kinds = [OfficeKind(office.kind)] if office else list(OfficeKind)
        holder = office.holder if office else None
        people = Person.objects.none()
        for kind in kinds:
            people = people | holders_to_choose(administration, kind, holder)
        self.fields["holder"].queryset = people  # type: ignore[attr-defined]
        if office:
            del self.fields["kind"]

    def clean_kind(self) -> OfficeKind:
        return OfficeKind(self.cleaned_data["kind"])


class PersonNameField(NameField):
    def __init__(self) -> None:
        super().__init__(label="Должность или имя", max_length=120, help_text="Так увидят коллеги.")


class RenameForm(forms.Form):
    display_name = PersonNameField()


class InviteForm(DepartmentForm):
    display_name = PersonNameField()
    email = forms.EmailField(label="Рабочая почта", help_text="По ней человек будет входить.")
    role = forms.ChoiceField(label="Роль", choices=Role.choices)
    field_order = ("display_name", "email", "role", "department", "new_department")

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class AppointForm(DepartmentForm):
    role = forms.ChoiceField(label="Роль", choices=Role.choices)
    since = DayField(label="С какого дня")
    until = DayField(label="По какой день", required=False, help_text="Пусто: пока не снимут.")
    field_order = ("role", "since", "until", "department", "new_department")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, administration=person.administration, chosen=person.department, **kwargs)
        self.fields["since"].initial = clock.today(person.administration.time_zone)

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class LendingForm(forms.Form):
    """Who stands in for `absent`, and on which days."""

    stand_in = forms.ModelChoiceField(label="Кто замещает", queryset=Person.objects.none(), empty_label="выберите")
    since = DayField(label="С какого дня")
    until = DayField(label="По какой день", help_text="Этот день тоже входит.")

    def __init__(self, *args: Any, absent: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stand_in"].queryset = people_to_choose(absent.administration).exclude(pk=absent.pk)  # type: ignore[attr-defined]
        self.fields["since"].initial = self.today = clock.today(absent.administration.time_zone)

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        since = self.cleaned_data.get("since")
        if since and until < since:
            raise forms.ValidationError("Последний день раньше первого.")
        return until


class DeputyForm(LendingForm):
    """`absent`: the page's person; offers their own roles that may be lent."""

    role = forms.ChoiceField(label="В какой роли")
    basis = WholeField(
        label="По какому распоряжению",
        max_length=200,
        required=False,
        help_text="Номер и день: «№ 45-р от 20.11.2026». Без него Главу не замещают.",
    )
    field_order = ("stand_in", "role", "since", "until", "basis")

    def __init__(self, *args: Any, absent: Person, **kwargs: Any) -> None:
        super().__init__(*args, absent=absent, **kwargs)
        lent = [(role.value, role.label) for role in own_roles(absent) if role in CAN_BE_LENT]
        self.fields["role"].choices = lent  # type: ignore[attr-defined]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("role") == Role.HEAD and not said.get("basis", "").strip():
            self.add_error("basis", "Главу замещают по распоряжению: впишите его номер и день.")
        return dict(said)


class ActingHeadForm(LendingForm):
    """Who acts for the Head, filled in by the Head."""

    basis = WholeField(
        label="По какому распоряжению",
        max_length=200,
        help_text="Номер и день: «№ 45-р от 20.11.2026».",
        error_messages={"required": "Впишите номер и день распоряжения."},
    )


class NewPasswordForm(forms.Form):
    """One field: mistyped passwords are reset by letter; a second field only teaches to copy."""

    password = forms.CharField(
        label="Придумайте пароль",
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="От 12 знаков. Лучше всего четыре слова, которые рядом не стоят.",
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password
