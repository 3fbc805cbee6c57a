"""Three hundred open requests, forty departments: `python -m tests.bench.forty FOLDER` prints its rows as a JSON line.

Every curator is asked about a post too, so that «Согласование» and a sheet are as full. VECHE_DATABASE_URL chooses the
database. The pages are answered in this process: nothing else is measured than the program.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.in_process import Limits, measured, prepare

if TYPE_CHECKING:
    from django.test import Client

    from veche.staff.models import Person

LIMITS = Limits(p95_ms=60, queries=12, kilobytes=80)


def main() -> None:
    prepare()
    rows = [measured(*page, LIMITS) for page in _pages()]
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


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(exist_ok=True)
    main()
