"""A name or title has visible characters and no direction marks; every form with one uses this field."""

from copy import copy

import pytest
from django import forms
from django.urls import reverse

from tests.people import client_of
from veche.accounts.forms import KeyForm, PassportForm
from veche.cases.forms import AnswerForm as CaseAnswerForm
from veche.cases.forms import NotOursForm, WordsForm
from veche.inbox.forms import AnswerForm, FilterForm
from veche.journal.forms import CloseForm
from veche.kit.fields import NameField, WholeField
from veche.moderation.forms import HandOverForm, RestrictForm
from veche.plan.forms import ItemForm, OccasionForm
from veche.plan.models import Occasion
from veche.posts.forms import DraftForm, LabelsForm
from veche.staff.forms import ActingHeadForm, AppointForm, DepartmentForm, DeputyForm, InviteForm
from veche.staff.models import Invite, Person

UNSEEN = ["Здесь не видно ни буквы, ни цифры. Напишите словами."]
EMPTY = ["Заполните это поле."]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ("\u202e", EMPTY),
        (" \u2068\u2069\u200f ", EMPTY),
        ("\u200b", EMPTY),
        ("\u200b\u202e\u2060\ufeff\u00ad", EMPTY),
        ("\u3164\u2800\uffa0", UNSEEN),
        ("—!", UNSEEN),
        ("", EMPTY),
    ],
)
def test_what_nobody_can_read_is_no_name(typed: str, errors: list[str]):
    with pytest.raises(forms.ValidationError) as refused:
        NameField().clean(typed)

    assert refused.value.messages == errors


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Иван \u202eвовар\u202c", "Иван вовар"),
        ("Каток\u200e 5", "Каток 5"),
        ("Ёлка 👨\u200d👩\u200d👧", "Ёлка 👨\u200d👩\u200d👧"),
        ("2027", "2027"),
        ("דנה", "דנה"),
    ],
)
def test_what_turns_words_is_not_kept(typed: str, kept: str):
    assert NameField().clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"), [("\u200b \u2060\ufeff", ""), ("+", "+"), ("👍", "👍"), ("да\u200b", "да\u200b")]
)
def test_words_that_nobody_can_see_are_none(typed: str, kept: str):
    assert WholeField(required=False).clean(typed) == kept


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (DeputyForm, "basis"),
        (ActingHeadForm, "basis"),
        (PassportForm, "signature"),
        (CloseForm, "reason"),
        (RestrictForm, "why"),
        (HandOverForm, "request"),
        *((LabelsForm, name) for name in ("advertiser", "erid", "first_comment")),
        (DraftForm, "poll_question"),
        (CaseAnswerForm, "text"),
        (WordsForm, "text"),
        (NotOursForm, "more"),
        (AnswerForm, "text"),
        (FilterForm, "name"),
    ],
)
def test_a_field_for_words_takes_those_that_nobody_can_see_for_none(form: type[forms.Form], name: str):
    field = copy(form.base_fields[name])
    field.required = False

    assert field.clean("\u200b\u2060") == ""


@pytest.mark.parametrize(
    ("form", "names"),
    [
        (ItemForm, {"title"}),
        (OccasionForm, {"title", "place"}),
        (InviteForm, {"display_name", "new_department"}),
        (DepartmentForm, {"new_department"}),
        (AppointForm, {"new_department"}),
        (PassportForm, {"title", "username", "legal_basis", "hashtags"}),
        (KeyForm, {"owner_name"}),
    ],
)
def test_forms_take_names_with_this_field(form: type[forms.Form], names: set[str]):
    assert {name for name, field in form.base_fields.items() if isinstance(field, NameField)} == names


def test_an_occasion_of_nothing_is_refused(alice: Person):
    answer = client_of(alice).post(reverse("plan:occasion"), {"title": "\u202e\u200b", "kind": "date"})

    assert (answer.status_code, Occasion.objects.of(alice.administration).count()) == (422, 0)


def test_nobody_is_invited_under_an_empty_name(ivan: Person):
    form = {"display_name": "\u200b", "email": "new@example.test", "role": "head"}

    answer = client_of(ivan).post(reverse("staff:invite"), form)

    assert EMPTY[0] in answer.content.decode()
    assert Invite.objects.of(ivan.administration).count() == 0


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (forms.CharField(), "", "Заполните это поле."),
        (forms.ChoiceField(), "", "Заполните это поле."),
        (forms.CharField(max_length=120), "я" * 300, "Слишком длинно: сейчас знаков 300, помещается 120."),
        (forms.CharField(min_length=2), "я", "Слишком коротко: сейчас знаков 1, нужно хотя бы 2."),
        (
            forms.CharField(),
            "а\x00",
            "Среди этих слов есть знак, которого не видно (код 0). Наберите их заново, остальное на месте.",
        ),
        (forms.ChoiceField(), "7", "Этого в списке уже нет. Выберите другое, остальное на месте."),
        (
            forms.ModelChoiceField(Invite.objects.none()),
            "7",
            "Этого в списке уже нет. Выберите другое, остальное на месте.",
        ),
        (forms.DateField(), "2026-02-31", "Такого дня нет. Выберите другой, остальное на месте."),
        (forms.TimeField(), "99:99", "Такого времени нет. Напишите, например, 12:00."),
    ],
)
def test_a_form_without_own_sentences_speaks_plainly(field: forms.Field, typed: str, sentence: str):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)

    assert refused.value.messages == [sentence]
