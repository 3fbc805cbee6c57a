"""Forms that two people may edit at once: each saves their changes, and no change is overwritten unseen."""

import json
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from veche.kernel.bidi import isolated
from veche.kit.forms import replace_typed
from veche.kit.marks import SEEN, mark, marks, merge, submitted_marks


class ConflictAwareForm(forms.Form):
    """A form over an existing object, with its values as `initial`; the template renders `{{ form.seen }}`.

    `cleaned_data` holds fields changed in this window; others keep the present values, also those a colleague saved
    since. A field that both changed differently is refused once, with the colleague's value; the next press replaces
    it. Without `seen` every field counts as changed.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told: dict[str, str] = {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        seen = self._seen_before()
        shown = set(cleaned) & set(seen)
        standing = {name: self.get_initial_for_field(self.fields[name], name) for name in shown}
        typed = {name: self._text(name, cleaned[name]) for name in shown}
        found = merge(typed, {name: self._text(name, value) for name, value in standing.items()}, seen)
        cleaned |= {name: standing[name] for name in shown if mark(typed[name]) == seen[name]}
        for name in sorted(found.theirs):
            self._show(name, standing[name])
        for name in sorted(found.both):
            self._told[name] = mark(self._text(name, standing[name]))
            self.add_error(name, _replaced(self._in_words(name, standing[name])))
        return cleaned

    def _show(self, name: str, standing: Any) -> None:
        """Show the value that will be saved when the form is rendered again."""
        shown = self.fields[name].prepare_value(standing)
        replace_typed(self, name, "" if shown is None else shown)
        self._told[name] = mark(self._text(name, standing))

    @property
    def seen(self) -> SafeString:
        """A hidden field with marks of what this window shows, updated after a refusal."""
        told = self._told if self.errors else {}
        shown = self._now() | self._seen_before() | told
        return format_html('<input type="hidden" name="{}" value="{}">', SEEN, json.dumps(shown))

    def _now(self) -> dict[str, str]:
        visible = {name: field for name, field in self.fields.items() if not field.widget.is_hidden}
        return marks({name: self._text(name, self.get_initial_for_field(one, name)) for name, one in visible.items()})

    def _seen_before(self) -> dict[str, str]:
        """Submitted marks of this form's fields; empty without them."""
        return {name: told for name, told in (submitted_marks(self.data) or {}).items() if name in self.fields}

    def _text(self, name: str, value: Any) -> str:
        """The value as the window shows it, with normalised line ends and without blanks around it."""
        shown = self.fields[name].prepare_value(value)
        return "" if shown is None else str(shown).replace("\r\n", "\n").strip()

    def _in_words(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            return "" if value is None else field.label_from_instance(value)  # also one that is no choice any more
        choices = dict(getattr(field, "choices", ()))
        shown = choices.get(value, field.widget.format_value(value))
        return "" if shown is None else str(shown)


def _replaced(words: str) -> str:
    if not words:
        return "Пока вы писали, коллега очистил это поле. Ваше на месте: сохраните ещё раз, чтобы оставить."
    said = "Пока вы писали, коллега сохранил здесь «%(words)s». Ваше на месте: сохраните ещё раз, чтобы заменить."
    return said % {"words": isolated(words)}
