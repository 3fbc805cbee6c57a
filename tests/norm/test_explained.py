"""«Объяснить»: what counts of a week and what does not, from the query of the number; holidays on the picture."""

from datetime import date, time, timedelta

import time_machine
from django.urls import reverse

from tests.factories import make_account, make_foreign_post, make_plan_item
from tests.markup import words
from tests.midday import midday  # noqa: F401 -- the fixture
from tests.norm.test_year import THIS, ZONE, published
from tests.people import client_of
from veche.kernel.clock import DAY, at, now
from veche.norm.domain.week import week_norm
from veche.norm.domain.year import year_with_accounts
from veche.norm.lines import months, number_said, parts_of
from veche.plan.enums import PostCategory
from veche.plan.models import PlanItem
from veche.publishing.domain.foreign_verdicts import say_ours
from veche.staff.models import Person


def test_each_item_of_a_week_says_what_counts_and_why_not(alice: Person, carol: Person, dave: Person) -> None:
    city = alice.administration
    account = make_account(city, responsible=alice)
    monday = THIS - 7 * DAY
    noon = at(monday, time(12), ZONE)
    published(account, carol, monday + DAY)
    counting = PlanItem.objects.of(city).get()
    make_plan_item(city, author=alice, title="С праздником", publish_at=noon, category=PostCategory.OTHER)
    make_plan_item(city, author=alice, title="Не успели", publish_at=noon)
    for title in ("Мимо Вече", "Мимо Вече", "Иное"):
        post = make_foreign_post(account, text=title, posted_at=noon)
        say_ours(post=post, by=alice, category=PostCategory.OTHER if title == "Иное" else PostCategory.ACTIVITY)

    week = week_norm(city, monday)
    parts = {part.title: [(line.title, line.say) for line in part.lines] for part in parts_of(week)}
    assert parts == {
        "Вышли и идут в счёт": [("Мимо Вече", "вышла мимо Вече"), (counting.title, "вышла")],
        "Не в счёт": [
            ("С праздником", "рубрика не в счёт"),
            ("Не успели", "не вышла или её убрали в сети"),
            ("Мимо Вече", "те же слова на другой странице, это одна запись"),
            ("Иное", "рубрика не в счёт"),
        ],
    }
    assert (week.out, week.beside) == (2, 1)

    page = client_of(dave).get(f"{reverse('norm:week')}?week={monday:%G-W%V}").content.decode()
    assert "вышло 2 из 5" in words(page)
    assert f'href="{reverse("web:item", args=[counting.pk])}"' in page
    listed = words(client_of(alice).get(reverse("norm:norm")).content.decode())
    assert "Объяснить" in listed


def test_a_week_ahead_is_told_by_its_plan(alice: Person) -> None:
    city = alice.administration
    make_plan_item(city, author=alice, publish_at=now() + timedelta(days=14))
    day = (now() + timedelta(days=14)).date()

    assert number_said(week_norm(city, day), now().date()) == "в плане 1 из 5"
    assert number_said(week_norm(city, now().date()), now().date()) == "вышло 0 из 5"
    fact = words(client_of(alice).get(f"{reverse('web:plan_fact')}?week={day:%G-W%V}").content.decode())
    assert ("в плане 1 из 5" in fact, "вышло 0 из 5" in fact) == (True, False)
    week = words(client_of(alice).get(f"{reverse('web:week')}?week={day:%G-W%V}").content.decode())
    assert ("В плане 1 из 5" in week, "Вышло 0" in week) == (True, False)


def test_weeks_with_holidays_are_marked_and_explained(alice: Person) -> None:
    """The first week of January 2027 has no working day, that of 4 November 2026 four."""
    city = alice.administration
    make_plan_item(city, author=alice, publish_at=at(date(2026, 6, 1), time(12), ZONE))
    with time_machine.travel(at(date(2027, 2, 3), time(12), ZONE), tick=False):
        weeks = {week.monday: week for week in year_with_accounts(city)[0]}
        page = client_of(alice).get(reverse("norm:norm")).content.decode()

    january = weeks[date(2027, 1, 4)]
    assert (january.state, january.whys) == ("explained", ("праздники, рабочих дней нет",))
    assert weeks[date(2026, 11, 2)].working_days == 4
    assert not weeks[date(2026, 12, 7)].has_holidays
    said = [label.name for label in months(list(weeks.values())) if label.name]
    assert said[-2:] == ["дек", "янв"]
    assert ("праздники, рабочих дней нет" in words(page), page.count('class="bar-holiday"') > 5) == (True, True)
