"""«Это наше?»: as what the norm counts a post past Veche."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from veche.kit.moments import spoken
from veche.plan.enums import PostCategory
from veche.plan.models import PlanItem
from veche.publishing.models import ForeignPost


class OursForm(forms.Form):
    category = forms.ChoiceField(
        label="Рубрика",
        choices=[("", "какая рубрика?"), *PostCategory.choices],
        error_messages={
            "required": "Выберите рубрику: по ней запись идёт в норму. Решение пока не записано.",
            "invalid_choice": "Такой рубрики нет. Выберите из списка, решение пока не записано.",
        },
    )

    item = forms.TypedChoiceField(
        label="По плану",
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": "Этот пункт плана не подходит. Выберите другой, решение пока не записано."},
    )

    def __init__(
        self, data: QueryDict | None = None, *, post: ForeignPost, items: Sequence[PlanItem] = (), **kwargs: Any
    ) -> None:
        """`items`: those of the plan that the post may be."""
        super().__init__(data, auto_id=f"foreign-{post.pk}-%s", **kwargs)
        self.post = post
        zone = post.administration.time_zone
        offered = [(item.pk, f"{spoken(item.publish_at, zone)}: {item.title}") for item in items]
        self.fields["item"].choices = [("", "не по плану"), *offered]  # type: ignore[attr-defined]
        self.fields["item"].widget.attrs["aria-label"] = f"По плану: {post.title}"
        self.has_items = bool(offered)
        self.fields["category"].widget.attrs["aria-label"] = f"Рубрика: {post.title}"

    @property
    def chosen(self) -> PostCategory:
        return PostCategory(self.cleaned_data["category"])
