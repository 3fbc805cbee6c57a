"""«Список»: every column that the product knows, the filter in the address, and pages that begin after a line."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_account, make_occasion, make_plan_item, make_series
from tests.markup import attribute, elements, words
from tests.people import client_of
from tests.written import approved, asked, drafted, with_picture
from veche.accounts.models import Account
from veche.kernel.clock import at, now
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.plan.models import PlanItem
from veche.posts.models import PostVersion
from veche.publishing.domain.change import move
from veche.publishing.models import PostFigures
from veche.requests.domain.ask import ask as ask_department
from veche.staff.models import Department, Person

ZONE = "Asia/Barnaul"
NOON = datetime(2026, 12, 10, 5, 0, tzinfo=UTC)  # Thursday, 12:00 in Rubtsovsk
MOST_QUERIES, MOST_BYTES = 20, 100_000


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def account(alice: Person) -> Account:
    return make_account(alice.administration, responsible=alice)


def planned(account: Account, day: date, hour: int = 12, **fields: object) -> PlanItem:
    by = account.responsible
    return make_plan_item(
        by.administration, author=by, accounts=(account,), publish_at=at(day, time(hour), ZONE), **fields
    )


def page_of(client: Client, **query: str) -> str:
    return client.get(reverse("web:plan_list"), query).content.decode()


def line_of(page: str, title: str) -> str:
    return next(line for line in elements(page, "tr") if title in line)


def put_out(account: Account, boss: Person, title: str) -> Act:
    """A post that came out yesterday, with views of its first day."""
    by = account.responsible
    version = approved(by, boss, title=title, publish_at=NOON + timedelta(hours=1), accounts=[account])
    act: Act = Act.objects.of(by.administration).get(delivery__version=version)
    act.state, act.proof, act.due_at = ActState.CONFIRMED, Proof.READ_BACK, NOON - timedelta(days=2)
    act.first_call_at = act.last_call_at = act.due_at
    act.remote_id, act.remote_url = str(act.pk), "https://vk.com/wall-1_7"
    act.save()
    PostFigures.objects.create(
        administration=by.administration, act=act, day=date(2026, 12, 9), asked_at=now(), taken_at=now(), views=340
    )
    return act


def test_a_line_says_all_that_is_known_of_an_item(
    alice: Person, account: Account, carol: Person, dave: Person, department_a: Department
):
    event = make_occasion(
        alice.administration,
        by=alice,
        title="Открытие катка",
        starts_at=at(date(2026, 12, 14), time(9), ZONE),
    )
    weekly = make_series(alice.administration, by=alice, title="Зимние развлечения")
    item = planned(
        account,
        date(2026, 12, 14),
        title="Каток",
        occasion=event,
        department=department_a,
        note="Позвать тренера",
        speaker="тренер Анна Ли",
        series=weekly,
    )
    planned(account, date(2026, 12, 14), title="Рядом с катком")
    ask_department(
        administration=alice.administration,
        by=alice,
        kind="material",
        title="Фото катка",
        text="Пришлите фото",
        department=department_a,
        due_at=at(date(2026, 12, 11), time(15), ZONE),
        subject_id=item.pk,
    )
    with_picture(drafted(alice, title="Горка", accounts=[account]), alice, alt="Горка на площади")
    hill = PlanItem.objects.of(alice.administration).get(title="Горка")
    PostVersion.objects.of(alice.administration).filter(post__plan_item=hill).update(adults=True)
    move(item=hill, by=alice, publish_at=hill.publish_at + timedelta(hours=1), reason="Ждём снег")
    asked(alice, title="Мост", accounts=[account])
    put_out(account, carol, "Ёлка")

    page = page_of(client_of(alice), past="1")
    rink, slide, bridge, tree = (line_of(page, title) for title in ("Каток", "Горка", "Мост", "Ёлка"))

    assert "пн, 14 декабря 12:00" in words(rink)
    assert "Открытие катка" in words(rink)
    assert "14.12" in words(rink)
    assert "Позвать тренера" in words(rink)
    assert "говорит тренер Анна Ли" in words(rink)
    assert "Зимние развлечения, о работе администрации" in words(rink)
    assert "рядом ещё одна" in words(rink)
    assert "рядом ещё одна" not in words(slide)
    assert "ждёт отдел до завтра, 15:00" in words(rink)
    assert "18+ перенесли: Ждём снег" in words(slide)
    assert "права неясны: 1" in words(slide)
    assert attribute(slide, "img", "alt") == "Горка на площади"
    assert (attribute(slide, "img", "loading"), attribute(slide, "img", "width")) == ("lazy", "64")
    assert "Начальник пресс-службы: ждём до" in words(bridge)
    assert "вт, 8 декабря 12:00" in words(tree)
    assert attribute(elements(tree, "td.pl-stand")[0], "a", "href") == "https://vk.com/wall-1_7"
    assert "340 за сутки" in words(tree)
    assert f"{carol}, 10 декабря" in words(tree)
    told = line_of(page_of(client_of(dave), past="1"), "Каток")
    assert "ждёт отдел" not in told


def test_the_filter_and_the_page_stay_in_the_address(alice: Person, account: Account, department_a: Department):
    for n in range(40):
        planned(account, date(2026, 12, 11) + timedelta(days=n % 10), 8 + n // 10, title=f"Задумано {n:02}")
    planned(account, date(2026, 12, 2), title="Прошедшее", department=department_a)
    press = client_of(alice)

    first = page_of(press)
    second = press.get(attribute(elements(first, "p.plist-more")[-1], "a", "href")).content.decode()
    part = page_of(press, month="2026-12", department=str(department_a.pk), past="1")

    assert "Раньше в этом месяце: 1 запись" in words(first)
    assert len(elements(first, "th.pl-what")) == 30
    assert len(elements(second, "th.pl-what")) == 10
    shown = [words(one) for page in (first, second) for one in elements(page, "th.pl-what")]
    assert len(set(shown)) == 40
    assert ["Прошедшее" in words(one) for one in elements(part, "th.pl-what")] == [True]
    assert f"month=2026-12&department={department_a.pk}" in attribute(part, "a.chip", "href")
    month = next(one for one in elements(part, "a.btn") if words(one) == "Месяц")
    assert attribute(month, "a.btn", "href") == f"/week/month/?month=2026-12&department={department_a.pk}"
    for nonsense in ("вчера", "1-", "-1", "9" * 40 + "-" + "9" * 40, "9" * 5000 + "-1"):
        assert press.get(reverse("web:plan_list"), {"after": nonsense}).status_code == 200


@pytest.mark.sweep
def test_thirty_lines_cost_no_more_queries_than_one(alice: Person, account: Account, carol: Person):
    press = client_of(alice)
    put_out(account, carol, "Вышла 0")
    with_picture(drafted(alice, title="Черновик 0", accounts=[account]), alice)
    asked(alice, title="Ждёт 0", accounts=[account])
    page_of(press, past="1")  # the session is saved once
    with CaptureQueriesContext(connection) as few:
        page_of(press, past="1")
    for n in range(1, 3):
        put_out(account, carol, f"Вышла {n}")
        with_picture(drafted(alice, title=f"Черновик {n}", accounts=[account]), alice)
        asked(alice, title=f"Ждёт {n}", accounts=[account])
    event = make_occasion(alice.administration, by=alice, title="О работе дворников и тракторов зимой" * 4)
    for n in range(40):
        planned(
            account,
            date(2026, 12, 1) + timedelta(days=n % 30),
            title=f"Длинное название записи {n} " * 5,
            occasion=event,
        )
    with CaptureQueriesContext(connection) as many:
        page = page_of(press, past="1")

    assert len(many) == len(few) <= MOST_QUERIES
    assert len(page.encode()) <= MOST_BYTES
