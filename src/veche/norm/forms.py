from typing import Any

from django import forms

from veche.kernel.clock import DAY, today, week_of
from veche.norm.models import Norm
from veche.plan.enums import PostCategory
from veche.staff.models import Administration

MOST = 50


class NormForm(forms.Form):
    """«С этой недели не меньше пяти записей, в счёт идут …»."""

    minimum = forms.IntegerField(
        label="Записей в неделю, не меньше",
        min_value=1,
        max_value=MOST,
        error_messages={
            "required": "Напишите, сколько записей в неделю. Норма прежняя.",
            "invalid": "Напишите число цифрами. Норма прежняя.",
            "min_value": "Хотя бы одна запись в неделю. Норма прежняя.",
            "max_value": f"Больше {MOST} в неделю не бывает. Норма прежняя.",
        },
    )
    categories = forms.MultipleChoiceField(
        label="В счёт идут",
        choices=PostCategory.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте хотя бы одну рубрику. Норма прежняя."},
    )
    since = forms.TypedChoiceField(label="С какой недели", coerce=int, choices=[(0, "с этой"), (1, "со следующей")])

    def __init__(self, *args: Any, norm: Norm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(minimum=norm.minimum, categories=norm.categories, since=1)

    def said(self, administration: Administration) -> dict[str, Any]:
        """Arguments of `change.set_norm`."""
        monday = week_of(today(administration.time_zone))[0]
        data = self.cleaned_data
        return {
            "minimum": data["minimum"],
            "categories": data["categories"],
            "since": monday + 7 * DAY * data["since"],
        }
