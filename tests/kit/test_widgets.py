"""Widgets written in Python have the HTML of Django's templates, byte for byte."""

from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from veche.kit import widgets

ATTRS = {
    "class": "input",
    "data-x": 'a"b<',
    "rows": 2,
    "required": True,
    "disabled": False,
    "title": SafeString("&amp;"),
}
GROUPED = [("", "всё"), ("a<b", "Ca&t"), ("Группа <1>", [(1, "один"), (2, SafeString("<b>два</b>"))])]
LAZY = [("", gettext_lazy("Yes")), (1, 1000)]
VALUES: list[Any] = [None, "", "a\n<b>&\"'", 5, True, SafeString("<i>")]


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize(
    "make",
    [
        forms.TextInput,
        forms.HiddenInput,
        forms.NumberInput,
        forms.CheckboxInput,
        forms.PasswordInput,
        forms.FileInput,
        forms.Textarea,
        lambda: forms.Select(choices=GROUPED),
        lambda: forms.Select(choices=LAZY),
        lambda: forms.SelectMultiple(choices=GROUPED),
    ],
    ids=["text", "hidden", "number", "checkbox", "password", "file", "textarea", "select", "lazy", "multiple"],
)
def test_a_written_widget_has_the_html_of_the_template(make: Callable[[], forms.Widget], value: Any):
    assert _html(make(), value, widgets.WrittenWidgets()) == _html(make(), value, DjangoTemplates())


def test_what_is_not_written_is_rendered_from_its_template():
    radio = forms.RadioSelect(choices=[("a", "A")])

    assert _html(radio, "a", widgets.WrittenWidgets()) == _html(radio, "a", DjangoTemplates())


def _html(widget: forms.Widget, value: Any, renderer: Any) -> str:
    return widget.render("field<", [value] if isinstance(widget, forms.SelectMultiple) else value, ATTRS, renderer)
