"""Forms of a proposal of an account and of its checklist."""

from typing import Any

from django import forms

from veche.accounts.enums import ChecklistStep, PageFate
from veche.accounts.forms import KeysNotShown
from veche.accounts.models import Account
from veche.accounts.order import offered_choices
from veche.kernel.clock import today
from veche.kit.fields import DayField, NameField, WholeField
from veche.kit.forms import OnceForm
from veche.staff.domain.queries import people_to_choose
from veche.staff.models import Administration, Person


class _BasisForm(KeysNotShown, OnceForm):
    """What both kinds of proposals ask: why, who, by which document."""

    purpose = WholeField(
        label="Зачем", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), help_text="О чём страница и для кого."
    )
    responsible = forms.ModelChoiceField(label="Отвечает", queryset=Person.objects.none(), empty_label="выберите")
    basis = NameField(label="Документ", max_length=200, initial="Постановление", help_text="Постановление, приказ.")
    basis_number = NameField(label="Его номер", max_length=40)
    basis_date = DayField(label="Его дата")

    def __init__(self, *args: Any, administration: Administration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = people_to_choose(administration)  # type: ignore[attr-defined]

    @property
    def said(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}


class OpeningForm(_BasisForm):
    network = forms.ChoiceField(label="Сеть", choices=offered_choices)
    title = NameField(label="Название", max_length=200, help_text="Как его увидят жители.")
    address = NameField(
        label="Какой адрес хотим", max_length=200, required=False, help_text="Например, rubtsovsk_sport."
    )

    field_order = ("network", "title", "address", "purpose", "responsible", "basis", "basis_number", "basis_date")


class ClosingForm(_BasisForm):
    fate = forms.ChoiceField(label="Что станет со страницей", choices=[("", "выберите"), *PageFate.choices])
    successor = NameField(
        label="Куда перейти жителям", max_length=300, required=False, help_text="Адрес другой страницы или сайта."
    )

    field_order = ("purpose", "fate", "successor", "responsible", "basis", "basis_number", "basis_date")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].label, self.fields["purpose"].help_text = "Почему закрываем", ""
        self.fields["responsible"].label = "Кто доведёт до конца"


# The label of the note of each step; others have none.
_NOTES = {
    ChecklistStep.MARK_ASKED: "Номер заявления",
    ChecklistStep.MARK_RECEIVED: "Что важно помнить",
    ChecklistStep.FAREWELL: "Ссылка на запись",
    ChecklistStep.SETTLED: "Что сделали",
    ChecklistStep.NOTIFIED: "Кому и как отправили",
    ChecklistStep.PUBLISHED: "Раздел сайта",
    ChecklistStep.UNPUBLISHED: "Раздел сайта",
}


class StepForm(KeysNotShown):
    """Marks one step as done."""

    url = forms.CharField(
        label="Адрес страницы",
        max_length=200,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    day = DayField(label="Когда")
    note = NameField(max_length=300, required=False)

    def __init__(self, data: Any = None, *, step: ChecklistStep, zone: str) -> None:
        super().__init__(data, auto_id=f"{step}_%s")
        self.step = step
        self.fields["day"].initial = today(zone)
        if step != ChecklistStep.CREATED:
            del self.fields["url"]
        if label := _NOTES.get(step):
            self.fields["note"].label = label
        else:
            del self.fields["note"]


class NamedAccountForm(forms.Form):
    """«Это он»: an account that is in the registry already."""

    account = forms.ModelChoiceField(label="Какой это аккаунт", queryset=Account.objects.none(), empty_label="выберите")

    def __init__(self, *args: Any, found: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = found  # type: ignore[attr-defined]
