"""Forms about registers and the settings of the checks."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms

from veche.compliance.models import CheckSettings
from veche.kernel import clock
from veche.kernel.bidi import is_blank
from veche.kit.fields import DayField
from veche.preflight.finding import FAMILIES

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_BYTES = 50_000_000
LEAST_DAYS, MOST_DAYS = 7, 365
MOST_CANDIDATES, LONGEST_NAME = 100, 100
# 114-ФЗ, the oldest law about such a list.
OLDEST_REGISTER = date(2002, 7, 25)
# An election is set some months ahead and of no use to the checks when it is over.
ELECTION_BEHIND, ELECTION_AHEAD = timedelta(days=366), timedelta(days=5 * 366)
FAMILY_WORDS = (
    ("accessibility", "доступность: как запись прочтёт вслух программа для незрячих"),
    ("law", "закон: пометки, реестры, выборы, личные сведения"),
)


class RegisterForm(forms.Form):
    """A file and the day of the official list; bounded before it is read."""

    file = forms.FileField(
        label="Файл реестра",
        allow_empty_file=True,
        help_text="XLSX или CSV, до 50 МБ. Столбцы: register; kind; name; aliases; included_on; excluded_on.",
        error_messages={"required": "Выберите файл XLSX или CSV."},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    dated = DayField(
        label="На какой день список",
        help_text="День, когда его скачали с официального сайта.",
        error_messages={"required": "Укажите, на какой день список.", "invalid": "Такого дня нет. Выберите другой."},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial.setdefault("dated", today)

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError("Файл больше 50 МБ, это не реестр. Проверьте, тот ли он.")
        return file

    def clean_dated(self) -> date:
        day: date = self.cleaned_data["dated"]
        if day > self.today:
            raise forms.ValidationError("Этот день ещё не настал. Укажите, когда список скачали.")
        if day < OLDEST_REGISTER:
            raise forms.ValidationError("Таких реестров тогда ещё не было. Проверьте год.")
        return day


class OldAfterForm(forms.Form):
    """«Считать старым через столько дней»."""

    days = forms.IntegerField(
        label="Считать реестр старым через, дней",
        min_value=LEAST_DAYS,
        max_value=MOST_DAYS,
        error_messages={
            "required": "Напишите, через сколько дней. Срок прежний.",
            "invalid": "Напишите число цифрами. Срок прежний.",
            "min_value": f"Не меньше {LEAST_DAYS} дней. Срок прежний.",
            "max_value": f"Не больше {MOST_DAYS} дней. Срок прежний.",
        },
    )


class FamiliesForm(forms.Form):
    """«Что проверяем»."""

    checked = forms.MultipleChoiceField(
        label="Кроме стиля проверяем", choices=FAMILY_WORDS, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, settings: CheckSettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["checked"] = [family for family in FAMILIES if family not in settings.skipped]


def _day(label: str, help_text: str = "") -> DayField:
    return DayField(label=label, required=False, help_text=help_text, error_messages={"invalid": "Такого дня нет."})


class ElectionForm(forms.Form):
    """«Выборы»: without the days of voting none is known."""

    voting_first = _day("Голосование, первый день")
    voting_last = _day("Последний день", "Если день один, оставьте пустым.")
    campaign_from = _day("Кампания идёт с", "Если не указать, считаем её за 110 дней до голосования.")
    candidates = forms.CharField(
        label="Кандидаты",
        required=False,
        help_text="По одному в строке, с именем.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, settings: CheckSettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = clock.today(settings.administration.time_zone)
        for name in ("voting_first", "voting_last", "campaign_from"):
            self.initial[name] = getattr(settings, name)
        self.initial["candidates"] = "\n".join(settings.candidates)

    def clean_candidates(self) -> list[str]:
        names = [" ".join(line.split()) for line in self.cleaned_data["candidates"].splitlines() if not is_blank(line)]
        if len(names) > MOST_CANDIDATES or any(len(name) > LONGEST_NAME for name in names):
            raise forms.ValidationError("Не больше ста имён, каждое не длиннее ста знаков.")
        return names

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        first, last, since = (said.get(name) for name in ("voting_first", "voting_last", "campaign_from"))
        if first is None and any((last, since, said.get("candidates"))):
            self.add_error("voting_first", "Укажите первый день голосования: от него считаем остальное.")
        for name in ("voting_first", "voting_last", "campaign_from"):
            day = said.get(name)
            if day and not self.today - ELECTION_BEHIND <= day <= self.today + ELECTION_AHEAD:
                self.add_error(name, "Этот день слишком далеко от сегодняшнего. Проверьте год.")
        if first and last and last < first:
            self.add_error("voting_last", "Последний день раньше первого. Поправьте.")
        if first and since and since > first:
            self.add_error("campaign_from", "Кампания не может начаться после голосования. Поправьте.")
        return said

    @property
    def said(self) -> dict[str, Any]:
        """Arguments of `settings.set_election`."""
        data = self.cleaned_data
        first = data["voting_first"]
        return {
            "voting": (first, data["voting_last"] or first) if first else None,
            "campaign_from": data["campaign_from"],
            "candidates": data["candidates"],
        }
