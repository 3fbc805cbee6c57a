"""Forms of appeals. A refused form keeps all that was typed."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet

from veche.accounts.models import Account
from veche.appeals.domain.public import TAKEN
from veche.appeals.models import AppealSettings
from veche.kernel.clock import now
from veche.kit.fields import WholeField, day_field
from veche.kit.forms import HourForm, OnceForm
from veche.moderation.enums import Recipient

# More than the verb takes, so that its sentence names the number of signs; a longer text is refused by the field.
LONGEST = 100_000
# Signs of a pasted notice.
NOTICE = 4_000


# The hour is named «примерно».
ABOUT = timedelta(hours=1)
NOT_YET = "Этот час ещё не наступил. Поправьте день, остальное на месте."
NO_SUCH_ACCOUNT = "Такого аккаунта в списке уже нет. Выберите ещё раз, остальное на месте."


class CodeForm(forms.Form):
    """Each field takes the whole notice as well."""

    number = forms.CharField(label="Номер", max_length=NOTICE, required=False)
    code = forms.CharField(label="Код", max_length=NOTICE, required=False)


class WordsForm(forms.Form):
    """What a resident writes in every appeal. The text is checked by the verb."""

    text = WholeField(
        label="Почему мы не правы",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    contact = WholeField(label="Куда сообщить о решении", required=False, max_length=200)


class ContestForm(WordsForm):
    """`pass_`: the signed ticket that number and code have opened."""

    pass_ = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)


class PlaceForm(OnceForm, HourForm, WordsForm):
    """An appeal without a number: where and when the words stood."""

    network = forms.ChoiceField(
        label="Где вы писали", widget=forms.RadioSelect, error_messages={"required": "Выберите сеть."}
    )
    post = WholeField(label="Под какой записью", required=False, max_length=300)
    words = WholeField(label="О чём вы писали", required=False, max_length=300)

    field_order = ("network", "post", "day", "time", "words", "text", "contact", "once")

    def __init__(self, *args: Any, networks: Sequence[tuple[str, str]], zone: str, **kwargs: Any) -> None:
        super().__init__(*args, zone=zone, **kwargs)
        cast("forms.ChoiceField", self.fields["network"]).choices = networks

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if {"day", "time"} <= said.keys() and self.moment > now() + ABOUT:
            self.add_error("day", NOT_YET)
        return said


class DecideForm(forms.Form):
    reason = WholeField(
        label="Почему так решили", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class SettingsForm(forms.ModelForm[AppealSettings]):
    places = forms.ModelMultipleChoiceField(
        label="Если иначе не сказать, писать под записью, без имени, номера и кода",
        queryset=Account.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("invalid_choice", "invalid_pk_value", "invalid_list"), NO_SUCH_ACCOUNT),
    )

    class Meta:
        model = AppealSettings
        fields = ("is_open", "slug", "days", "accept_days", "tells_privately", "tells_in_ban")
        error_messages: ClassVar = {"slug": {"unique": TAKEN}}

    def __init__(self, *args: Any, places: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelMultipleChoiceField[Account]", self.fields["places"]).queryset = places

    def settings(self) -> dict[str, Any]:
        """The saved fields, without the accounts."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def clean_slug(self) -> str | None:
        return self.cleaned_data["slug"].lower() if self.cleaned_data["slug"] else None

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("is_open") and not said.get("slug") and "slug" not in self.errors:
            self.add_error("slug", "Придумайте адрес латиницей: например, rubtsovsk. Без него страницу не открыть.")
        return said


class ReportForm(forms.Form):
    """The verb refuses a whole report without a recipient."""

    first = day_field(label="С")
    last = day_field(label="По")
    whole = forms.TypedChoiceField(
        label="Что в нём",
        coerce=bool,
        empty_value="",
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", "Для жителей: день, сеть, основание, норма и итог, без имён и слов; личных сообщений в нём нет"),
            ("1", "Полный, для прокуратуры или суда: с именами, словами и тем, кто решил"),
        ],
    )
    to = forms.ChoiceField(label="Кому", choices=Recipient.choices, required=False)
    request = WholeField(label="Номер запроса", max_length=LONGEST, required=False)
