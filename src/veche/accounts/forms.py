"""Forms of an account and its keys."""

import re
from datetime import datetime, time
from typing import Any

from django import forms
from django.conf import settings

from veche.accounts.domain.key_forms import EMPTY, TOO_LONG, is_like_a_key, what_is_wrong
from veche.accounts.enums import Category, CommentsMode, key_name
from veche.accounts.models import Account
from veche.accounts.order import offered, offered_choices
from veche.kernel import clock
from veche.kernel.crypto import Secret
from veche.kernel.redaction import conceal
from veche.kit.conflicts import ConflictAwareForm
from veche.kit.fields import DayField, NameField, WholeField
from veche.kit.forms import replace_typed
from veche.networks.addresses import NotAnAddress, ParsedAddress, parse_address
from veche.networks.registry import NETWORKS
from veche.staff.domain.queries import people_to_choose
from veche.staff.models import Administration, Person

_NOT_A_LINK = {"invalid": "Это не похоже на адрес. Скопируйте его целиком, с «https://»."}


class KeysNotShown(forms.Form):
    """Does not render a value again that looks like a key pasted into the wrong field."""

    def clean(self) -> dict[str, Any]:
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.TextInput | forms.URLInput):
                self._drop_a_key(name)
        return super().clean() or self.cleaned_data

    def _drop_a_key(self, name: str) -> None:
        typed = str(self.data.get(self.add_prefix(name), "")).strip()
        if not is_like_a_key(typed):
            return
        conceal(Secret(typed))
        replace_typed(self, name, "")
        self.errors.pop(name, None)
        self.add_error(name, "Это похоже на ключ, а ему место в поле для ключа. Мы его не сохранили и не покажем.")


