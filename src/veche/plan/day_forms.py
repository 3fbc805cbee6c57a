"""Forms of memorial days."""

from typing import Any

from django import forms

from veche.kit.fields import NameField
from veche.morphology.months import MONTHS_OF
from veche.plan.memorial.rules import LAST, WEEKDAYS, DayRule

NO_DAY = "Выберите число или день недели. Остальное на месте."
_WEEKS = [(1, "первый"), (2, "второй"), (3, "третий"), (4, "четвёртый"), (LAST, "последний")]


class DayForm(forms.Form):
    """An own day: a date, or a weekday of a week of the month."""

    title = NameField(
        label="Название",
        min_length=2,
        max_length=200,
        help_text="Например: День города.",
        error_messages={
            "required": "Назовите день. Остальное на месте.",
            "max_length": "Название длиннее 200 знаков. Сократите его, остальное на месте.",
        },
    )
    month = forms.TypedChoiceField(
        label="Месяц",
        coerce=int,
        choices=list(enumerate(MONTHS_OF, 1)),
        error_messages={"required": NO_DAY, "invalid_choice": NO_DAY},
    )
    day = forms.IntegerField(
        label="Число",
        required=False,
        min_value=1,
        max_value=31,
        help_text="29 февраля будет только в високосные годы.",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Число от 1 до 31. Остальное на месте."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    week = forms.TypedChoiceField(
        label="Или который по счёту",
        required=False,
        coerce=int,
        choices=[("", "не важно"), *_WEEKS],
        error_messages={"invalid_choice": NO_DAY},
    )
    weekday = forms.TypedChoiceField(
        label="День недели",
        required=False,
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        initial=6,
        error_messages={"invalid_choice": NO_DAY},
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a day that no year has, and two rules at once."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        day, week = cleaned.get("day"), cleaned.get("week")
        if bool(day) == bool(week):
            self.add_error("day", NO_DAY if not day else "Выбрано и число, и день недели. Оставьте что-то одно.")
        elif day and self.rule.in_year(2028) is None:  # a leap year has each day that there is
            self.add_error("day", f"Такого дня нет: {self.rule.said()}. Остальное на месте.")
        return cleaned

    @property
    def rule(self) -> DayRule:
        said = self.cleaned_data
        if said.get("week"):
            return DayRule(month=said["month"], week=said["week"], weekday=said["weekday"] or 0)
        return DayRule(month=said["month"], day=said.get("day") or 0)
