"""An independent client of tus, tuspy, against a real server on the loopback interface."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from pytest_django.live_server_helper import LiveServer
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError

from tests.people import client_of
from veche.media.domain.uploads import Sender, complete_uploads
from veche.staff.models import Person

pytestmark = [pytest.mark.sweep, pytest.mark.django_db(transaction=True)]
PART = 300_000


@pytest.fixture
def server(transactional_db: None, settings: Any, tmp_path: Path) -> Iterator[str]:
    settings.MEDIA_ROOT, settings.SPOOL_ROOT = tmp_path / "media", tmp_path / "uploads"
    running = LiveServer("localhost")
    yield running.url
    running.stop()


def signed_in(person: Person, url: str) -> TusClient:
    browser: Client = client_of(person)
    browser.get("/media/")
    names = (configured.SESSION_COOKIE_NAME, configured.CSRF_COOKIE_NAME)
    cookies = {name: browser.cookies[name].value for name in names}
    said = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return TusClient(url, headers={"Cookie": said, "X-CSRFToken": cookies[names[1]]})


def test_it_sends_checks_breaks_off_and_goes_on(server: str, alice: Person, bob: Person) -> None:
    content = bytes(range(256)) * 4000
    mine = signed_in(alice, f"{server}/media/uploads/")
    first = mine.uploader(
        file_stream=BytesIO(content), chunk_size=PART, metadata={"filename": "двор.mp4"}, upload_checksum=True
    )
    first.upload(stop_at=PART)

    later = mine.uploader(file_stream=BytesIO(content), chunk_size=PART, url=first.url, upload_checksum=True)
    reached = later.offset
    with pytest.raises(TusCommunicationError):
        signed_in(bob, f"{server}/media/uploads/").uploader(file_stream=BytesIO(content), url=first.url)
    later.upload()

    found = complete_uploads(Sender(alice), "library", [str(first.url).rstrip("/").rsplit("/", 1)[-1]])
    assert reached == PART
    assert later.offset == len(content)
    assert [one.name for one in found] == ["двор.mp4"]
    assert b"".join(iter(lambda: found[0].read(PART), b"")) == content
    found[0].close()
