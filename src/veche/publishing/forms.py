"""A new publication, and its hour and networks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.accounts.models import Account
from veche.plan.domain.queries import open_accounts
from veche.plan.forms import AccountsField, HourForm, ItemForm, hour_to_offer, suggested
from veche.plan.models import PlanItem

__all__ = ["NewPostForm", "WhenForm", "suggested"]


class WhenForm(HourForm):
    """«Когда и куда» of a publication that exists. Without `accounts` in the data the networks stay."""

    accounts = AccountsField(required=False)

    def __init__(self, *args: Any, item: PlanItem, **kwargs: Any) -> None:
        super().__init__(*args, zone=item.administration.time_zone, **kwargs)
        chosen = [account.pk for account in item.accounts.all()]
        self.initial.update(hour_to_offer(item), accounts=chosen)
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


class LiveForm(HourForm):
    """When a stream begins. With the prefix `live`: the page has another day and time."""


class WithdrawForm(forms.Form):
    """Why something that residents have read is taken off the walls."""

    reason = forms.CharField(
        label=_("Почему"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": _("Например: неверный адрес, готовим новую запись")}),
        help_text=_("Останется в журнале и на странице публикации. Жители этого не увидят."),
        error_messages={
            "required": _("Напишите, почему снимаете. Запись пока на месте."),
            "max_length": _("Длиннее 500 знаков. Сократите, запись пока на месте."),
        },
    )


class NewPostForm(ItemForm):
    """An item of the plan whose text is written at once."""
