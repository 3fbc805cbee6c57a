"""Unclear rights are said beside the picture and on the sheet; a named yes lets the post go."""

from io import BytesIO
from typing import Any

from django.urls import reverse

from tests.markup import words
from tests.people import client_of
from tests.publishing.conftest import Window
from tests.publishing.test_editor import UPLOAD
from tests.written import jpeg, step_of, with_picture
from veche.media.domain.intake import take
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


def test_files_of_the_library_are_chosen_for_a_post(window: Window, alice: Person):
    media = [take(BytesIO(jpeg(colour=colour)), name=f"{colour}.jpg", by=alice) for colour in ("red", "green")]
    browser = client_of(alice)

    assert window.press("to_library", text="Дописал").headers["Location"] == f"/posts/{window.post.pk}/library/"
    page = browser.get(f"/posts/{window.post.pk}/library/?q=RED")
    assert (page.content.count(b'name="media"'), "red.jpg" in page.content.decode()) == (1, True)
    browser.post(f"/posts/{window.post.pk}/library/", {"media": [one.pk for one in media]})

    version = latest_version(window.post)
    assert version.text == "Дописал"
    assert [picture.media for picture in version.pictures.all()] == media
