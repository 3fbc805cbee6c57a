from django import forms

from veche.kit.fields import DayField, WholeField
from veche.moderation.domain.holds import LONGEST_REASON
from veche.moderation.domain.retention import LONGEST, SHORTEST

_OUT = f"Срок от {SHORTEST} до {LONGEST} месяцев. Прежний в силе."


class RetentionForm(forms.Form):
    months = forms.IntegerField(
        label="Стирать слова и снимки жителей через, месяцев",
        required=False,
        min_value=SHORTEST,
        max_value=LONGEST,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _OUT),
        help_text="Пусто: не стираем ничего.",
    )
    norm = WholeField(
        label="По какой норме",
        max_length=300,
        required=False,
        help_text="Статья закона или строка вашей номенклатуры дел.",
    )


class HoldForm(forms.Form):
    """The verb refuses a missing reason."""

    reason = WholeField(label="Кто и почему просит хранить", max_length=LONGEST_REASON, required=False)
    until = DayField(
        label="До какого дня",
        required=False,
        error_messages={"invalid": "Такого дня нет. Выберите другой или оставьте пустым. Ничего не изменилось."},
        help_text="Пусто: пока не снимут.",
    )
    author = forms.BooleanField(label="Всё, что написал этот автор в этом аккаунте", required=False)
