"""Forms of cases. A refused form keeps all that was typed."""

from typing import Any, ClassVar, cast

from django import forms

from veche.cases.enums import How, WhyClosed
from veche.cases.models import AnswerTemplate, Case, CaseSettings
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

    text = forms.CharField(
        label="Ответ жителям", strip=True, required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 8})
    )
    how = forms.ChoiceField(label="Как ответить", choices=How.choices, initial=How.EACH, required=False)

    def clean_how(self) -> How:
        return How(self.cleaned_data["how"] or How.EACH)


class WordsForm(forms.Form):
    """A few words to the department."""

    text = forms.CharField(
        label="Что добавить для отдела",
        strip=True,
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CloseForm(forms.Form):
    why = forms.ChoiceField(
        label="Почему ответ не нужен",
        choices=WhyClosed.choices,
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
        fields = ("route_minutes", "answer_hours", "raised_hours", "interim_days", "formal")
        widgets: ClassVar = {"formal": forms.Textarea(attrs={"rows": 4})}
