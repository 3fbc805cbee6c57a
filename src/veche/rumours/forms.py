"""Forms of the register. A refused form keeps all that was typed."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from veche.kit.fields import NameField, WholeField
from veche.kit.forms import HourForm, OnceForm
from veche.networks.registry import NETWORKS
from veche.posts.models import Post
from veche.rumours.enums import ENDED, Kind, State
from veche.rumours.models import Rumour

_REQUIRED = "Заполните это поле. Остальное на месте."


class RumourForm(OnceForm, HourForm):
    kind = forms.ChoiceField(
        label="Что это",
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите, что это."},
    )
    title = NameField(label="Коротко", max_length=200, error_messages={"required": "Назовите коротко, о чём это."})
    words = WholeField(label="Что говорят", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    url = WholeField(label="Адрес", max_length=500, required=False)
    network = forms.ChoiceField(label="Где", required=False)
    noticed_by = WholeField(label="Кто заметил", max_length=200, required=False)

    field_order = ("kind", "title", "words", "url", "network", "day", "time", "noticed_by", "once")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        networks = [(slug, one.title) for slug, one in NETWORKS.items()]
        cast("forms.ChoiceField", self.fields["network"]).choices = [("", "не в сети или везде"), *networks]
        self.fields["day"].label, self.fields["time"].label = "Заметили: день", "Время"

    def said(self) -> dict[str, Any]:
        """What the verb is given."""
        names = ("kind", "title", "words", "url", "network", "noticed_by")
        return {name: self.cleaned_data[name] for name in names} | {"seen_at": self.moment, "once": self.asked}


class EndForm(forms.Form):
    state = forms.ChoiceField(
        label="Чем кончилось",
        choices=[(one.value, one.label) for one in State if one in ENDED],
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите, чем кончилось."},
    )
    outcome = WholeField(
        label="Что сделали",
        max_length=500,
        error_messages={"required": _REQUIRED},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ComplaintForm(OnceForm):
    to = WholeField(label="Кому", max_length=200, error_messages={"required": _REQUIRED})
    text = WholeField(
        label="Текст жалобы",
        max_length=4000,
        error_messages={"required": _REQUIRED},
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class AnsweredForm(forms.Form):
    answer = WholeField(label="Что ответили", max_length=500, error_messages={"required": _REQUIRED})


class PostForm(forms.Form):
    """The post that refutes, chosen from the newest."""

    post = forms.ChoiceField(label="Запись, которая опровергает", error_messages={"required": "Выберите запись."})

    def __init__(self, *args: Any, posts: Iterable[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["post"])
        field.choices = [("", "выберите"), *((str(one.pk), one.plan_item.title) for one in posts)]


class LinkForm(forms.Form):
    """To which rumour a comment belongs."""

    rumour = forms.ChoiceField(
        label="Какой это слух", widget=forms.RadioSelect, error_messages={"required": "Выберите слух."}
    )

    def __init__(self, *args: Any, rumours: Iterable[Rumour], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["rumour"]).choices = [(str(one.pk), one.title) for one in rumours]


class TextsForm(forms.Form):
    rumour = WholeField(
        label="О слухе",
        max_length=4000,
        error_messages={"required": _REQUIRED},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    page = WholeField(
        label="О поддельной странице",
        max_length=4000,
        error_messages={"required": _REQUIRED},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
