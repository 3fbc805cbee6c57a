from typing import Any

from django import forms

from veche.approval.enums import Part, Verdict, Who
from veche.approval.models import Route, RouteStep
from veche.kit.fields import NameField, WholeField
from veche.plan.enums import PostCategory
from veche.staff.domain.departments import departments_to_choose
from veche.staff.domain.offices import offices_to_choose
from veche.staff.enums import OfficeKind
from veche.staff.models import Administration, Department, Office

# Chips over the field: what editors really send back for.
QUICK_REASONS = (
    "Ошибка в дате.",
    "Не те цифры.",
    "Другое фото.",
    "Сухо, перепишите.",
    "Пока рано.",
)


class DecisionForm(forms.Form):
    """Approve, or return with a remark; the domain requires the remark's text."""

    verdict = forms.ChoiceField(choices=Verdict.choices, widget=forms.HiddenInput)
    note = WholeField(
        label="Пару слов, чтобы поняли сразу",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "Например: эфир в 18:30, раньше не успею"}),
        error_messages={"max_length": "Замечание длиннее 2000 знаков. Оно осталось в окне: сократите."},
    )

    def clean_verdict(self) -> Verdict:
        return Verdict(self.cleaned_data["verdict"])


class HastenForm(forms.Form):
    """Why a post cannot wait for the other signatures."""

    why = WholeField(
        label="Почему нельзя ждать",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "Например: прорвало трубу, людям нужна вода сейчас"}),
        error_messages={
            "required": "Напишите, почему срочно: это прочтут те, чьей подписи не дождались.",
            "max_length": "Длиннее 300 знаков. Сократите, остальное на месте.",
        },
    )


class LegalFlagForm(forms.Form):
    """What a lawyer must look at."""

    reason = WholeField(
        label="Что проверить юристу",
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "Например: просим людей прислать телефоны"}),
        error_messages={
            "required": "Напишите, что проверить юристу: без этого он не поймёт, зачем его спросили.",
            "max_length": "Длиннее 200 знаков. Сократите, остальное на месте.",
        },
    )


# A route with more steps would take longer than the plan allows.
MOST_STEPS = 6


class RouteForm(forms.Form):
    """Name and conditions of a route."""

    name = NameField(label="Название", max_length=120, min_length=2)
    is_default = forms.BooleanField(label="Для всех записей, которым не подошёл другой маршрут", required=False)
    category = forms.ChoiceField(label="Рубрика", required=False, choices=[("", "любая"), *PostCategory.choices])
    department = forms.ModelChoiceField(
        Department.objects.none(), label="Отдел записи", required=False, empty_label="любой"
    )
    about_head = forms.BooleanField(label="О событии Главы или заместителя", required=False)
    flagged = forms.BooleanField(label="С пометкой «нужен юрист»", required=False)

    def __init__(self, *args: Any, administration: Administration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = departments_to_choose(administration, self.initial.get("department"))
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]


class RouteStepForm(forms.Form):
    """One step of a route; a step without `who` is left out."""

    who = forms.ChoiceField(label="Кого спросить", required=False, choices=[("", "никого"), *Who.choices])
    department = forms.ModelChoiceField(
        Department.objects.none(), label="Какой отдел", required=False, empty_label="не выбран"
    )
    office = forms.ModelChoiceField(
        Office.objects.none(), label="Какой заместитель", required=False, empty_label="не выбран"
    )
    position = forms.TypedChoiceField(
        label="Очередь", coerce=int, choices=[(number, str(number)) for number in range(1, MOST_STEPS + 1)]
    )
    question = WholeField(label="О чём спрашиваем", required=False, max_length=200)
    hours = forms.IntegerField(label="Рабочих часов на ответ", required=False, min_value=1, max_value=80)
    silence = forms.BooleanField(label="Молчание до срока станет согласием", required=False)
    parts = forms.MultipleChoiceField(
        label="О чём этот шаг", required=False, choices=Part.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, administration: Administration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = departments_to_choose(administration, self.initial.get("department"))
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]
        offices = offices_to_choose(administration, self.initial.get("office"))
        deputies = offices.filter(kind=OfficeKind.DEPUTY)
        self.fields["office"].queryset = deputies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        named = cleaned.get("who") == Who.DEPARTMENT
        if named and not cleaned.get("department"):
            self.add_error("department", "Выберите отдел, который спросить.")
        cleaned["department"] = cleaned.get("department") if named else None
        if (of_office := cleaned.get("who") == Who.OFFICE) and not cleaned.get("office"):
            self.add_error("office", "Выберите заместителя, которого спросить.")
        cleaned["office"] = cleaned.get("office") if of_office else None
        if cleaned.get("who") and cleaned.get("silence") and not cleaned.get("hours"):
            self.add_error("hours", "Назовите срок: иначе неясно, когда молчание станет согласием.")
        return cleaned

    @property
    def is_empty(self) -> bool:
        return not self.cleaned_data.get("who")


def route_forms(
    administration: Administration, route: Route | None, data: Any = None
) -> tuple[RouteForm, list[RouteStepForm]]:
    """The form of the route, and one for each step it may have."""
    rows: list[RouteStep | None] = list(route.steps.all()) if route else []
    rows += [None] * (MOST_STEPS - len(rows))
    names = list(RouteForm.base_fields)
    initial = {name: getattr(route, name) for name in names} if route else {}
    form = RouteForm(data, initial=initial, administration=administration)
    steps = [
        RouteStepForm(data, prefix=f"step{number}", initial=_initial(row, number), administration=administration)
        for number, row in enumerate(rows, start=1)
    ]
    return form, steps


def _initial(row: RouteStep | None, number: int) -> dict[str, Any]:
    if row is None:
        return {"position": number}
    return {name: getattr(row, name) for name in RouteStepForm.base_fields}
