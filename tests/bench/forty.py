"""Three hundred open requests, forty departments: `python -m tests.bench.forty FOLDER` prints its rows as a JSON line.

Every curator is asked about a post too, so that «Согласование» and a sheet are as full. VECHE_DATABASE_URL chooses the
database. The pages are answered in this process: nothing else is measured than the program.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from tests.bench.pages import quantile
from tests.bench.report import VERDICT, Row, judged
from veche.kernel.crypto import Keyring

if TYPE_CHECKING:
    from django.test import Client

    from veche.staff.models import Person

P95_MS, QUERIES, KILOBYTES = 60, 12, 80
WARM_UP, TIMES = 5, 60


def main() -> None:
    os.environ["VECHE_KEYRING"] = Keyring.generate().to_text()
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    rows = [_row(name, browser, path) for name, browser, path in _pages()]
    sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")


def _pages() -> "list[tuple[str, Client, str]]":
    from tests.people import client_of
    from veche.requests.models import Request

    press, boss, curator, step = _city()
    city = press.administration
    of_department = Request.objects.of(city).filter(department=curator.department)
    first = of_department.order_by("pk")[0].pk
    officer, answering, head = client_of(press), client_of(curator), client_of(boss)
    return [
        ("Поручения, пресс-служба", officer, "/requests/"),
        ("Поручения, опаздывают", officer, "/requests/?show=late"),
        ("Поручения, отделы в числах", officer, "/requests/departments/"),
        ("Поручение, пресс-служба", officer, f"/requests/{first}/"),
        ("Мои поручения, куратор тридцати", answering, "/requests/mine/"),
        ("Поручение, куратор", answering, f"/requests/{first}/"),
        ("Лист согласования, куратор", answering, f"/approval/{step}/"),
        ("Лист согласования, начальник", head, f"/approval/{step}/"),
    ]


def _city() -> "tuple[Person, Person, Person, int]":
    """Officer, head of press, the curator of thirty requests, and this curator's step of a sheet."""
    from tests.approval.routes import route, sheet_about
    from tests.people import make_administration, play
    from tests.requests.many import many
    from tests.written import accounts_of
    from veche.approval.models import Step

    city = make_administration("Рубцовск")
    press, boss = play("alice", city), play("carol", city)
    curators = many(city, press)
    route(city, (1, "item_department"), (2, "press_head"))
    accounts = accounts_of(press)
    sheets = [
        sheet_about(press, one.department, title=f"Запись {number}", accounts=accounts)
        for number, one in enumerate(curators)
    ]
    step = Step.objects.of(city).get(sheet=sheets[0], position=1)
    return press, boss, curators[0], step.pk


def _row(name: str, browser: "Client", path: str) -> Row:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    took: list[float] = []
    content = b""
    for _ in range(WARM_UP + TIMES):
        started = time.perf_counter()
        answer = browser.get(path)
        took.append((time.perf_counter() - started) * 1000)
        content = answer.content
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as captured:
        browser.get(path)
    times = sorted(took[WARM_UP:])
    p95, weight = quantile(times, 0.95), len(content) / 1000
    row: dict[str, Any] = {"страница": name, "p50, мс": quantile(times, 0.5), "p95, мс": p95}
    worst = max(p95 / P95_MS, len(captured) / QUERIES, weight / KILOBYTES)
    return {**row, "запросов к базе": len(captured), "HTML, кБ": weight, VERDICT: judged(worst, 1)}


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(exist_ok=True)
    main()
