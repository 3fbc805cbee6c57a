from typing import Any

from django import forms
from django.core.validators import RegexValidator

from veche.kit.fields import WholeField
from veche.moderation.domain.decidable import RulingSnapshot
from veche.moderation.domain.hand_over import LONGEST_NUMBER, TOO_LONG_NUMBER
from veche.moderation.domain.norms import LONGEST, WORDS
from veche.moderation.domain.steps import LONGEST_WHY
from veche.moderation.enums import NO_STEP, WARNING, Ground, PacketKind, Recipient, Term, What


class DecisionForm(forms.Form):
    """What the page showed, see `decidable.RulingSnapshot`. `seen`: the number of wordings."""

    seen = forms.IntegerField(required=False, min_value=0)
    answered = forms.IntegerField(required=False, min_value=0)
    ruled = forms.IntegerField(required=False, min_value=0)

    @property
    def shown(self) -> RulingSnapshot:
        self.is_valid()
        said = self.cleaned_data
        return RulingSnapshot(said.get("answered"), said.get("ruled"), said.get("seen"))


class DeleteForm(DecisionForm):
    """The verb refuses a missing ground."""

    ground = forms.ChoiceField(choices=Ground.choices, required=False)


class RestrictForm(DeleteForm):
    """About the words and their author together. The verb refuses missing and foreign values."""

    what = forms.ChoiceField(choices=What.choices, required=False)
    term = forms.ChoiceField(
        choices=[(WARNING, "предупреждение"), *Term.choices, (NO_STEP, "не ограничивать")], required=False
    )
    why = WholeField(max_length=LONGEST_WHY, required=False)


class ThresholdsForm(forms.Form):
    """Thresholds in percent, by ground. Empty: the program's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for ground in Ground:
            self.fields[ground.value] = forms.IntegerField(
                label=ground.label,
                required=False,
                min_value=1,
                max_value=100,
                error_messages=dict.fromkeys(
                    ("invalid", "min_value", "max_value"), "Число от 1 до 100. Прежнее число в силе."
                ),
            )

    @property
    def values(self) -> dict[Ground, float | None]:
        """Scores by ground, None for the program's own."""
        percents = {ground: self.cleaned_data[ground.value] for ground in Ground}
        return {ground: None if percent is None else percent / 100 for ground, percent in percents.items()}


class NormsForm(forms.Form):
    """The norm of each ground."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing = "Назовите статью или пункт: без нормы основания не бывает. Прежняя в силе."
        for ground in Ground:
            self.fields[ground.value] = forms.CharField(
                label=ground.label,
                max_length=LONGEST,
                validators=[RegexValidator(WORDS, missing)],
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={
                    "required": missing,
                    "max_length": f"Не длиннее {LONGEST} знаков. Прежняя в силе.",
                },
            )


class HandOverForm(forms.Form):
    """The verb refuses missing values."""

    to = forms.ChoiceField(label="Кому", choices=Recipient.choices, required=False)
    request = WholeField(
        label="Номер запроса",
        max_length=LONGEST_NUMBER,
        required=False,
        error_messages={"max_length": TOO_LONG_NUMBER},
        help_text="Себе можно без номера. Кому и когда отдали, останется в журнале.",
    )
    anonymous = forms.BooleanField(label="Без имён и слов жителя: это не доказательство", required=False)
    kind = forms.ChoiceField(choices=PacketKind.choices, required=False)
