from django import forms

from veche.approval.enums import Verdict
from veche.kit.fields import WholeField

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
