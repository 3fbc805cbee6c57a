"""A text of the reserve."""

from typing import Any

from django import forms

from veche.kit.conflicts import ConflictAwareForm
from veche.kit.fields import NameField, WholeField
from veche.kit.forms import OnceForm
from veche.plan.domain.queries import open_accounts
from veche.plan.enums import Format, PostCategory
from veche.plan.forms import NO_TITLE, AccountsField
from veche.publishing.domain.evergreens import FIELDS
from veche.publishing.models import Evergreen
from veche.staff.models import Administration


class EvergreenForm(ConflictAwareForm, OnceForm):
    title = NameField(
        label="О чём",
        max_length=200,
        help_text="Так пункт назовут в плане. В сети это не уйдёт.",
        error_messages=NO_TITLE,
    )
    text = WholeField(
        label="Текст",
        max_length=16_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Без дат и слов «завтра», «на этой неделе»: выйдет когда угодно. Стиль проверит редактор.",
        error_messages={"required": "Текста нет. Напишите его, остальное на месте."},
    )
    link = forms.CharField(label="Ссылка", required=False, max_length=3000)
    accounts = AccountsField()
    format = forms.ChoiceField(label="Формат", choices=Format.choices)
    category = forms.ChoiceField(label="Рубрика", choices=PostCategory.choices, initial=PostCategory.IMPORTANT)

    def __init__(
        self, *args: Any, administration: Administration, evergreen: Evergreen | None = None, **kwargs: Any
    ) -> None:
        """`evergreen`: the one being changed."""
        super().__init__(*args, **kwargs)
        accounts = open_accounts(administration)
        self.fields["accounts"].queryset = accounts  # type: ignore[attr-defined]
        if evergreen is None:
            self.initial["accounts"] = [one.pk for one in accounts]
        else:
            self.initial.update({name: getattr(evergreen, name) for name in FIELDS})
            self.initial["accounts"] = [one.pk for one in evergreen.accounts.all()]
