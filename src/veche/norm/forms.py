from collections.abc import Sequence
from typing import Any

from django import forms

from veche.kernel.clock import DAY, today, week_of
from veche.norm.domain.owing import Owing, number_of
from veche.norm.enums import Reposts
from veche.norm.models import Norm
from veche.plan.enums import Format, PostCategory
from veche.staff.models import Administration

MOST = 50
_TOO_MANY = f"Больше {MOST} в неделю не бывает. Норма прежняя."


class NormForm(forms.Form):
    """«С этой недели не меньше пяти записей, в счёт идут …»; beside it a number for each account.

    `accounts`: the open ones, whose numbers the page shows.
    """

    minimum = forms.IntegerField(
        label="Записей в неделю, не меньше",
        min_value=1,
        max_value=MOST,
        error_messages={
            "required": "Напишите, сколько записей в неделю. Норма прежняя.",
            "invalid": "Напишите число цифрами. Норма прежняя.",
            "min_value": "Хотя бы одна запись в неделю. Норма прежняя.",
            "max_value": _TOO_MANY,
        },
    )
    each = forms.TypedChoiceField(
        label="Как считаем",
        coerce=lambda said: said == "each",
        choices=[("together", "в нескольких сетях это одна"), ("each", "в каждом аккаунте своя")],
    )
    categories = forms.MultipleChoiceField(
        label="В счёт идут рубрики",
        choices=PostCategory.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте хотя бы одну рубрику. Норма прежняя."},
    )
    formats = forms.MultipleChoiceField(
        label="и форматы",
        choices=Format.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте хотя бы один формат. Норма прежняя."},
    )
    reposts = forms.ChoiceField(label="Репосты", choices=Reposts.choices)
    since = forms.TypedChoiceField(label="С какой недели", coerce=int, choices=[(0, "с этой"), (1, "со следующей")])

    def __init__(self, *args: Any, norm: Norm, accounts: Sequence[Owing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._norm, self._accounts = norm, accounts
        self.initial.update(
            minimum=norm.minimum,
            each="each" if norm.each else "together",
            categories=norm.categories,
            formats=[value for value in Format.values if value not in norm.uncounted_formats],
            reposts=norm.reposts,
            since=1,
        )
        for account in accounts:
            self.fields[_name(account)] = _number(account)
            self.initial[_name(account)] = number_of(norm, account)
        for field in self.fields.values():
            field.widget.attrs["form"] = "norm"

    def number(self, account: Owing) -> forms.BoundField:
        return self[_name(account)]

    def said(self, administration: Administration) -> dict[str, Any]:
        """Arguments of `change.set_norm`. Only a number that a person has changed is the account's own."""
        monday = week_of(today(administration.time_zone))[0]
        data = self.cleaned_data
        norm = Norm(minimum=data["minimum"])
        closed = {
            key: number
            for key, number in self._norm.numbers.items()
            if key not in {str(account.pk) for account in self._accounts}
        }
        return {
            "minimum": data["minimum"],
            "categories": data["categories"],
            "uncounted_formats": [value for value in Format.values if value not in data["formats"]],
            "reposts": Reposts(data["reposts"]),
            "each": data["each"],
            "numbers": closed | {str(one.pk): data[_name(one)] for one in self._accounts if self._is_own(one, norm)},
            "since": monday + 7 * DAY * data["since"],
        }

    def _is_own(self, account: Owing, norm: Norm) -> bool:
        """Whether the number is another than what this account owes by itself, now or by the new norm."""
        said: int = self.cleaned_data[_name(account)]
        if said == number_of(norm, account):
            return False
        untouched = str(account.pk) not in self._norm.numbers and said == number_of(self._norm, account)
        return not untouched


def _name(account: Owing) -> str:
    return f"account-{account.pk}"


def _number(account: Owing) -> forms.IntegerField:
    return forms.IntegerField(
        label=f"Норма: {account.title}",
        min_value=0,
        max_value=MOST,
        error_messages={
            "required": f"Напишите норму для «{account.title}», 0 значит «ничего». Норма прежняя.",
            "invalid": f"Норма для «{account.title}»: напишите число цифрами. Норма прежняя.",
            "min_value": f"Норма для «{account.title}» не бывает меньше нуля. Норма прежняя.",
            "max_value": _TOO_MANY,
        },
    )
