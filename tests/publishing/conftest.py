from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.people import client_of
from tests.written import drafted, working
from veche.posts.models import Post
from veche.staff.models import Person


class Window:
    """The editor's form as a browser fills it: the values read, with the values typed."""

    def __init__(self, browser: Client, post: Post) -> None:
        self.browser = browser
        self.post = post
        self.version = working(post).revision

    def press(self, name: str, *, headers: dict[str, str] | None = None, **typed: Any) -> Any:
        place = {"pk": self.post.pk} | {name: typed.pop(name) for name in ("picture", "position") if name in typed}
        fields = {"version": self.version, "text": working_text(self.post)} | typed
        return self.browser.post(reverse(f"publishing:{name}", kwargs=place), fields, headers=headers or {})


def working_text(post: Post) -> str:
    return str(post.versions.order_by("-number")[0].text)


@pytest.fixture
def open_editor() -> Callable[[Person, Post], Window]:
    return lambda by, post: Window(client_of(by), post)


@pytest.fixture
def window(alice: Person) -> Window:
    return Window(client_of(alice), drafted(alice))
