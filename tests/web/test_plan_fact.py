"""«План и факт»: each item of the period with what became of it and why, on the page and in the table."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from tests.factories import make_account, make_plan_item
from tests.markup import elements, words
from tests.people import client_of
from tests.written import approved, drafted
from veche.accounts.models import Account
from veche.kernel.clock import local
from veche.norm.domain.week import week_norm
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.plan.models import PlanChange, PlanItem
from veche.posts.models import Post
from veche.publishing.domain.change import drop_from_plan, move, restore_to_plan
from veche.publishing.domain.pause import Chosen, begin_pause, end_pause
from veche.publishing.enums import PauseChoice
from veche.staff.enums import OfficeKind
from veche.staff.models import Office, Person

NOON = datetime(2026, 12, 9, 5, 0, tzinfo=UTC)  # Wednesday, 12:00 in Rubtsovsk
WEEK = {"week": "2026-W50"}


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def account(alice: Person) -> Account:
    return make_account(alice.administration, responsible=alice)


def agreed(account: Account, boss: Person, title: str, hours: float) -> Post:
    version = approved(
        account.responsible, boss, title=title, accounts=[account], publish_at=NOON + timedelta(hours=hours)
    )
    return version.post


def stand(post: Post, state: ActState, **fields: object) -> None:
    Act.objects.of(post.administration).filter(delivery__version__post=post).update(state=state, **fields)


def lines_of(press: Client, **query: str) -> dict[str, str]:
    page = press.get(reverse("web:plan_fact"), query).content.decode()
    return {words(elements(row, "a")[0]): words(row) for row in elements(page, "tr.pl-bare")}


def when_of(post: Post, hours: float) -> dict[str, str]:
    there = local(NOON + timedelta(hours=hours), post.administration.time_zone)
    return {"day": f"{there:%Y-%m-%d}", "time": f"{there:%H:%M}"}


def read_papers(word: bytes, sheets: bytes) -> tuple[str, set[str]]:
    """Words above the table of a DOCX, and its cells. `sheets`: the same as a PDF."""
    assert sheets.startswith(b"%PDF")
    paper = Document(BytesIO(word))
    cells = {cell.text for table in paper.tables for row in table.rows for cell in row.cells}
    return " ".join(one.text for one in paper.paragraphs), cells


def test_each_item_says_what_became_of_it_and_why(alice: Person, carol: Person, account: Account):
    press, city = client_of(alice), alice.administration
    out, late, moved, dropped, away = (
        agreed(account, carol, title, hours)
        for title, hours in (("Каток", 1), ("Мост", 2), ("Ёлка", 3), ("Снег", 4), ("Вода", 5))
    )
    stand(out, ActState.CONFIRMED, proof=Proof.READ_BACK, last_call_at=NOON + timedelta(minutes=70), remote_id="7")
    stand(late, ActState.MISSED, reason="Сеть не отвечала весь час.")
    idea = make_plan_item(city, author=alice, accounts=(account,), title="Задумка", publish_at=NOON + timedelta(days=1))

    page = press.get(reverse("publishing:detail", args=[moved.pk])).content.decode()
    assert page.count('id="why_reason"') == page.count('for="why_reason"') == 1
    assert 'id="why_reason"' in press.get(reverse("web:item_move", args=[moved.plan_item_id])).content.decode()
    assert 'id="why_reason"' not in press.get(reverse("web:item_move", args=[idea.pk])).content.decode()
    move_url = reverse("publishing:move", args=[moved.pk])
    press.post(move_url, when_of(moved, 30) | {"reason": "Ждём фото", "aimed": "1", "accounts": str(account.pk)})
    press.post(reverse("web:item_drop", args=[dropped.plan_item_id]), {"reason": ""})
    press.post(reverse("web:item_move", args=[away.plan_item_id]), when_of(away, 24 * 9))
    press.post(reverse("web:item_move", args=[idea.pk]), when_of(away, 26))
    long = press.post(reverse("web:item_drop", args=[moved.plan_item_id]), {"reason": "и" * 301}, follow=True)
    with time_machine.travel(NOON + timedelta(hours=6), tick=False):
        later = client_of(alice)  # nobody stays signed in so long
        told = lines_of(later, **WEEK)
        page = later.get(reverse("web:plan_fact"), WEEK).content.decode()
        norm = week_norm(city, NOON.date())
        file = later.get(reverse("web:plan_fact_file"), WEEK)
        word, sheets = (later.get(reverse("web:plan_fact_file"), WEEK | {"kind": kind}) for kind in ("docx", "pdf"))

    assert "вышла сегодня в 13:10" in told["Каток"]
    assert "идёт в норму" in told["Каток"]
    assert "не вышла" in told["Мост"]
    assert "Сеть не отвечала весь час." in told["Мост"]
    assert "сегодня в 15:00 Ёлка" in told["Ёлка"]
    assert "перенесена на завтра в 18:00 Ждём фото" in told["Ёлка"]
    assert "снята с плана" in told["Снег"]
    assert "перенесена на пт, 18 декабря в 12:00" in told["Вода"]
    assert "впереди" in told["Задумка"]
    assert "Причина длиннее 300 знаков" in words(long.content.decode())
    assert "Вышло 1, перенесено 2, снято 1, не вышло 1, впереди 1." in words(page)
    assert f"7–13 декабря: вышло {norm.out} из {norm.minimum}" in words(page)
    sheet = openpyxl.load_workbook(BytesIO(file.content)).active
    assert sheet is not None
    rows = {str(row[2]): row for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert rows["Ёлка"][1] == "09.12.2026 ср 15:00"
    assert (rows["Ёлка"][5], rows["Ёлка"][7]) == ("перенесена: 10.12.2026 18:00", "Ждём фото")
    assert (rows["Каток"][6], rows["Каток"][8]) == ("09.12.2026 13:10", "да")
    assert len(rows) == len(told) == 6
    title, cells = read_papers(word.content, sheets.content)
    assert {"Почему", "Ждём фото", "Сеть не отвечала весь час."} <= cells
    assert f"Норма: 7–13 декабря: вышло {norm.out} из {norm.minimum}" in title

    change = PlanChange.objects.of(city).get(item=dropped.plan_item)
    said = press.post(
        reverse("web:item_reason", args=[dropped.plan_item_id]),
        {"change": change.pk, "reason": "Нет техники", "back": "week"},
    )
    assert said["Location"] == reverse("web:plan_fact") + "?week=2026-W50"
    assert "Нет техники" in lines_of(press, **WEEK)["Снег"]
    foreign = press.post(reverse("web:item_reason", args=[out.plan_item_id]), {"change": change.pk, "reason": "Мой"})
    assert foreign.status_code == 404


def test_a_paper_carries_the_block_of_who_approves(alice: Person, mallory: Person):
    press, url = client_of(alice), reverse("web:plan_fact_file")
    head, foreign = (
        Office.objects.create(administration=one.administration, kind=OfficeKind.HEAD, name=f"Глава {one.pk}")
        for one in (alice, mallory)
    )
    page = press.get(reverse("web:plan_fact"), WEEK).content.decode()
    assert f'<option value="{head.pk}" selected>' in page
    assert f'value="{foreign.pk}"' not in page

    word, sheets = (press.get(url, WEEK | {"kind": kind, "office": head.pk}) for kind in ("docx", "pdf"))
    title, _cells = read_papers(word.content, sheets.content)
    assert title.startswith(f"УТВЕРЖДАЮ Глава {alice.pk}")
    for odd in ({"kind": "exe"}, {"kind": "docx", "office": str(foreign.pk)}):
        assert press.get(url, WEEK | odd)["Location"] == reverse("web:plan_fact") + "?week=2026-W50"


def test_a_pause_is_the_reason_of_what_it_moves_and_what_comes_back_is_no_longer_dropped(
    alice: Person, carol: Person, account: Account
):
    post, other = agreed(account, carol, "Каток", 3), agreed(account, carol, "Мост", 4)
    begin_pause(administration=alice.administration, by=carol, kind="mourning", reason="День траура")
    choices = {
        post.pk: Chosen(PauseChoice.MOVE, NOON + timedelta(hours=30)),
        other.pk: Chosen(PauseChoice.DROP),
    }
    end_pause(administration=alice.administration, by=carol, choices=choices)
    told = lines_of(client_of(alice), **WEEK)
    assert "перенесена на завтра в 18:00 Пауза: День траура" in told["Каток"]
    assert "снята с плана Пауза: День траура" in told["Мост"]

    restore_to_plan(item=other.plan_item, by=alice, publish_at=NOON + timedelta(hours=31))
    assert "перенесена на завтра в 19:00" in lines_of(client_of(alice), **WEEK)["Мост"]


def test_a_long_month_costs_no_more_queries(alice: Person, carol: Person, account: Account):
    def grow(number: int) -> None:
        moved, dropped = agreed(account, carol, f"Ёлка {number}", 3), agreed(account, carol, f"Снег {number}", 4)
        move(item=moved.plan_item, by=alice, publish_at=NOON + timedelta(days=40))
        drop_from_plan(item=dropped.plan_item, by=alice)
        drafted(alice, title=f"Текст {number}", accounts=[account])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert press.get(reverse("web:plan_fact"), {"month": "2026-12"}).status_code == 200
        return len(queries)

    press = client_of(alice)
    press.get(reverse("web:plan_fact"))
    grow(0)
    few = asked()
    for number in (1, 2, 3):
        grow(number)
    make = [
        PlanItem(administration=alice.administration, author=alice, title=f"Пункт {n}" * 8, publish_at=NOON)
        for n in range(100)
    ]
    PlanItem.objects.bulk_create(make)

    assert asked() == few <= 20
    assert len(press.get(reverse("web:plan_fact"), {"month": "2026-12"}).content) <= 100_000
