"""The order of photos: moved by arrows or by dragging, part of what is agreed to."""

from tests.markup import words
from tests.publishing.conftest import Window
from tests.publishing.test_editor import UPLOAD
from tests.written import jpeg, with_picture, working
from veche.approval.domain.ask import ask
from veche.posts.domain.changes import changes
from veche.posts.domain.freeze import fingerprint
from veche.posts.domain.queries import latest_version, versions_of
from veche.posts.domain.rendering import outgoing
from veche.staff.models import Person


def test_files_are_moved_and_keep_what_was_written_to_them(window: Window, alice: Person):
    post = window.post
    red, green, blue = (
        with_picture(post, alice, alt=colour, content=jpeg(colour=colour)) for colour in ("red", "green", "blue")
    )

    def order() -> list[str]:
        return [photo.alt for photo in outgoing(latest_version(post), "vk").photos]

    def move(picture: int, position: int, **typed: str):
        window.version = latest_version(post).revision
        path = f"/posts/{post.pk}/photos/{picture}/place/{position}/"
        fields = {"version": window.version, "text": latest_version(post).text, **typed}
        return window.browser.post(path, fields, headers=UPLOAD)

    before = fingerprint(working(post))
    answer = move(blue.pk, 0, **{f"alt_{blue.pk}": "Синяя"})
    assert (answer.status_code, order()) == (200, ["Синяя", "red", "green"])
    assert fingerprint(working(post)) != before
    page = answer.content.decode()
    assert ("Выше, файл 1" in page, "Ниже, файл 1" in page, "Ниже, файл 3" in page) == (False, True, False)

    move(blue.pk, 99)
    assert order() == ["red", "green", "Синяя"]
    revision = latest_version(post).revision
    move(blue.pk, 2)
    assert latest_version(post).revision == revision
    window.version = revision
    assert window.press("place_photo", picture=green.pk, position=0).status_code == 302
    assert order() == ["green", "red", "Синяя"]

    # A frozen version keeps its order; its successor says what changed, and a window on the old one moves the copy.
    ask(version=working(post), by=alice)
    move(red.pk, 0)
    first, second = versions_of(post)
    assert [[one.alt for one in v.pictures.all()] for v in (first, second)] == [
        ["green", "red", "Синяя"],
        ["red", "green", "Синяя"],
    ]
    found = changes(first, second)
    assert (bool(found), found.reordered, found.added_pictures) == (True, True, 0)
    shown = window.browser.get(f"/posts/{post.pk}/versions/").content.decode()
    assert "Поменяли порядок фото." in words(shown)
