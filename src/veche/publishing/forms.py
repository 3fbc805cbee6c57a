"""A new publication, and its hour and networks."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.accounts.models import Account
from veche.kernel import clock
from veche.kernel.clock import at, local
from veche.plan.enums import Format, PostCategory
from veche.plan.models import Occasion, PlanItem
from veche.publishing.domain.queries import open_accounts
from veche.staff.models import Administration

# When nobody says otherwise: the middle of the day, when people read.
USUAL_HOUR = time(12)
_NO_SUCH_DAY = {
    "required": _("Выберите день. Остальное на месте."),
    "invalid": _("Такого дня нет. Выберите другой, остальное на месте."),
}
_NO_SUCH_HOUR = {
    "required": _("Выберите время. Остальное на месте."),
    "invalid": _("Такого времени нет. Напишите, например, 12:00."),
}
_NO_ACCOUNT = _("Не выбрано, куда выйдет запись. Отметьте хотя бы одну сеть, остальное на месте.")
_FOREIGN_ACCOUNT = _("Этот аккаунт закрыт или чужой. Выберите другой, остальное на месте.")


class HourForm(forms.Form):
    """A day and a time on the city's clock; `moment` is their UTC moment."""

    day = forms.DateField(
        label=_("День"), error_messages=_NO_SUCH_DAY, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    time = forms.TimeField(
        label=_("Время"), error_messages=_NO_SUCH_HOUR, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    @property
    def moment(self) -> datetime:
        return at(self.cleaned_data["day"], self.cleaned_data["time"], self.zone)


class WhenForm(HourForm):
    """«Когда и куда» of a publication that exists. Without `accounts` in the data the networks stay."""

    accounts = forms.ModelMultipleChoiceField(
        label=_("Куда"),
        queryset=Account.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _FOREIGN_ACCOUNT, "invalid_pk_value": _FOREIGN_ACCOUNT},
    )

    def __init__(self, *args: Any, item: PlanItem, **kwargs: Any) -> None:
        super().__init__(*args, zone=item.administration.time_zone, **kwargs)
        there = local(item.publish_at, self.zone)
        chosen = [account.pk for account in item.accounts.all()]
        self.initial.update(day=there.date(), time=there.time(), accounts=chosen)
        self.fields["accounts"].queryset = open_accounts(item.administration)  # type: ignore[attr-defined]
        self.chosen = set(chosen)
        self.publish_at = item.publish_at

    @property
    def is_moved(self) -> bool:
        return self.moment != self.publish_at.replace(second=0, microsecond=0)

    @property
    def new_accounts(self) -> list[Account] | None:
        """None while the networks are the same, or the page did not ask for them."""
        picked = list(self.cleaned_data["accounts"])
        asked = "aimed" in self.data
        return picked if asked and {account.pk for account in picked} != self.chosen else None


class NewPostForm(HourForm):
    title = forms.CharField(
        label=_("О чём"),
        max_length=200,
        help_text=_("Так запись назовут в плане. В сети это не уйдёт."),
        error_messages={
            "required": _("Напишите, о чём запись, хотя бы двумя словами. Остальное на месте."),
            "max_length": _("Название длиннее 200 знаков. Сократите его, остальное на месте."),
        },
    )
    accounts = forms.ModelMultipleChoiceField(
        label=_("Куда"),
        queryset=Account.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _NO_ACCOUNT,
            "invalid_choice": _FOREIGN_ACCOUNT,
            "invalid_pk_value": _FOREIGN_ACCOUNT,
        },
    )
    format = forms.ChoiceField(label=_("Формат"), choices=Format.choices)
    category = forms.ChoiceField(
        label=_("Рубрика"), choices=PostCategory.choices, help_text=_("В норму идут первые две.")
    )
    occasion = forms.ModelChoiceField(
        label=_("Повод"), queryset=Occasion.objects.none(), required=False, empty_label=_("без повода")
    )

    field_order = ("title", "day", "time", "accounts", "format", "category", "occasion")

    def __init__(self, *args: Any, administration: Administration, **kwargs: Any) -> None:
        super().__init__(*args, zone=administration.time_zone, **kwargs)
        accounts = open_accounts(administration)
        self.fields["accounts"].queryset = accounts  # type: ignore[attr-defined]
        self.fields["accounts"].initial = [account.pk for account in accounts]
        self.fields["occasion"].queryset = Occasion.objects.of(administration)  # type: ignore[attr-defined]


def suggested(administration: Administration, *, day: str, occasion: str) -> dict[str, object]:
    """What the address asked for (`?day=2026-11-27&occasion=5`), else tomorrow at noon. Nonsense is passed over."""
    zone = administration.time_zone
    about = Occasion.objects.of(administration).filter(pk=occasion).first() if occasion.isdecimal() else None
    given = _day(day) or (local(about.starts_at, zone).date() if about and about.starts_at else None)
    tomorrow = clock.today(zone) + clock.DAY
    start = {"day": given or tomorrow, "time": USUAL_HOUR}
    return start | ({"occasion": about.pk, "title": about.title} if about else {})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
