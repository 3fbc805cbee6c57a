"""Forms of a new publication, and of hour and networks."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from veche.accounts.models import Account
from veche.kernel.clock import local
from veche.kit.fields import WholeField
from veche.kit.forms import HourForm
from veche.plan.domain.queries import open_accounts
from veche.plan.forms import AccountsField, ItemForm, hour_to_offer, suggested
from veche.plan.models import PlanItem
from veche.posts.domain.queries import accounts_for
from veche.posts.models import PostVersion
from veche.publishing.domain.window import accounts_value, when_value

__all__ = ["NewPostForm", "WhenForm", "suggested"]

# More than all people of a region: a slip of the keyboard.
MOST_VOTES = 10_000_000


class WhenForm(HourForm):
    """«Когда и куда» of an existing publication. Without `aimed` in the data the networks stay.

    `version`: whose own hour and networks are shown. `fixed`: accounts that have the post; they stay ticked. `chosen`:
    accounts of the version, if they were read.
    """

    accounts = AccountsField(required=False)

    def __init__(
        self,
        *args: Any,
        item: PlanItem,
        version: PostVersion | None = None,
        chosen: Iterable[Account] | None = None,
        fixed: Iterable[int] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, zone=item.administration.time_zone, **kwargs)
        if chosen is None:
            chosen = accounts_for(version) if version else item.accounts.all()
        ticked = [account.pk for account in chosen]
        self.initial.update(_hour_shown(item, version), accounts=ticked)
        self.fields["accounts"].queryset = open_accounts(item.administration)  # type: ignore[attr-defined]
        self.fixed = set(fixed) & set(ticked)

    def clean_accounts(self) -> list[Account]:
        """Add fixed accounts, whose disabled ticks the browser does not send."""
        field: Any = self.fields["accounts"]
        picked = list(self.cleaned_data["accounts"])
        named = {account.pk for account in picked}
        return [*picked, *field.queryset.filter(pk__in=self.fixed - named)]

    @property
    def typed_moment(self) -> datetime | None:
        """The hour; None if the window has none or it is invalid."""
        there = self.is_bound and "day" in self.data and not (self.errors.keys() & {"day", "time"})
        return self.moment if there else None

    @property
    def typed_accounts(self) -> list[Account] | None:
        """The networks; None if the window has none or they are refused."""
        there = self.is_bound and "aimed" in self.data and "accounts" not in self.errors
        return self.cleaned_data["accounts"] if there else None

    @property
    def typed(self) -> dict[str, str]:
        """As `DraftForm.typed`."""
        values = {}
        if (moment := self.typed_moment) is not None:
            values["when"] = when_value(local(moment, self.zone))
        if (accounts := self.typed_accounts) is not None:
            values["accounts"] = accounts_value(account.pk for account in accounts)
        return values

    def sentence(self) -> str:
        """Why hour or networks are refused; "" if they are not, or are missing."""
        wanted = {"day", "time"} if "day" in self.data else set()
        wanted |= {"accounts"} if "aimed" in self.data else set()
        said = (str(error) for name, errors in self.errors.items() if name in wanted for error in errors)
        return next(said, "")


def _hour_shown(item: PlanItem, version: PostVersion | None) -> dict[str, object]:
    own = version.own_hour if version is not None else None
    if own is None:
        return hour_to_offer(item)
    there = local(own, item.administration.time_zone)
    return {"day": there.date(), "time": there.time()}


class LiveForm(HourForm):
    """The start of a stream. Prefix `live`, as the page has another day and time."""


class PollCountForm(forms.Form):
    """Votes that a person read in a network, a field for each answer."""

    def __init__(self, *args: Any, answers: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, answer in enumerate(answers):
            self.fields[f"votes{number}"] = forms.IntegerField(
                label=answer,
                min_value=0,
                max_value=MOST_VOTES,
                error_messages={"required": "Впишите число голосов, хотя бы 0.", "invalid": "Впишите число."},
            )

    @property
    def votes(self) -> list[int]:
        return [self.cleaned_data[name] for name in self.fields]


class WithdrawForm(forms.Form):
    """The reason for a withdrawal."""

    reason = WholeField(
        label="Почему",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "Например: неверный адрес, готовим новую запись"}),
        help_text="Останется в журнале и на странице публикации. Жители этого не увидят.",
        error_messages={
            "required": "Напишите, почему снимаете. Запись пока на месте.",
            "max_length": "Длиннее 500 знаков. Сократите, запись пока на месте.",
        },
    )


class ReleaseNowForm(forms.Form):
    """«Выпустить сейчас». `why` is asked where the signatures of others are not waited for; the verb requires it."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    why = WholeField(
        label="Почему нельзя ждать",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "Например: прорвало трубу, людям нужна вода сейчас"}),
        help_text="Это прочтут те, чьей подписи не дождались.",
        error_messages={"max_length": "Длиннее 300 знаков. Сократите, запись пока на месте."},
    )


class NewPostForm(ItemForm):
    """A plan item whose text is written at once."""
