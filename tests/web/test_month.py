"""«Месяц»: whole weeks, the norm of each, what the filter leaves, and moving within it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_account, make_foreign_post, make_occasion, make_plan_item
from tests.markup import attribute, element, elements, words
from tests.people import client_of
from tests.written import approved, asked, drafted, with_picture
from veche.accounts.models import Account
from veche.kernel.clock import at, local
from veche.outbox.enums import ActState
from veche.plan.enums import OccasionKind
from veche.plan.models import Occasion, PlanItem
from veche.posts.enums import PostState
from veche.publishing.domain.evergreens import write_down
from veche.publishing.domain.pause import begin_pause
from veche.staff.enums import OfficeKind
from veche.staff.models import Department, Office, Person
from veche.web.pages.entries import ORDER, Scope, entry_of, items_between
from veche.web.pages.plan_filters import KINDS
from veche.web.pages.planned import planned_between
from veche.web.pages.shelf import shelf_of

ZONE = "Asia/Barnaul"
NOON = datetime(2026, 12, 10, 5, 0, tzinfo=UTC)  # Thursday, 12:00 in Rubtsovsk
MOST_QUERIES, MOST_BYTES = 15, 80_000
AFTER_NEW_YEAR = {"day": "2027-01-05", "time": "12:00"}


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def account(alice: Person) -> Account:
    return make_account(alice.administration, responsible=alice)


@pytest.fixture
def press(alice: Person) -> Client:
    return client_of(alice)


def planned(account: Account, day: date, hours: tuple[int, int] = (12, 0), **fields: object) -> PlanItem:
    return make_plan_item(
        account.administration,
        author=account.responsible,
        accounts=(account,),
        publish_at=at(day, time(*hours), ZONE),
        **fields,
    )


def page_of(client: Client, **query: str) -> str:
    return client.get(reverse("web:month"), query).content.decode()


def links_of(part: str) -> list[str]:
    return [attribute(link, "a", "href") for link in elements(part, "a")]


def kept(account: Account, title: str) -> None:
    said = {"title": title, "text": "Звоните 112.", "link": "", "format": "text", "category": "important"}
    write_down(
        administration=account.administration,
        by=account.responsible,
        said=said | {"accounts": [account]},
        once=None,
    )


def reserve_of(page: str) -> list[str]:
    return elements(elements(page, "section.tray")[0], "li")


def day_of(page: str, name: str) -> str:
    return next(cell for cell in elements(page, "section.mday") if name in attribute(cell, "section", "aria-label"))


def test_a_month_is_whole_weeks_with_the_norm_of_each(press: Client, account: Account):
    planned(account, date(2026, 12, 10), (23, 59), title="Каток")
    planned(account, date(2026, 12, 12), (10, 0), title="Ярмарка")
    elsewhere = make_account(account.administration, responsible=account.responsible, network="ok")
    planned(elsewhere, date(2026, 12, 12), (10, 10), title="Только в ОК", category="other")
    planned(account, date(2026, 12, 12), (10, 30), title="Мост")
    planned(account, date(2027, 1, 1), title="С праздником", category="other")
    make_occasion(
        account.administration,
        by=account.responsible,
        title="Планёрка",
        starts_at=at(date(2026, 12, 16), time(9), ZONE),
    )

    page = page_of(press)

    cells, norms = elements(page, "section.mday"), elements(page, "aside.mnorm")
    assert "<h1>Декабрь 2026</h1>" in page
    assert len(cells) == 35
    assert attribute(cells[0], "section", "aria-label") == "понедельник, 30 ноября"
    assert attribute(cells[-1], "section", "aria-label") == "воскресенье, 3 января"
    assert "23:59" in words(day_of(page, "10 декабря"))
    assert "10:00 и 10:30" in words(day_of(page, "12 декабря"))
    assert "выходной" in words(day_of(page, "31 декабря"))
    assert "С праздником" in words(day_of(page, "1 января"))
    assert "Повод: Планёрка" in words(day_of(page, "16 декабря"))
    assert "вышло меньше нормы" in words(norms[0])
    assert "3 из 5" in words(norms[1])
    assert "не хватает двух Чем закрыть" in words(norms[1])


def test_the_filter_stays_in_the_address_and_counts_what_it_shows(
    press: Client, alice: Person, account: Account, department_a: Department
):
    planned(account, date(2026, 12, 14), title="Каток", department=department_a)
    planned(account, date(2026, 12, 15), title="Ярмарка")
    drafted(alice, title="Мост")
    planned(account, date(2027, 1, 1), title="В первой неделе января")  # the month shows its day, the list does not

    everything = page_of(press)
    ideas = page_of(press, month="2026-12", show="idea", department=str(department_a.pk))

    listed = press.get(reverse("web:plan_list"), {"month": "2026-12"}).content.decode()
    assert "В первой неделе января" in everything
    for page in (everything, listed):
        assert [words(chip) for chip in elements(page, "a.chip")] == ["Всё 3", "Черновик 1", "Идея 2"]
    assert [words(chip) for chip in elements(ideas, "a.chip")] == ["Всё 1", "Идея 1"]
    assert "Каток" in ideas
    assert "Ярмарка" not in ideas
    assert "Сеть, отдел, рубрика: 1" in words(ideas)
    kept = attribute(ideas, "a.chip", "href")
    assert f"month=2026-12&department={department_a.pk}" in kept
    before, _here, after = links_of(element(ideas, "nav.btn-group"))
    assert before == f"/week/month/?month=2026-11&show=idea&department={department_a.pk}"
    assert after == f"/week/month/?month=2027-01&show=idea&department={department_a.pk}"
    week, _month, listed = links_of(element(ideas, "nav.views"))
    assert week == f"/week/?week=2026-W50&department={department_a.pk}"
    assert listed == f"/week/list/?month=2026-12&show=idea&department={department_a.pk}"


@pytest.mark.parametrize("month", ["2026-13", "вчера", "9999-12", "2026-12-01-01"])
def test_nonsense_in_the_address_is_this_month(press: Client, month: str):
    assert "<h1>Декабрь 2026</h1>" in page_of(press, month=month, show="?", net="?", department="x", category="?")


def test_a_day_with_many_shows_the_first_and_leads_to_the_week(press: Client, account: Account):
    for n in range(6):
        planned(account, date(2026, 12, 17), (8 + n, 0), title=f"Запись {n}")

    cell = day_of(page_of(press), "17 декабря")

    assert len(elements(cell, "article.mi")) == 3
    assert attribute(cell, "a.mmore", "href") == "/week/?week=2026-W51#d2026-12-17"
    assert words(elements(cell, "a.mmore")[0]).startswith("ещё 3")


def test_past_days_stand_behind_a_link_on_a_phone_until_the_month_is_over(press: Client, account: Account):
    """The styles hide them there; a past month is whole."""
    planned(account, date(2026, 12, 8))

    current, whole, past = page_of(press), page_of(press, past="1"), page_of(press, month="2026-11")

    assert ["Прошедшие дни убраны" in page for page in (current, whole, past)] == [True, False, False]
    assert ["month-whole" in page for page in (current, whole, past)] == [False, True, True]


def test_what_is_moved_within_the_month_comes_back_to_it(press: Client, account: Account):
    item = planned(account, date(2026, 12, 14))

    shown = element(page_of(press, month="2026-12", net="vk"), "form#week-move")
    kept = {name: attribute(shown, f"input[name={name}]", "value") for name in ("net", "back")}

    refused = press.post(reverse("web:item_move", args=[item.pk]), kept | {"day": "2026-12-01", "time": "12:00"})
    form = element(refused.content.decode(), "form.new-post")
    assert {name: attribute(form, f"input[name={name}]", "value") for name in kept} == kept
    answer = press.post(reverse("web:item_move", args=[item.pk]), kept | AFTER_NEW_YEAR)

    item.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, "/week/month/?month=2027-01&net=vk")
    assert local(item.publish_at, ZONE).date() == date(2027, 1, 5)
    again = press.post(
        attribute(element(press.get(answer["Location"]).content.decode(), "div#toasts"), "form", "action")
    )
    item.refresh_from_db()
    assert again["Location"] == "/week/month/?month=2026-12&net=vk"
    assert local(item.publish_at, ZONE).date() == date(2026, 12, 14)


def test_three_hundred_items_cost_no_more_queries_than_three(press: Client, alice: Person, account: Account):
    for n in range(5):
        asked(alice, title=f"Согласовать {n}")
        kept(account, f"Куда звонить, если отключили отопление {n}")
    page_of(press)  # the session is saved once
    with CaptureQueriesContext(connection) as few:
        page_of(press)
    for n in range(300):
        planned(
            account, date(2026, 12, 1) + timedelta(days=n % 31), (8 + n // 31, 0), title=f"Отключат воду на улице {n}"
        )
    with CaptureQueriesContext(connection) as many:
        page = page_of(press)

    assert len(many) <= len(few) <= MOST_QUERIES
    assert len(page.encode()) <= MOST_BYTES


def test_an_item_with_a_photo_shows_it_in_the_week_and_the_month(press: Client, alice: Person, account: Account):
    with_picture(drafted(alice, title="Горка", accounts=[account], publish_at=NOON + timedelta(days=1)), alice)
    planned(account, date(2026, 12, 11), title="Без фото")

    for name, line in (("web:month", "article.mi"), ("web:week", "article.item")):
        lines = elements(press.get(reverse(name)).content.decode(), line)
        assert {"Горка" in one: "/tiny/" in one for one in lines} == {True: True, False: False}


def test_what_is_read_as_tuples_gives_the_entries_of_models(
    alice: Person, carol: Person, account: Account, department_a: Department
):
    city = alice.administration
    office = Office.objects.create(administration=city, name="Глава города", kind=OfficeKind.HEAD)
    told = make_occasion(city, by=alice)
    of_head = make_occasion(city, by=alice)
    Occasion.objects.filter(pk=of_head.pk).update(kind=OccasionKind.HEAD, office=office)
    planned(account, date(2026, 12, 14), department=department_a, format="photo", category="other")
    planned(account, date(2026, 12, 14), occasion=told)
    planned(account, date(2026, 12, 15), occasion=of_head)
    step = asked(alice, title="Согласовать")
    approved(alice, boss=carol, title="Каток")
    drafted(alice, title="Мост")
    span = at(date(2026, 12, 1), time(0), ZONE), at(date(2027, 1, 1), time(0), ZONE)
    scope = Scope(city, {step.sheet.version.post_id: step.due_at}, counted={1}, going={2})
    shelf = shelf_of(city)

    models, tuples = items_between(city, *span, shelf), planned_between(city, *span, shelf)

    assert [entry_of(item, scope) for item in tuples] == [entry_of(item, scope) for item in models]
    assert len({entry_of(item, scope).about.words for item in tuples}) == 4
    assert len({entry_of(item, scope).stand.state for item in tuples}) == 4


def test_a_post_past_veche_is_asked_about_over_its_month(press: Client, dave: Person, account: Account):
    make_foreign_post(account, posted_at=at(date(2026, 12, 8), time(14, 20), ZONE))
    asked = "запись вышла мимо Вече, вт, 8 декабря в 14:20. Это наше?"

    assert asked in words(page_of(press))
    assert asked not in words(page_of(press, month="2027-02"))
    assert asked not in words(page_of(client_of(dave)))


def test_the_reserve_is_placed_on_a_day_of_the_month(press: Client, alice: Person, dave: Person, account: Account):
    late = drafted(alice, title="Трактор", accounts=[account], publish_at=NOON + timedelta(hours=1)).plan_item
    PlanItem.objects.filter(pk=late.pk).update(publish_at=NOON - timedelta(hours=1))
    kept(account, "Песок и соль")
    planned(account, date(2026, 12, 17), title="В полдень")

    draft, evergreen = reserve_of(page_of(press, month="2026-12", net="vk"))
    assert (attribute(draft, "li", "data-move"), attribute(draft, "li", "data-drag")) == (str(late.pk), "11:00")
    url = attribute(evergreen, "li", "data-add")
    assert url == attribute(evergreen, "a", "href")
    form = element(press.get(f"{url}&day=2026-12-17").content.decode(), "form.new-post")
    said = {name: attribute(form, f"input[name={name}]", "value") for name in ("day", "time", "once", "back", "net")}
    assert (said["day"], said["time"]) == ("2026-12-17", "15:00")
    past = press.post(url, said | {"day": "2026-12-01"})
    answers = [press.post(url, said) for _press in range(2)]

    assert past.status_code == 422
    assert [one["Location"] for one in answers] == ["/week/month/?month=2026-12&net=vk"] * 2
    assert "Песок и соль" in day_of(page_of(press), "17 декабря")
    assert ["Трактор" in one for one in reserve_of(page_of(press))] == [True]
    assert "Весь запас" not in page_of(client_of(dave))


def test_every_state_has_a_kind_and_only_one():
    states = [state for kind in KINDS.values() for state in kind.states]

    assert set(states) >= {*ORDER, *ActState.values, *PostState.values, "idea"}
    assert len(states) == len(set(states))


def test_a_month_with_a_paused_post_is_shown(press: Client, alice: Person, carol: Person):
    approved(alice, boss=carol, title="Каток")
    approved(alice, boss=carol, title="Ёлка", publish_at=NOON + timedelta(days=7))
    begin_pause(administration=alice.administration, by=carol, kind="mourning", reason="День траура в крае")

    page = page_of(press)

    assert "Ждёт конца паузы 2" in [words(chip) for chip in elements(page, "a.chip")]
    assert "Каток" in page_of(press, show="paused")
    _first, here, ahead, *_rest = elements(page, "aside.mnorm")
    assert "0 из 5 прогноза нет прогноза нет" in words(here)
    assert "стоит пауза, прогноза нет" in words(here)
    assert "1 из 5" in words(ahead)
    assert "В плане 1 из 5" in words(press.get(reverse("web:week"), {"week": "2026-W51"}).content.decode())
    assert "Чем закрыть" not in page
