"""«Повтор»: an item of the plan that comes again."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS

from veche.kernel import clock
from veche.kit.conflicts import ConflictAwareForm
from veche.kit.fields import NameField, WholeField, day_field, hour_field
from veche.kit.forms import OnceForm
from veche.plan.domain.items import USUAL_HOUR
from veche.plan.domain.queries import open_accounts
from veche.plan.domain.series import FIELDS
from veche.plan.enums import Format, PostCategory, Rhythm
from veche.plan.forms import LONG_NOTE, NO_TITLE, AccountsField
from veche.plan.models import Series
from veche.staff.domain.departments import departments_to_choose
from veche.staff.forms import DepartmentField
from veche.staff.models import Administration

NO_WEEKDAY = "Отметьте хотя бы один день недели. Остальное на месте."
EVERY = ((1, "каждую неделю"), (2, "раз в две недели"), (3, "раз в три недели"), (4, "раз в четыре недели"))


class SeriesForm(ConflictAwareForm, OnceForm):
    title = NameField(
        label="О чём",
        max_length=200,
        help_text="Так пункты назовут в плане. В сети это не уйдёт.",
        error_messages=NO_TITLE,
    )
    rhythm = forms.ChoiceField(label="Как часто", choices=Rhythm.choices, initial=Rhythm.WEEKLY)
    weekdays = forms.MultipleChoiceField(
        label="Дни недели",
        choices=[(str(number), name) for number, name in WEEKDAYS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    every = forms.TypedChoiceField(label="Через сколько", choices=EVERY, coerce=int, initial=1)
    starts_on = day_field(label="С какого дня", help_text="Число месяца и день года берём отсюда.")
    ends_on = day_field(label="По какой день", required=False, help_text="Пусто: пока не остановите.")
    hour = hour_field(label="Время", initial=USUAL_HOUR)
    accounts = AccountsField()
    format = forms.ChoiceField(label="Формат", choices=Format.choices)
    category = forms.ChoiceField(label="Рубрика", choices=PostCategory.choices, help_text="В норму идут первые две.")
    department = DepartmentField()
    note = WholeField(
        label="Заметка",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=LONG_NOTE,
    )

    def __init__(self, *args: Any, administration: Administration, series: Series | None = None, **kwargs: Any) -> None:
        """`series`: the one being changed."""
        super().__init__(*args, **kwargs)
        accounts = open_accounts(administration)
        self.fields["accounts"].queryset = accounts  # type: ignore[attr-defined]
        department = series.department if series else None
        self.fields["department"].queryset = departments_to_choose(administration, department)  # type: ignore[attr-defined]
        if series is None:
            here = clock.today(administration.time_zone)
            self.initial.update({"accounts": [one.pk for one in accounts], "starts_on": here})
        else:
            chosen = [one.pk for one in series.accounts.all()]
            self.initial.update({name: getattr(series, name) for name in FIELDS})
            self.initial.update({"accounts": chosen, "weekdays": list(series.weekdays)})

    def clean(self) -> dict[str, Any]:
        """Refuse a weekly one without a day, and an end before the beginning."""
        cleaned = super().clean()
        if cleaned.get("rhythm") == Rhythm.WEEKLY and not cleaned.get("weekdays") and "weekdays" not in self.errors:
            self.add_error("weekdays", NO_WEEKDAY)
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Конец раньше начала. Выберите день позже или сотрите его, остальное на месте.")
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        """Fields of the model, and accounts."""
        fields = {name: self.cleaned_data[name] for name in (*FIELDS, "accounts")}
        return fields | {"weekdays": "".join(sorted(self.cleaned_data["weekdays"]))}