class PassportForm(KeysNotShown, ConflictAwareForm):
    """The passport of an account; field names are those of `Account`."""

    title = NameField(label="Название", max_length=200, help_text="Как его видят жители.")
    username = NameField(label="Короткое имя", max_length=64, required=False, help_text="Без «@»: rubtsovsk_official.")
    url = forms.URLField(label="Адрес страницы", required=False, assume_scheme="https", error_messages=_NOT_A_LINK)
    linked_group_id = forms.RegexField(
        r"^-100\d{5,15}$",
        label="Группа обсуждений",
        max_length=64,
        required=False,
        help_text="Только для Телеграма, её номер. Она доказывает, что запись вышла, и приносит комментарии.",
        error_messages={"invalid": "Номер группы пишется так: -1001234567890. Исправьте или оставьте пустым."},
    )
    legal_basis = NameField(label="Основание", max_length=300, help_text="Постановление или приказ, по которому ведём.")
    category = forms.ChoiceField(label="Категория", choices=Category.choices, initial=Category.ACTIVE)
    state_mark = forms.BooleanField(label="Госметка получена", required=False)
    comments_mode = forms.ChoiceField(label="Комментарии", choices=CommentsMode.choices)
    rules_url = forms.URLField(
        label="Правила комментариев", required=False, assume_scheme="https", error_messages=_NOT_A_LINK
    )
    signature = WholeField(
        label="Подпись",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Встанет под каждой записью этого аккаунта. В записи её можно выключить.",
        error_messages={"max_length": "Подпись длиннее 300 знаков. Сократите её."},
    )
    hashtags = NameField(
        label="Хештеги",
        max_length=200,
        required=False,
        help_text="Встанут после подписи: #Рубцовск #Новости. В записи их можно выключить.",
    )
    responsible = forms.ModelChoiceField(label="Отвечает", queryset=Person.objects.none(), empty_label="выберите")
    stand_in = forms.ModelChoiceField(
        label="Замещает", queryset=Person.objects.none(), required=False, empty_label="никто"
    )
    keeper = forms.ModelChoiceField(
        label="Хранит ключи", queryset=Person.objects.none(), required=False, empty_label="никто"
    )
    opened_on = DayField(label="Ведём с", required=False)

    def __init__(self, *args: Any, administration: Administration, network: str = "", **kwargs: Any) -> None:
        """`network`: of an existing account; fields of other networks are left out."""
        super().__init__(*args, **kwargs)
        if network and not NETWORKS[network].proof.by_linked_group:
            del self.fields["linked_group_id"]
        people = people_to_choose(administration)
        for name in ("responsible", "stand_in", "keeper"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        return name.removeprefix("@")

    def clean_signature(self) -> str:
        signature: str = self.cleaned_data["signature"]
        return "\n".join(signature.strip().splitlines())

    def clean_hashtags(self) -> str:
        """«#Рубцовск #Новости», each once, however they are divided."""
        words = self.cleaned_data["hashtags"].replace(",", " ").replace("#", " #").split()
        tags = ["#" + word.removeprefix("#") for word in words]
        if any(not re.fullmatch(r"#\w*[^\W\d_]\w*", tag) for tag in tags):
            raise forms.ValidationError("В хештеге только буквы, цифры и «_», и не одни цифры. Разделите их пробелами.")
        return " ".join(dict.fromkeys(tags))

    def clean_stand_in(self) -> Person | None:
        stand_in: Person | None = self.cleaned_data["stand_in"]
        if stand_in is not None and stand_in == self.cleaned_data.get("responsible"):
            raise forms.ValidationError("Замещает кто-то другой: этот человек уже отвечает.")
        return stand_in


class NewAccountForm(PassportForm):
    network = forms.ChoiceField(label="Сеть", choices=offered_choices)
    remote_id = forms.CharField(
        label="Номер в сети",
        max_length=64,
        help_text=" ".join(f"{one.title}: {one.pages.example}." for one in offered()),
    )

    field_order = ("network", "remote_id", "title", "responsible", "legal_basis")


class FinishForm(PassportForm):
    """What only a person knows about a page that the network has described; the rest can be filled in later."""

    field_order = ("title", "responsible", "legal_basis", "stand_in", "keeper", "opened_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(self.field_order):
            del self.fields[name]


class ConnectForm(KeysNotShown):
    """The page's address, and a field for each key slot of its network. Keys are never rendered again."""

    address = forms.CharField(
        max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"})
    )

    def __init__(self, *args: Any, network: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.network = network
        self.fields["address"].label = f"Адрес {NETWORKS[network].names.page_of}"
        self.fields["address"].help_text = NETWORKS[network].pages.how
        for guide in NETWORKS[network].keys.guides:
            self.fields[guide.slot] = _key_field(key_name(network, guide.slot), required=not guide.optional)

    def clean(self) -> dict[str, Any]:
        """Each mistake is reported at its own field; an empty field is no key."""
        cleaned = super().clean() or {}
        try:
            self.page = self._page(cleaned["address"]) if "address" in cleaned else ParsedAddress()
        except NotAnAddress as error:
            self.add_error("address", error.sentence)
            self.fields["address"].help_text = ""  # the mistake's own sentence says it
        self.secrets = {}
        for guide in NETWORKS[self.network].keys.guides:
            secret = Secret(cleaned.pop(guide.slot, ""))
            if not secret.reveal().strip():
                continue
            conceal(secret)
            if wrong := what_is_wrong(self.network, guide.slot, secret):
                self.add_error(guide.slot, wrong.first)
            self.secrets[str(guide.slot)] = secret
        return cleaned

    def _page(self, address: str) -> ParsedAddress:
        return parse_address(self.network, address, home=settings.NETWORKS[self.network].get("pages", ""))


def _key_field(label: str, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": EMPTY.first,
            "max_length": TOO_LONG.first,
        },
    )


class KeyForm(KeysNotShown):
    """A key, which is never rendered again."""

    secret = forms.CharField(
        label="Ключ",
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    owner_name = NameField(
        label="Чей ключ", max_length=120, required=False, help_text="Должность того, кому сеть его выдала."
    )
    expires_on = DayField(
        label="Действует по", required=False, help_text="Этот день тоже входит. Пусто: пока не отзовут."
    )

    def __init__(self, *args: Any, account: Account, replaces: bool = True, **kwargs: Any) -> None:
        """`replaces`: the slot holds a good key."""
        super().__init__(*args, **kwargs)
        self.zone = account.administration.time_zone
        self.replaces = replaces
        self.fields["secret"].error_messages |= {
            "required": EMPTY.sentence(replaces=replaces),
            "max_length": TOO_LONG.sentence(replaces=replaces),
        }

    def refuse(self, sentence: str) -> None:
        self.add_error("secret", sentence)

    def clean_secret(self) -> Secret:
        secret = Secret(self.cleaned_data["secret"])
        conceal(secret)
        return secret

    @property
    def expires_at(self) -> datetime | None:
        """The end of the given day, in the city's time."""
        day = self.cleaned_data["expires_on"]
        return clock.at(day + clock.DAY, time.min, self.zone) if day else None
