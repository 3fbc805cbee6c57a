"""A real web process, killed while a file comes in parts: the bytes are whole, and none is there twice."""

import hashlib
import os
import random
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx2
import pytest

from tests.e2e.city import City
from tests.e2e.seed import PASSWORD
from tests.media.tus import BYTES, VERSION, key_of, metadata
from tests.people import totp_code
from tests.waiting import wait_until
from veche.demo.chain.browser import Browser

pytestmark = pytest.mark.nightly
PART, SIZE = 1_000_000, 12_000_000
KILLS = 5
START_SECONDS = 60.0


@pytest.fixture
def killed(tmp_path: Path) -> Iterator[City]:
    """A city of its own, whose web process may die."""
    with City(tmp_path) as running:
        yield running


def test_a_killed_web_process_loses_no_counted_byte_and_doubles_none(killed: City) -> None:
    content = random.Random(7).randbytes(SIZE)
    with signed_in(killed) as client, Killer(killed) as killer:
        said = {"Upload-Length": str(SIZE), "Upload-Metadata": metadata(filename="двор.mp4")}
        url = client.post("/media/uploads/", headers=said).headers["Location"]
        counted = 0
        while counted < SIZE:
            try:
                offset = int(client.head(url).raise_for_status().headers["Upload-Offset"])
                assert offset >= counted  # what was counted once stays
                headers = {"Upload-Offset": str(offset), "Content-Type": BYTES}
                part = content[offset : offset + PART]
                answer = client.patch(url, headers=headers, content=part).raise_for_status()
            except httpx2.HTTPError:
                wait_until(lambda: answers(client, url), seconds=START_SECONDS)
            else:
                counted = int(answer.headers["Upload-Offset"])
                killer.after_a_part()

    stored = (killed.data / "uploads" / key_of(url)).read_bytes()
    assert (killer.kills, len(stored)) == (KILLS, SIZE)
    assert hashlib.sha256(stored).digest() == hashlib.sha256(content).digest()


class Killer:
    """Kills the web process at a random moment after every second part, `KILLS` times."""

    def __init__(self, city: City) -> None:
        self.city, self.kills, self.parts = city, 0, 0
        self._armed, self._over = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._kill)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._armed.set()
        self._thread.join()

    def after_a_part(self) -> None:
        self.parts += 1
        if self.parts % 2 == 0:
            self._armed.set()

    def _kill(self) -> None:
        while self.kills < KILLS and self._armed.wait() and not self._over.wait(random.uniform(0, 0.05)):
            self._armed.clear()
            os.kill(web_of(self.city), signal.SIGKILL)
            self.kills += 1


def web_of(city: City) -> int:
    """The process that serves pages, below `veche run`."""
    assert city.supervisor is not None
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == city.supervisor and b"web" in words:
            return int(folder.name)
    raise LookupError("no web process")


def answers(client: httpx2.Client, url: str) -> bool:
    try:
        return client.head(url).status_code == 200
    except httpx2.HTTPError:
        return False


def signed_in(city: City) -> httpx2.Client:
    """With the cookies and the token of the second press officer."""
    who = city.cast["colleague"]
    browser = Browser(city.url)
    page = browser.open("/me/login/")
    page = browser.send(page, page.form("/login/"), filled={"login": who["email"], "password": PASSWORD})
    browser.send(page, page.form("/2fa/authenticate/"), filled={"code": totp_code(who["secret"])})
    browser.open("/media/")
    cookies = dict(browser._client.cookies)
    browser.__exit__()
    token = next(value for name, value in cookies.items() if "csrf" in name)
    headers = {**VERSION, "X-CSRFToken": token}
    return httpx2.Client(base_url=city.url, cookies=cookies, headers=headers, timeout=20, trust_env=False)
