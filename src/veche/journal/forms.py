from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Model

from veche.journal.verbs import catalogue
from veche.kit.fields import DayField, WholeField

MACHINE = "machine"


class FilterForm(forms.Form):
    """Filters, all optional; an invalid field filters nothing."""

    verb = forms.ChoiceField(label="Что сделано", required=False)
    person = forms.ChoiceField(label="Кто", required=False)
    since = DayField(label="С", required=False)
    until = DayField(label="По", required=False)

    def __init__(self, *args: Any, administration: Model, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", "всё"), *_verbs()]  # type: ignore[attr-defined]
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", "все"),
            (MACHINE, "Вече, само"),
            *_people(administration),
        ]

    def clean(self) -> dict[str, Any]:
        wanted = super().clean() or self.cleaned_data
        since, until = wanted.get("since"), wanted.get("until")
        if since and until and until < since:
            self.add_error("until", "Последний день раньше первого: поменяйте их местами.")
        return wanted

    def wanted(self) -> dict[str, Any]:
        """Keyword arguments of `queries.entries`."""
        self.is_valid()
        person = self.cleaned_data.get("person", "")
        return {
            "verb": self.cleaned_data.get("verb", ""),
            "actor_id": int(person) if person.isdecimal() else None,
            "by_machine": person == MACHINE,
            "since": self.cleaned_data.get("since"),
            "until": self.cleaned_data.get("until"),
        }


def _verbs() -> list[tuple[str, str]]:
    return sorted(((verb, str(sentence)) for verb, sentence in catalogue().items()), key=lambda one: one[1])


def _people(administration: Model) -> list[tuple[str, str]]:
    people = get_user_model().objects.of(administration).order_by("display_name")
    return [(str(person.pk), str(person)) for person in people]


class CloseForm(forms.Form):
    reason = WholeField(
        label="Почему отметки не сходятся",
        max_length=500,
        help_text=(
            "Что случилось и кто это проверил. Причина останется рядом с отметками, в журнале — её контрольная сумма."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
