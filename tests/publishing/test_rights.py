"""Unclear rights are said beside the picture and on the sheet; a named yes lets the post go."""

from typing import Any

from django.urls import reverse

from tests.markup import words
from tests.people import client_of
from tests.publishing.conftest import Window
from tests.publishing.test_editor import UPLOAD
from tests.written import step_of, with_picture
from veche.media.domain.state_rights import ask_rights
from veche.posts.domain.queries import latest_version
from veche.staff.models import Person


def said(answer: Any) -> str:
    return words(answer.content.decode()).replace("\u2068", "").replace("\u2069", "")


def test_a_yes_with_a_reason_lets_a_post_go_and_is_told_to_the_approver(window: Window, alice: Person, carol: Person):
    ask_rights(administration=alice.administration, by=carol, wanted=True)
    picture = with_picture(window.post, alice)
    window.version = latest_version(window.post).revision
    editor = client_of(alice).get(reverse("publishing:edit", args=[window.post.pk]))
    assert "Права не указаны. Указать права" in said(editor)

    refused = window.press("ask")
    assert refused.status_code == 422
    assert "«каток.jpg»: права не указаны" in said(refused)
    window.version = latest_version(window.post).revision
    taken = window.press(
        "take_rights", headers=UPLOAD, picture=picture.pk, **{f"why_{picture.pk}": "Сняли сами на площади"}
    )
    assert "Ставим под ответственность" in said(taken)
    window.version = latest_version(window.post).revision
    assert window.press("ask").status_code == 302

    sheet = client_of(carol).get(reverse("approval:detail", args=[step_of(latest_version(window.post)).pk]))
    assert "права не указаны. Ставит под свою ответственность" in said(sheet)
    assert "«Сняли сами на площади»" in said(sheet)
