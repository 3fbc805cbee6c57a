"""Forms of cases. A refused form keeps all that was typed."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms

from veche.cases.domain.bodies import Body, lines_of, parts_of
from veche.cases.enums import BY_ANSWER, How, WhyClosed
from veche.cases.models import AnswerTemplate, Case, CaseSettings
from veche.kit.fields import DayField, WholeField
from veche.routing.topics import topics
from veche.staff.domain.departments import departments_to_choose
from veche.staff.models import Department

LONGEST = 4_000


class CaseForm(forms.ModelForm[Case]):
    """«О деле»."""

    topic = forms.ChoiceField(label="Тема", required=False)
    department = forms.ModelChoiceField(
        label="Отвечает", queryset=Department.objects.none(), required=False, empty_label="не выбран"
    )

    class Meta:
        model = Case
        fields = ("title", "topic", "department", "raised")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic = cast("forms.ChoiceField", self.fields["topic"])
        department = cast("forms.ModelChoiceField[Department]", self.fields["department"])
        topic.choices = [("", "не ясна"), *((key, one.name) for key, one in topics().items())]
        department.queryset = departments_to_choose(self.instance.administration, self.instance.department)
        self.fields["title"].error_messages = {"required": "Напишите, о чём дело. Остальное на месте."}


class AnswerForm(forms.Form):
    """The text is checked by the verb, as the networks count it."""

    text = WholeField(
        label="Ответ жителям", strip=True, required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 8})
    )
    how = forms.ChoiceField(label="Как ответить", choices=How.choices, initial=How.EACH, required=False)

    def clean_how(self) -> How:
        return How(self.cleaned_data["how"] or How.EACH)


class WordsForm(forms.Form):
    """A few words to the department."""

    text = WholeField(
        label="Что добавить для отдела",
        strip=True,
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NotOursForm(forms.Form):
    """«Не наше»: the answer names whose it is."""

    whose = forms.ChoiceField(
        label="Чьё это",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Выберите, чьё это. Ничего не ушло.",
            "invalid_choice": "Такого в списке уже нет. Выберите, чьё это: ничего не ушло.",
        },
    )
    more = WholeField(
        label="Что добавить", strip=True, required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    how = forms.ChoiceField(label="Как ответить", choices=How.choices, required=False)

    def __init__(self, *args: Any, bodies: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._bodies = {one.name: one for one in bodies}
        cast("forms.ChoiceField", self.fields["whose"]).choices = [(name, name) for name in self._bodies]

    def clean_how(self) -> How:
        return How(self.cleaned_data["how"] or How.EACH)

    def answer_text(self) -> str:
        """The whole answer."""
        parts = (self._bodies[self.cleaned_data["whose"]].sentence, self.cleaned_data["more"])
        return "\n\n".join(part for part in parts if part)


class CloseForm(forms.Form):
    why = forms.ChoiceField(
        label="Почему ответ не нужен",
        choices=[one for one in WhyClosed.choices if one[0] != BY_ANSWER],
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите, почему ответ не нужен. Дело осталось открытым."},
    )


class TemplateForm(forms.ModelForm[AnswerTemplate]):
    class Meta:
        model = AnswerTemplate
        fields = ("name", "text")
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = "Назовите заготовку. Текст на месте."
        self.fields["text"].error_messages["required"] = "Напишите текст заготовки. Название на месте."


class SettingsForm(forms.ModelForm[CaseSettings]):
    class Meta:
        model = CaseSettings
        fields = (
            "route_minutes",
            "answer_hours",
            "raised_hours",
            "interim_days",
            "helped_days",
            "helped",
            "formal",
            "bodies",
        )
        widgets: ClassVar = {
            "helped": forms.Textarea(attrs={"rows": 2}),
            "formal": forms.Textarea(attrs={"rows": 4}),
            "bodies": forms.Textarea(attrs={"rows": 7}),
        }

    def clean_bodies(self) -> str:
        lines = lines_of(self.cleaned_data["bodies"])
        bad = next((line for line in lines if not all(parts_of(line))), None)
        if bad is not None:
            raise forms.ValidationError(f"Напишите «кто — как обратиться» в строке «{bad[:60]}». Остальное на месте.")
        return "\n".join(lines)


class HoldForm(forms.Form):
    """The verb refuses a missing reason."""

    reason = WholeField(label="Кто и почему просит хранить", max_length=300, required=False)
    until = DayField(
        label="До какого дня",
        required=False,
        error_messages={"invalid": "Такого дня нет. Выберите другой или оставьте пустым. Ничего не изменилось."},
        help_text="Пусто: пока не снимут.",
    )
