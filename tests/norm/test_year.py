"""The norm's page: 52 weeks, what explains a short one, and a norm that changes from a week on."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_account, make_act, make_plan_item, make_post
from tests.markup import words
from tests.midday import TODAY, midday  # noqa: F401 -- the fixture
from tests.people import client_of
from tests.written import approved
from veche.accounts.domain.health import note_answered
from veche.accounts.models import Account
from veche.journal.models import Entry
from veche.kernel.clock import DAY, at, now, week_of
from veche.norm.domain.change import set_norm
from veche.norm.domain.week import week_norm
from veche.norm.domain.year import WEEKS, days_within, reading_of_drafts, year_with_accounts
from veche.norm.errors import NormError
from veche.norm.lines import bars
from veche.norm.models import Norm
from veche.outbox.models import Act, Freeze, Pause
from veche.plan.enums import Format
from veche.plan.models import PlanItem
from veche.staff.models import Person

ZONE = "Asia/Barnaul"
PAGE = "norm:norm"
THIS = week_of(TODAY)[0]


@pytest.fixture
def account(alice: Person) -> Account:
    return make_account(alice.administration, responsible=alice)


def published(account: Account, carol: Person, day: date) -> None:
    """One publication that came out at noon of that day."""
    noon = at(day, time(12), ZONE)
    post = approved(account.responsible, carol, accounts=[account]).post
    PlanItem.objects.filter(pk=post.plan_item_id).update(publish_at=noon)
    acts = Act.objects.filter(delivery__version__post=post)
    acts.update(state="confirmed", proof="answer", due_at=noon, last_call_at=noon, proven_at=noon)


def week(weeks_ago: int) -> date:
    return THIS - weeks_ago * 7 * DAY


def say(browser: Client, account: Account, **said: object) -> HttpResponse:
    """Send the form as the page shows it, with what a person has changed."""
    shown = {"each": "together", "reposts": "apart", "since": "1", "categories": ["activity", "important"]}
    numbers = {f"account-{account.pk}": said.get("minimum", "5")}
    return browser.post(reverse("norm:change"), {**shown, "formats": Format.values, **numbers, **said}, follow=True)  # type: ignore[return-value]


def read(person: Person) -> str:
    return words(client_of(person).get(reverse(PAGE)).content.decode()).replace("\N{NO-BREAK SPACE}", " ")


def test_a_year_of_weeks_with_their_reasons(account: Account, alice: Person, carol: Person, dave: Person) -> None:
    """A paused week is explained, a frozen one too; the norm that is met needs no reason."""
    city = account.administration
    Norm.objects.create(administration=city, minimum=1, valid_from=date(2020, 1, 1))
    for weeks_ago in (6, 2):
        published(account, carol, week(weeks_ago) + 2 * DAY)
    paused, frozen = (at(week(ago) + DAY, time(9), ZONE) for ago in (5, 4))
    mourning = {"kind": "mourning", "reason": "День траура", "by": carol, "ended_by": carol}
    Pause.objects.create(administration=city, since=paused, ended_at=paused + DAY, **mourning)
    Freeze.objects.create(administration=city, since=frozen, released_at=frozen + DAY, reason="Взлом", by=carol)

    weeks = {one.monday: one for one in year_with_accounts(city)[0]}

    assert len(weeks) == WEEKS
    assert (weeks[week(5)].state, weeks[week(5)].whys[0]) == ("explained", "траур, пауза 2\N{NO-BREAK SPACE}дня")
    assert (weeks[week(4)].state, weeks[week(4)].whys[0]) == ("explained", "всё было заморожено 2\N{NO-BREAK SPACE}дня")
    assert [weeks[week(ago)].state for ago in (0, 2, 6, 7)] == ["now", "met", "met", "none"]
    assert weeks[week(2)].norm == week_norm(city, week(2))
    page = read(dave)
    assert "Норма закрыта: 2 из" in page
    assert "вышло 0 из 1: траур, пауза 2 дня" in page
    short = [one for one in reversed(weeks.values()) if one.state in ("explained", "short")]
    drawn = {bar.week.monday: bar.number for bar in bars([*weeks.values()], short)}
    assert [drawn[week(ago)] for ago in (2, 3, 4, 5)] == [0, 2, 3, 4]
    assert re.search(r"\b4 \S[^:]{5,40} вышло 0 из 1: траур", page)
    assert "Сохранить" not in page
    assert "Сохранить" in read(carol)


def test_a_network_that_did_not_answer_explains_its_weeks(account: Account, carol: Person) -> None:
    """A silence of days is kept when it ends, a short one is not; one that lasts is said too."""
    city = account.administration
    make_plan_item(city, author=carol, accounts=(account,), publish_at=at(week(8), time(12), ZONE))
    monday = at(week(3), time(9), ZONE)
    for since, until in ((monday, monday + 2 * DAY), (monday - 14 * DAY, monday - 14 * DAY + timedelta(hours=1))):
        Account.objects.filter(pk=account.pk).update(unreachable_since=since)
        account.refresh_from_db()
        with time_machine.travel(until, tick=False):
            note_answered(account=account)
    account.refresh_from_db()
    assert account.unreachable_since is None
    Account.objects.filter(pk=account.pk).update(unreachable_since=at(week(1), time(9), ZONE))

    weeks = {one.monday: one for one in year_with_accounts(city)[0]}

    assert weeks[week(3)].whys[0] == "сеть ВКонтакте не отвечала 3\N{NO-BREAK SPACE}дня"
    assert weeks[week(1)].whys[0] == "сеть ВКонтакте не отвечает 7\N{NO-BREAK SPACE}дней"
    assert "сеть" not in " ".join(weeks[week(5)].whys)


def test_a_new_norm_leaves_past_weeks_alone(account: Account, carol: Person) -> None:
    city, browser = account.administration, client_of(carol)
    make_plan_item(city, author=carol, accounts=(account,), publish_at=at(week(3), time(12), ZONE))
    before = [one.minimum for one in year_with_accounts(city)[0]]

    wrong = say(browser, account, minimum="0")
    say(browser, account, minimum="3", categories=["important"])
    next_week = [one.minimum for one in year_with_accounts(city)[0]]
    say(browser, account, minimum="2", since="0")
    this_week = [one.minimum for one in year_with_accounts(city)[0]]

    assert (wrong.status_code, "Хотя бы одна запись в неделю." in words(wrong.content.decode())) == (422, True)
    assert before == next_week == [5] * WEEKS
    assert this_week == [*before[:-1], 2]
    assert week_norm(city, THIS + 8 * DAY).minimum == 2
    assert Entry.objects.filter(verb="norm.changed").count() == 2
    with pytest.raises(NormError):
        set_norm(administration=city, by=carol, minimum=1, categories=["other"], since=THIS - DAY)


def test_a_norm_of_next_week_is_said_and_its_end_too(account: Account, carol: Person, dave: Person) -> None:
    browser, monday = client_of(carol), date_format(THIS + 7 * DAY, "j E")
    say(browser, account, minimum="9")
    announced = read(dave)

    answer = say(browser, account, minimum="4", since="0")

    assert f"С {monday} норма станет 9" in announced
    assert "Норму меняет начальник пресс-службы." in announced
    assert f"Назначенную с {monday} отменили." in answer.content.decode()
    assert "норма станет" not in read(carol)
    assert "Норму меняет" not in read(carol)


def test_a_gap_is_filled_from_drafts_whose_hour_has_passed(account: Account, alice: Person, carol: Person) -> None:
    city = account.administration
    for title, days in (("Трактор", -3), ("Показания", 3)):
        hour = now() + days * DAY
        make_post(make_plan_item(city, author=alice, accounts=(account,), publish_at=hour, title=title))

    assert [item.title for item in reading_of_drafts(city, ["activity"]).read()] == ["Трактор"]
    assert "Новый час" in read(alice)


def test_a_year_of_posts_costs_the_queries_of_a_week(account: Account, carol: Person) -> None:
    city, browser = account.administration, client_of(carol)
    browser.get(reverse(PAGE))
    sizes, counts = [], []
    for number in (1, 200):
        for one in range(number):
            noon = at(week(one % 51 + 1), time(12), ZONE)
            make_plan_item(city, author=carol, accounts=(account,), publish_at=noon)
            make_act(account, due_at=noon, state="confirmed", proof="answer", proven_at=noon, last_call_at=noon)
        with CaptureQueriesContext(connection) as queries:
            sizes.append(len(browser.get(reverse(PAGE)).content))
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 16
    assert max(sizes) < 80_000


zones = st.sampled_from(["Asia/Barnaul", "Europe/Kaliningrad", "Asia/Kamchatka"])
YEAR = datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2026-12-01")
moments = st.datetimes(*YEAR)


@given(since=moments, lasts=st.timedeltas(min_value=timedelta(), max_value=timedelta(days=40)), zone=zones)
def test_each_day_of_a_pause_stands_in_one_week(since: datetime, lasts: timedelta, zone: str) -> None:
    begun = since.replace(tzinfo=ZoneInfo(zone))
    ended = begun + lasts
    first = week_of(begun.date())[0]

    days = [days_within(begun, ended, first + 7 * DAY * number, zone) for number in range(-1, 9)]

    local_end = ended.astimezone(ZoneInfo(zone)).date()
    assert sum(days) == (local_end - begun.date()).days + 1
    assert all(0 <= number <= 7 for number in days)
