"""The form of a closure. A refused form keeps all that was typed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django import forms

from veche.commenting.domain.ways import Way
from veche.kit.fields import WholeField, day_field, hour_field
from veche.kit.forms import HourForm

_NO_TERM = "Назовите день и час, когда откроются, или отметьте «до отмены». Остальное на месте."


class TermForm(HourForm):
    """`until`: when comments open; None: «до отмены»."""

    reason = WholeField(
        label="Почему",
        max_length=300,
        error_messages={"required": "Напишите, почему: без причины комментарии не закрывают."},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    day = day_field(label="Откроются: день", required=False)
    time = hour_field(required=False)
    endless = forms.BooleanField(label="До отмены: напомним через месяц", required=False)
    is_public = forms.BooleanField(label="Показать на странице правил для жителей", required=False)

    @property
    def until(self) -> datetime | None:
        return None if self.cleaned_data["endless"] else self.moment

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        wrong = {"day", "time"} & self.errors.keys()
        if not said.get("endless") and not wrong and not (said.get("day") and said.get("time")):
            self.add_error("day", _NO_TERM)
        return said


class CloseForm(TermForm):
    mode = forms.ChoiceField(
        label="Кто сможет писать", widget=forms.RadioSelect, error_messages={"required": "Выберите, кто сможет писать."}
    )

    field_order = ("mode", "reason", "day", "time", "endless", "is_public")

    def __init__(self, *args: Any, ways: Sequence[Way], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["mode"]).choices = [(one.mode.value, one.mode.label) for one in ways]
        if len(ways) == 1:
            self.fields["mode"].initial = ways[0].mode.value
