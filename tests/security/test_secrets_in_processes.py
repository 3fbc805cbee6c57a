"""The same with real processes at DEBUG: the web stores the key, the worker calls the network with it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from tests.ports import free_port
from tests.sandbox_process import SandboxProcess
from tests.security.canary import seen_in
from tests.tables import found
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]
PATIENCE = 240.0
VECHE = [sys.executable, "-m", "veche.cli"]

# A city with one community without keys, and a client of its IT department.
CITY = """
import json, sys, django
django.setup()
from tests.factories import make_account
from tests.people import client_of, make_administration, make_person
from veche.staff.enums import Role
city = make_administration("Рубцовск")
ivan = make_person(city, Role.IT, name="ivan")
account = make_account(city, responsible=ivan, remote_id=sys.argv[1])
cookies = {name: morsel.value for name, morsel in client_of(ivan).cookies.items()}
print(json.dumps({"account": account.pk, "cookies": cookies}))
"""


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[SandboxProcess]:
    with SandboxProcess(tmp_path / "sandbox.sqlite3") as running:
        yield running


@pytest.fixture
def environment(tmp_path: Path, sandbox: SandboxProcess) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("VECHE_")},
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "veche.config.settings",
        "PORT": str(free_port()),
        "VECHE_DATA": str(tmp_path / "data"),
        "VECHE_LOG_LEVEL": "DEBUG",
        "VECHE_VK_URL": sandbox.info["vk"]["base"],
        "VECHE_TELEGRAM_URL": sandbox.info["telegram"]["base"],
        "VECHE_SANDBOX_URL": sandbox.info["control"],
    }


@contextmanager
def web_and_worker(environment: dict[str, str], said: Path) -> Iterator[None]:
    with said.open("wb") as log:
        processes = [
            subprocess.Popen([*VECHE, name], env=environment, stdout=log, stderr=subprocess.STDOUT)
            for name in ("web", "worker")
        ]
        try:
            yield
        finally:
            for process in processes:
                process.terminate()
            codes = [process.wait(PATIENCE) for process in processes]
    assert codes == [0, 0]


def answers(browser: httpx2.Client) -> bool:
    try:
        return browser.get("/healthz").status_code == 200
    except httpx2.TransportError:
        return False


def enter(browser: httpx2.Client, form: str, key: str) -> None:
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(form).text)
    assert token is not None
    browser.post(form, data={"csrfmiddlewaretoken": token[1], "secret": key}).raise_for_status()


@pytest.mark.sweep
def test_a_key_at_work_stands_nowhere_in_clear(tmp_path: Path, sandbox: SandboxProcess, environment: dict[str, str]):
    community = sandbox.add_account("vk", "Рубцовск")
    keys = {slot: community[f"{slot}_token"] for slot in ("community", "admin")}
    found(tmp_path / "data")
    run([*VECHE, "prepare"], environment)
    made = json.loads(run([sys.executable, "-c", CITY, str(community["group_id"])], environment))
    page = f"/accounts/{made['account']}/"
    site = f"http://127.0.0.1:{environment['PORT']}"

    with (
        web_and_worker(environment, tmp_path / "said.log"),
        httpx2.Client(
            base_url=site, cookies=made["cookies"], trust_env=False, follow_redirects=True, timeout=60
        ) as browser,
    ):
        wait_until(lambda: answers(browser), seconds=PATIENCE)
        for slot, key in keys.items():
            enter(browser, f"{page}keys/{slot}/", key)
        wait_until(lambda: "есть ключ администратора" in browser.get(page).text, seconds=PATIENCE)
        shown = browser.get(page).content

    assert {call["method"] for call in sandbox.calls("vk")} >= {"groups.getTokenPermissions", "users.get"}
    files = [(str(path), path.read_bytes()) for path in (tmp_path / "data").rglob("*") if path.is_file()]
    told = (tmp_path / "said.log").read_bytes()
    assert b"check_account" in told  # it is a log at DEBUG, and the check is in it
    assert seen_in([("page", shown), ("log", told), *files], *keys.values()) == []


def run(command: list[str], environment: dict[str, str]) -> bytes:
    return subprocess.run(command, env=environment, check=True, capture_output=True, timeout=PATIENCE).stdout
