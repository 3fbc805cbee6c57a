"""Widgets written in Python instead of Django's templates: the same HTML in a tenth of the time.

Django renders a template for each field, one more for its attributes, and two for each option of a select: the filter
of the journal by verbs has three hundred.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

_OPTION = "django/forms/widgets/select_option.html"
# Their templates include that of `input`.
_INPUTS = (
    "checkbox",
    "date",
    "datetime",
    "email",
    "file",
    "hidden",
    "input",
    "number",
    "password",
    "text",
    "time",
    "url",
)


class WrittenWidgets(DjangoTemplates):
    """Renders from templates only what has no function here. The setting FORM_RENDERER names it."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        write = _WRITTEN.get(template_name)
        written = write(context["widget"]) if write else None
        return super().render(template_name, context, request) if written is None else written


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else f' value="{conditional_escape(widget["value"])}"'
    kind, name = conditional_escape(widget["type"]), conditional_escape(widget["name"])
    return SafeString(f'<input type="{kind}" name="{name}"{value}{_attrs(widget)}>')


def _textarea(widget: Mapping[str, Any]) -> SafeString:
    value = conditional_escape(widget["value"]) if widget["value"] else ""
    return SafeString(f'<textarea name="{conditional_escape(widget["name"])}"{_attrs(widget)}>\n{value}</textarea>')


def _select(widget: Mapping[str, Any]) -> SafeString | None:
    """None if an option has a template of its own or a label that is no text."""
    groups: Iterable[tuple[Any, list[dict[str, Any]], int]] = widget["optgroups"]
    written = [f'<select name="{conditional_escape(widget["name"])}"{_attrs(widget)}>']
    for name, options, _ in groups:
        if any(one["template_name"] != _OPTION or not isinstance(one["label"], str) for one in options):
            return None
        lines = "".join(f"\n  {_option(one)}" for one in options)
        group = f'\n  <optgroup label="{conditional_escape(name)}">{lines}\n  </optgroup>'
        written.append(group if name else lines)
    return SafeString("".join([*written, "\n</select>"]))


def _option(option: Mapping[str, Any]) -> str:
    value, label = conditional_escape(option["value"]), conditional_escape(option["label"])
    return f'<option value="{value}"{_attrs(option)}>{label}</option>\n'


def _attrs(widget: Mapping[str, Any]) -> str:
    return "".join(
        f" {conditional_escape(name)}"
        if value is True
        else f' {conditional_escape(name)}="{conditional_escape(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


_WRITTEN: dict[str, Callable[[Mapping[str, Any]], SafeString | None]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in _INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}
