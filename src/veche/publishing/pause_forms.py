"""Forms of the pause: why it begins, and what becomes of each publication that waits."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from veche.kernel.clock import local
from veche.kit.fields import NO_SUCH_DAY, NO_SUCH_HOUR, WholeField
from veche.kit.forms import HourForm
from veche.kit.ids import id_from
from veche.outbox.enums import PauseKind
from veche.publishing.domain.pause import Chosen
from veche.publishing.domain.waiting_posts import WaitingPost, free_hours
from veche.publishing.enums import PauseChoice
from veche.staff.models import Administration


class PauseForm(forms.Form):
    kind = forms.ChoiceField(
        label="Что случилось",
        choices=[(PauseKind.MOURNING, "Траур"), (PauseKind.EMERGENCY, "ЧС"), (PauseKind.OTHER, "Другое")],
        widget=forms.RadioSelect,
        error_messages={"required": "Отметьте, что случилось. Записи пока выходят по плану."},
    )
    reason = WholeField(
        label="Почему",
        max_length=300,
        help_text="Увидят все, кто открыл Вече: «День траура в крае».",
        error_messages={
            "required": "Напишите, почему: это увидят все. Записи пока выходят по плану.",
            "max_length": "Слишком длинно: хватит 300 знаков. Записи пока выходят по плану, сократите.",
        },
    )


class WaitingForm(HourForm):
    """What becomes of one publication. The hour is read only for «Перенести»."""

    what = forms.ChoiceField(
        label="Что с ней",
        choices=PauseChoice.choices,
        error_messages={"required": "Решите и об этой записи.", "invalid_choice": "Решите и об этой записи."},
    )

    def __init__(self, data: QueryDict | None = None, *, waiting: WaitingPost, **kwargs: Any) -> None:
        super().__init__(data, prefix=prefix_of(waiting), zone=waiting.item.administration.time_zone, **kwargs)
        self.waiting = waiting
        moves = self["what"].value() == PauseChoice.MOVE
        for name in ("day", "time"):
            field = self.fields[name]
            field.required = moves
            field.widget.attrs |= {"form": "end", "aria-label": f"{field.label}, «{waiting.item.title}»"}
        self.fields["day"].error_messages |= NO_SUCH_DAY
        self.fields["time"].error_messages |= NO_SUCH_HOUR

    @property
    def chosen(self) -> Chosen:
        what = PauseChoice(self.cleaned_data["what"])
        return Chosen(what, self.moment if what == PauseChoice.MOVE else None)


def prefix_of(waiting: WaitingPost) -> str:
    return f"post-{waiting.post.pk}"


def waiting_forms(
    administration: Administration,
    waiting: Sequence[WaitingPost],
    data: QueryDict | None = None,
    *,
    keep: bool = False,
) -> list[WaitingForm]:
    """One form for each, with a free hour to move to. `keep`: «Оставить» is marked where the hour is ahead."""
    hours = {} if data is not None else free_hours(administration, waiting)
    return [WaitingForm(data, waiting=one, initial=_initial(one, hours, keep=keep)) for one in waiting]


def _initial(one: WaitingPost, hours: Mapping[int, Any], *, keep: bool) -> dict[str, Any]:
    if one.post.pk not in hours:
        return {}
    there = local(hours[one.post.pk], one.item.administration.time_zone)
    what = {"what": PauseChoice.KEEP} if keep and not one.is_late else {}
    return {"day": there.date(), "time": there.time(), **what}


def named_posts(data: QueryDict) -> set[int]:
    """Ids of the publications that a sent page asked about."""
    parts = (key.split("-") for key in data)
    named = (id_from(part[1]) for part in parts if len(part) == 3 and part[0] == "post")
    return {pk for pk in named if pk is not None}
