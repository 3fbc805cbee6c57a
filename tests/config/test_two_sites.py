"""Two site processes serve one installation, as `veche-web@.service` starts them behind the proxy."""

import re
import signal
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.config.conftest import Command
from tests.config.test_slow_bodies import PAGE, answers, ask
from tests.ports import free_port
from tests.waiting import wait_until

type Place = tuple[str, int]


def form_of(place: Place) -> tuple[str, str]:
    """Cookie and hidden token of the form."""
    with closing(HTTPConnection(*place, timeout=60)) as connection:
        connection.request("GET", PAGE)
        answer = connection.getresponse()
        cookie = str(answer.headers["Set-Cookie"]).split(";")[0]
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())
    assert found is not None
    return cookie, found[1]


@pytest.mark.sweep
def test_a_form_of_one_process_is_taken_by_the_other_which_stays_when_the_first_ends(
    command: Command, founded: Path
) -> None:
    places: list[Place] = [("127.0.0.1", free_port()), ("127.0.0.1", free_port())]
    assert command("-m", "veche.cli", "prepare").wait() == 0
    first, _second = [command("-m", "veche.cli", "web", "--port", str(port)) for _host, port in places]
    wait_until(lambda: all(map(answers, places)), seconds=240, otherwise=lambda: "a site does not come up")

    cookie, token = form_of(places[0])
    body = urlencode({"csrfmiddlewaretoken": token, "login": "nobody@example.ru", "password": "не тот"})
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Referer": "http://127.0.0.1/"}
    taken, words = ask(places[1], "POST", PAGE, body=body, headers=headers)
    first.send_signal(signal.SIGTERM)
    first.wait(60)

    assert (taken, "csrfmiddlewaretoken" in words) == (200, True)
    assert answers(places[1])
