"""Forms that two people may edit at once: each saves their changes, and no change is overwritten unseen."""

import json
from hashlib import blake2b
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from veche.kernel.bidi import isolated

SEEN = "seen"


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
        for name in set(cleaned) & set(seen):
            standing = self.get_initial_for_field(self.fields[name], name)
            mine, now = self._mark(name, cleaned[name]), self._mark(name, standing)
            if mine == seen[name]:
                cleaned[name] = standing
                if now != mine:
                    self._show(name, standing)
            elif now not in (seen[name], mine):
                self._told[name] = now
                self.add_error(name, _replaced(self._in_words(name, standing)))
        return cleaned

    def _show(self, name: str, standing: Any) -> None:
        """Show the value that will be saved when the form is rendered again."""
        shown = self.fields[name].prepare_value(standing)
        data: Any = self.data  # what a request holds cannot be written into, its copy can
        self.data = data = data.copy()
        data[name] = "" if shown is None else shown
        self._told[name] = self._mark(name, standing)

    @property
    def seen(self) -> SafeString:
        """A hidden field with marks of what this window shows, updated after a refusal."""
        told = self._told if self.errors else {}
        marks = self._now() | self._seen_before() | told
        return format_html('<input type="hidden" name="{}" value="{}">', SEEN, json.dumps(marks))

    def _now(self) -> dict[str, str]:
        visible = {name: field for name, field in self.fields.items() if not field.widget.is_hidden}
        return {name: self._mark(name, self.get_initial_for_field(field, name)) for name, field in visible.items()}

    def _seen_before(self) -> dict[str, str]:
        """Submitted marks by field; empty without them."""
        try:
            told = json.loads(self.data.get(SEEN, "{}"))
        except ValueError:
            return {}
        known = told if isinstance(told, dict) else {}
        return {name: mark for name, mark in known.items() if name in self.fields and isinstance(mark, str)}

    def _mark(self, name: str, value: Any) -> str:
        """A short hash of the value, with normalised line ends."""
        shown = self.fields[name].prepare_value(value)
        words = "" if shown is None else str(shown).replace("\r\n", "\n").strip()
        return blake2b(words.encode(), digest_size=6).hexdigest()

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
