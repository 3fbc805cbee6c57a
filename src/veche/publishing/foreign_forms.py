"""«Это наше?»: as what the norm counts a post past Veche."""

from typing import Any

from django import forms
from django.http import QueryDict

from veche.plan.enums import PostCategory
from veche.publishing.models import ForeignPost


class OursForm(forms.Form):
    category = forms.ChoiceField(
        label="Рубрика",
        choices=PostCategory.choices,
        error_messages={
            "required": "Выберите рубрику: по ней запись идёт в норму. Решение пока не записано.",
            "invalid_choice": "Такой рубрики нет. Выберите из списка, решение пока не записано.",
        },
    )

    def __init__(self, data: QueryDict | None = None, *, post: ForeignPost, **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"foreign-{post.pk}-%s", **kwargs)
        self.post = post
        self.fields["category"].widget.attrs["aria-label"] = f"Рубрика: {post.title}"

    @property
    def chosen(self) -> PostCategory:
        return PostCategory(self.cleaned_data["category"])
