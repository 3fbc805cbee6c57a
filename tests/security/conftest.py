"""The cast and two cities with objects of each kind, created once per file."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker, Settings

from tests import people
from tests.conftest import A_KEYRING
from tests.security.access_row import Row
from tests.security.world import World
from veche.config import middleware, urls

A_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Stage:
    """`browsers` have signed in; use `browser` for a copy."""

    home: World
    abroad: World
    browsers: dict[str, Client]
    media: Path

    def browser(self, name: str | None, **kwargs: Any) -> Client:
        """A client of the person; anonymous for None."""
        return people.again(self.browsers[name], **kwargs) if name else Client(**kwargs)

    def admitted(self, row: Row, **kwargs: Any) -> Client:
        """A client of somebody whom the row admits."""
        return self.browser(min(row.allowed) if row.allowed else None, **kwargs)


@pytest.fixture(scope="module")
def built_stage(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """Created in one transaction that is never committed."""
    data = tmp_path_factory.mktemp("stage")
    with (
        override_settings(KEYRING=A_KEYRING, DATA=data, MEDIA_ROOT=data / "media"),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        yield build(data / "media")
        transaction.set_rollback(True)


def build(media: Path) -> Stage:
    here, there = people.make_administration("Рубцовск"), people.make_administration("Заринск")
    culture, roads = (people.make_department(here, name) for name in ("Отдел культуры", "Отдел городского хозяйства"))
    departments = {"dave": culture, "erin": roads}
    cast = {
        name: people.play(name, there if name == "mallory" else here, department=departments.get(name))
        for name in people.CAST
    }
    home, abroad = World(here, cast["alice"]), World(there, cast["mallory"])
    home.furnish()
    abroad.furnish()
    browsers = {name: people.client_of(person) for name, person in cast.items()}
    for browser in browsers.values():
        browser.head("/no-such-page/")  # the first request of a session is noted in it
    return Stage(home, abroad, browsers, media)


@pytest.fixture
def short_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer a refusal with its status alone and log none: thousands of pages and lines take a third of the time."""

    def answer(status: int) -> Callable[..., HttpResponse]:
        def handler(request: HttpRequest, exception: Exception) -> HttpResponse:
            return HttpResponse(status=status)

        return handler

    for status in (403, 404):
        monkeypatch.setattr(urls, f"handler{status}", answer(status), raising=False)
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)


@pytest.fixture
def stage(
    built_stage: Stage,
    db: None,
    own_data_folder: Path,
    settings: Settings,
    short_refusals: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Stage:
    """The stage; a test's changes are rolled back."""
    settings.MEDIA_ROOT, settings.DATA = built_stage.media, built_stage.media.parent
    # Its people signed in once for all tests of the file, and these may take longer than five minutes.
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = A_DAY
    # Nor is the session written again after a minute: by each request, because a test's changes are rolled back.
    monkeypatch.setattr(middleware, "SEEN_STEP", A_DAY)
    return built_stage
