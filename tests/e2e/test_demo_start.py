"""`veche run --demo` says what it does, answers, and starts a killed process again.

On leaving the city its fixtures check that it ends well and that no process stays.
"""

import os
import signal
from contextlib import closing
from http.client import HTTPConnection

import pytest

from tests.e2e.city import DemoCity
from tests.private_files import readable_by_others
from tests.waiting import wait_until

pytestmark = pytest.mark.sweep


def test_the_demo_says_what_it_starts_and_answers(demo_city: DemoCity) -> None:
    populating, site, doors, sandbox, _pids = (line.strip() for line in demo_city.told[:5])

    assert populating == "Населяем учебный город, это несколько секунд."
    assert site.rstrip("/") == f"Вече работает: {demo_city.url}"
    assert doors == f"Войти без пароля, за любого: {demo_city.url}/demo/"
    assert sandbox.startswith("Учебные сети: h")
    assert set(demo_city.processes) == {"supervisor", "sandbox", "web", "worker"}
    assert "Войти:" in get(demo_city, "/demo/")[1]
    assert get(demo_city, "/readyz") == (200, "ok\n")
    assert get(demo_city, "/healthz") == (200, "ok\n")
    assert get(demo_city, "/me/login/")[0] == 200
    assert readable_by_others(demo_city.data) == set()


def test_a_killed_web_process_is_started_again(demo_city: DemoCity) -> None:
    os.kill(demo_city.processes["web"], signal.SIGKILL)
    wait_until(lambda: not answers(demo_city))
    wait_until(lambda: answers(demo_city), seconds=240)


def get(city: DemoCity, path: str) -> tuple[int, str]:
    with closing(HTTPConnection("127.0.0.1", city.port, timeout=60)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def answers(city: DemoCity) -> bool:
    try:
        return get(city, "/healthz")[0] == 200
    except OSError:
        return False
