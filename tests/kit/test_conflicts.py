"""Two people editing one form in turn."""

import html
import re
from datetime import date
from typing import Any

import pytest
from django import forms

from veche.kit.conflicts import ConflictAwareForm

DAY = date(2026, 11, 25)


class Card(ConflictAwareForm):
    title = forms.CharField()
    note = forms.CharField(required=False)
    kind = forms.ChoiceField(choices=[("city", "город"), ("head", "Глава"), ("other", "другое")])
    day = forms.DateField()
    marked = forms.BooleanField(required=False)
    once = forms.CharField(required=False, widget=forms.HiddenInput)


def stands(**changed: Any) -> dict[str, Any]:
    return {"title": "Каток", "note": "Спросить\nпро лёд", "kind": "city", "day": DAY, "marked": False} | changed


def sent(form: Card, **typed: str) -> dict[str, str]:
    """The data that a browser sends for an open form: its line ends, no unticked boxes."""
    shown = {"title": "Каток", "note": "Спросить\r\nпро лёд", "kind": "city", "day": "2026-11-25", "once": "7"}
    return shown | typed | {"seen": seen_of(form)}


def seen_of(form: Card) -> str:
    found = re.search('value="([^"]+)"', form.seen)
    assert found
    return html.unescape(found[1])


def test_each_changes_what_they_changed() -> None:
    window = Card(initial=stands())
    now = stands(note="Позвонить", kind="head", day=date(2026, 11, 26), marked=True)

    form = Card(sent(window, title="Каток открыт"), initial=now)

    assert form.is_valid()
    assert form.cleaned_data == now | {"title": "Каток открыт", "once": "7"}


@pytest.mark.parametrize(
    ("field", "theirs", "mine", "words"),
    [
        ("note", "Позвонить", "Написать", "сохранил здесь «Позвонить»"),
        ("note", "", "Написать", "очистил это поле"),
        ("kind", "head", "other", "сохранил здесь «Глава»"),
        ("day", date(2026, 11, 26), "2026-11-27", "сохранил здесь «26.11.2026»"),
    ],
)
def test_what_both_changed_is_refused_once_and_replaced_then(field: str, theirs: Any, mine: str, words: str) -> None:
    window, now = Card(initial=stands()), stands(**{field: theirs})

    refused = Card(sent(window, **{field: mine}), initial=now)
    again = Card(sent(refused, **{field: mine}), initial=now)

    assert list(refused.errors) == [field]
    assert words in refused.errors[field][0]
    assert again.is_valid()


def test_the_same_change_of_both_is_no_dispute() -> None:
    window = Card(initial=stands())

    assert Card(sent(window, title="Лёд"), initial=stands(title="Лёд")).is_valid()


def test_another_fault_keeps_what_the_window_showed() -> None:
    window = Card(initial=stands())
    now = stands(note="Позвонить")

    refused = Card(sent(window, title="", note="Написать"), initial=now)
    again = Card(sent(refused, title="Лёд", note="Спросить\r\nпро лёд"), initial=stands(note="Опять иначе"))

    assert sorted(refused.errors) == ["note", "title"]
    assert list(again.errors) == ["note"]


@pytest.mark.parametrize("seen", ["", "{", "[]", '{"title": 5, "nonsense": "x"}', None])
def test_a_window_that_says_nothing_changes_all_of_it(seen: str | None) -> None:
    said = {"title": "Лёд", "kind": "city", "day": "2026-11-25"} | ({} if seen is None else {"seen": seen})

    form = Card(said, initial=stands(note="Позвонить"))

    assert form.is_valid()
    assert form.cleaned_data == stands(title="Лёд", note="", once="")


def test_a_refused_window_shows_what_the_colleague_saved_elsewhere() -> None:
    window = Card(initial=stands())
    now = stands(title="Лёд", note="Позвонить", kind="head", day=date(2026, 11, 26), marked=True)
    drawn = {"title": "Лёд", "note": "Написать", "day": "2026-11-26", "marked": "on"}

    refused = Card(sent(window, note="Написать"), initial=now)
    errors = list(refused.errors)
    shown = {name: refused[name].value() for name in now}
    again = Card(sent(refused, **drawn, kind="city"), initial=now)

    assert (errors, shown) == (["note"], now | {"note": "Написать"})
    assert again.is_valid()
    assert again.cleaned_data == now | {"note": "Написать", "kind": "city", "once": "7"}
