"""Components as pages use them."""

import re

import pytest
from django import forms
from django.template import Context, Template
from django_cotton.compiler_regex import CottonCompiler

from veche.outbox.enums import ActState
from veche.posts.enums import PostState
from veche.web.faces import FACES
from veche.web.templatetags.display import counted, initials, undo_url


def drawn(source: str, **context: object) -> str:
    """The HTML of a template fragment, with whitespace collapsed and removed inside and between tags."""
    html = Template(CottonCompiler().process("{% load display %}" + source)).render(Context(context))
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", html).replace(" >", ">")).strip()


def sprite(name: str) -> str:
    return f'<svg class="icon" aria-hidden="true"><use href="/static/dist/icons.svg#i-{name}"/></svg>'


def test_a_status_is_an_icon_a_tone_and_a_word() -> None:
    assert (
        drawn('<c-status state="confirmed" />')
        == f'<span class="status status-ok">{sprite("circle-check")}вышла</span>'
    )


def test_a_status_may_say_more_than_its_word() -> None:
    html = drawn('<c-status :state="state" text="ждёт согласия до 15:00" />', state=PostState.WAITING)

    assert html == f'<span class="status status-warn">{sprite("hourglass")}ждёт согласия до 15:00</span>'


@pytest.mark.parametrize("states", [ActState, PostState])
def test_every_state_has_a_face_with_its_own_word(states: type[ActState] | type[PostState]) -> None:
    assert {state.value: FACES[state].word for state in states} == dict(states.choices)


def test_an_unknown_state_is_not_drawn_quietly() -> None:
    with pytest.raises(KeyError):
        drawn('<c-status state="нет такого" />')


def test_a_network_is_its_letters() -> None:
    html = drawn('<c-nets :slugs="here" :off="away" />', here=["vk"], away=["telegram"])

    assert html == (
        '<span class="nets"><abbr class="net net-vk" title="ВКонтакте">VK</abbr>'
        '<abbr class="net net-tg net-off" title="Телеграм: ждёт связи">TG</abbr></span>'
    )


def test_a_button_with_an_address_is_a_link() -> None:
    assert (
        drawn('<c-btn href="/week/" kind="primary">К плану</c-btn>')
        == '<a class="btn btn-primary" href="/week/">К плану</a>'
    )


def test_a_button_passes_on_what_it_does_not_know() -> None:
    html = drawn('<c-btn kind="danger" icon="trash" key="D" hx-post="/x/" data-key="d">Удалить</c-btn>')

    assert html == (
        '<button class="btn btn-danger" type="submit" hx-post="/x/" data-key="d">'
        f"{sprite('trash')}Удалить<kbd>D</kbd></button>"
    )


class CodeForm(forms.Form):
    code = forms.CharField(label="Код", help_text="шесть цифр")


def test_a_field_ties_its_hint_and_error_to_the_input() -> None:
    html = drawn('<c-field :field="form.code" />', form=CodeForm({}))

    assert html == (
        '<div class="field"><label for="id_code"> Код</label>'
        '<input type="text" name="code" class="input input-bad" aria-describedby="id_code_hint id_code_error" '
        'required aria-invalid="true" id="id_code">'
        f'<p class="hint-bad" id="id_code_error">{sprite("alert-triangle")}'
        "<span>Заполните это поле. </span></p>"
        '<div class="hint" id="id_code_hint"> шесть цифр </div></div>'
    )


def test_what_people_write_is_escaped_everywhere() -> None:
    words = '<script>alert("1")</script>'
    html = drawn(
        '<c-row :what="words">{{ words }}</c-row><c-card id="x" :title="words"></c-card><c-avatar :name="words" />'
        '<c-diff :paragraphs="diff" /><c-status state="draft" :text="words" />',
        words=words,
        diff=[[{"kind": "ins", "text": words}]],
    )

    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 5


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1 запись"), (2, "2 записи"), (5, "5 записей"), (11, "11 записей"), (21, "21 запись"), (112, "112 записей")],
)
def test_numbers_agree_with_words(number: int, said: str) -> None:
    assert counted(number, "запись,записи,записей").replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize(
    ("name", "letters"), [("Начальник пресс-службы", "НП"), ("Пресс-служба", "ПС"), ("Глава", "ГЛ"), ("", "")]
)
def test_an_avatar_has_two_letters(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_the_undo_of_a_message_is_found_among_its_tags() -> None:
    assert undo_url("success undo:/posts/7/undo/") == "/posts/7/undo/"
    assert undo_url("success") == ""
