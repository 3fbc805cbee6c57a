"""Forms of working hours, own days and duty."""

from datetime import date, time
from typing import Any

from django import forms

from veche.kernel import clock
from veche.kernel.clock import WorkingHours
from veche.kit.conflicts import ConflictAwareForm
from veche.kit.fields import NO_SUCH_HOUR, DayField, NameField
from veche.staff.domain.queries import people_to_choose
from veche.staff.enums import OwnDayKind
from veche.staff.models import Administration, Person


def _clock_field(label: str, **more: Any) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, error_messages=NO_SUCH_HOUR, widget=widget, **more)


class HoursForm(ConflictAwareForm):
    opens = _clock_field("Начало дня")
    closes = _clock_field("Конец дня", help_text="Перед праздником день сам станет короче на час.")
    lunch_from = _clock_field("Обед с", required=False)
    lunch_to = _clock_field("Обед до", required=False, help_text="Пусто: без обеда.")

    def __init__(self, *args: Any, hours: WorkingHours, **kwargs: Any) -> None:
        said: dict[str, Any] = {"opens": hours.opens, "closes": hours.closes}
        if hours.lunch_from != hours.lunch_to:
            said |= {"lunch_from": hours.lunch_from, "lunch_to": hours.lunch_to}
        super().__init__(*args, initial=said, **kwargs)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        opens, closes = said.get("opens"), said.get("closes")
        if opens and closes and opens >= closes:
            self.add_error("closes", "День кончается раньше, чем начинается. Поправьте часы, остальное на месте.")
        elif opens and closes:
            self._check_lunch(opens, closes, said.get("lunch_from"), said.get("lunch_to"))
        return said

    @property
    def lunch(self) -> tuple[time, time] | None:
        begins, ends = self.cleaned_data["lunch_from"], self.cleaned_data["lunch_to"]
        return (begins, ends) if begins and ends else None

    def _check_lunch(self, opens: time, closes: time, begins: time | None, ends: time | None) -> None:
        if bool(begins) != bool(ends):
            self.add_error("lunch_to", "У обеда есть только один край. Впишите оба или сотрите оба.")
        elif begins and ends and not opens <= begins < ends <= closes:
            self.add_error("lunch_to", "Обед не помещается в рабочий день. Поправьте часы, остальное на месте.")


class OwnDayForm(forms.Form):
    day = DayField(label="День")
    kind = forms.ChoiceField(label="Каким он будет", choices=OwnDayKind.choices)
    reason = NameField(label="Почему", required=False, max_length=200, help_text="Например: день города.")

    def clean_kind(self) -> OwnDayKind:
        return OwnDayKind(self.cleaned_data["kind"])


class DutyForm(forms.Form):
    person = forms.ModelChoiceField(label="Кто дежурит", queryset=Person.objects.none(), empty_label="выберите")
    since = DayField(label="С какого дня")
    until = DayField(label="По какой день", help_text="Этот день тоже входит.")
    phone = NameField(label="Телефон", required=False, max_length=40, help_text="По нему найдут ночью.")

    def __init__(self, *args: Any, administration: Administration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_to_choose(administration)  # type: ignore[attr-defined]
        self.fields["since"].initial = clock.today(administration.time_zone)

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        since = self.cleaned_data.get("since")
        if since and until < since:
            raise forms.ValidationError("Последний день раньше первого.")
        return until
