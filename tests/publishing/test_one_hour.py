"""One source for the hour: the version before approval, the plan after it, the network after publication."""

from datetime import UTC, datetime, timedelta

import time_machine
from django.urls import reverse

from tests.factories import make_account
from tests.markup import words
from tests.people import client_of
from tests.publishing.test_edit_agreed import ZONE, Browser, at, placed, say_yes
from tests.publishing.test_release import put
from tests.written import approved
from veche.approval.domain.decide import is_approved
from veche.approval.domain.queries import place_change
from veche.kernel.clock import local, now
from veche.kit.moments import day, spoken
from veche.outbox.domain.person_decisions import say_happened
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.posts.domain.queries import latest_version
from veche.posts.models import Post, PostVersion
from veche.staff.models import Person


def noon() -> datetime:
    """Noon of tomorrow on the city's clock, so that minutes around it are on the same day."""
    return local(now() + timedelta(days=1), ZONE).replace(hour=12, minute=0, second=0, microsecond=0).astimezone(UTC)


def words_of(answer: object) -> str:
    return words(answer.content.decode())  # type: ignore[attr-defined]


def with_own_hour(alice: Person, carol: Person) -> PostVersion:
    """Approved with its own hour, three hours after the plan's."""
    post = approved(alice, carol).post
    on, clock = at(post.plan_item, hours=3)
    browser = Browser(alice, post)
    browser.press("save", script=True, day=on, time=clock)
    browser.press("ask")
    return say_yes(post, carol)


def move_to(alice: Person, post: Post, moment: datetime) -> None:
    there = local(moment, ZONE)
    typed = {"day": there.date().isoformat(), "time": f"{there:%H:%M}"}
    assert client_of(alice).post(reverse("publishing:move", args=[post.pk]), typed).status_code == 302


def test_a_move_is_the_hour_also_of_a_version_that_brought_its_own(alice: Person, carol: Person):
    version = with_own_hour(alice, carol)
    post, brought = version.post, version.hour
    moved = brought + timedelta(days=2)

    move_to(alice, post, moved)

    page = words_of(client_of(alice).get(reverse("publishing:detail", args=[post.pk])))
    editor = client_of(alice).get(reverse("publishing:edit", args=[post.pk])).content.decode()
    version = latest_version(post)
    assert placed(post)[0] == moved
    assert version.hour == moved
    assert is_approved(version) is True
    assert f"В сетях {spoken(moved, ZONE)}" in page
    assert (day(brought, ZONE) in page, spoken(brought, ZONE) in page) == (False, False)
    assert f'value="{local(moved, ZONE).date().isoformat()}"' in editor
    assert "В плане пока" not in editor


def test_the_page_keeps_the_agreed_hour_until_a_yes_and_tells_of_that_of_the_edit(alice: Person, carol: Person):
    post = approved(alice, carol).post
    on, clock = at(post.plan_item, days=1)
    browser = Browser(alice, post)
    browser.press("save", script=True, day=on, time=clock)
    browser.press("hold")

    page = words_of(browser.client.get(reverse("publishing:detail", args=[post.pk])))

    agreed = post.plan_item.publish_at
    wanted = f"В сетях {spoken(agreed, ZONE)} В правке: {spoken(agreed + timedelta(days=1), ZONE)}, сменится"
    assert f"{wanted}, когда согласуют." in page
    assert f"Публикации {day(agreed, ZONE)}" in page


def test_words_after_a_move_keep_the_hour_of_the_move(alice: Person, carol: Person):
    post = with_own_hour(alice, carol).post
    moved = latest_version(post).hour + timedelta(days=2)
    move_to(alice, post, moved)

    browser = Browser(alice, post)
    browser.press("save", script=True, text="Каток закрыт")
    browser.press("ask")

    version, before = latest_version(post), post.versions.get(number=2)
    assert version.number == 3
    assert version.publish_at is None
    assert version.hour == moved
    change = place_change(version, before, list(post.plan_item.accounts.all()))
    assert (change.was_at, change.will_be_at) == (before.publish_at, moved)  # since the last approval
    say_yes(post, carol)
    acts = Act.objects.of(alice.administration).filter(delivery__version=version)
    assert (placed(post)[0], {act.due_at for act in acts}) == (moved, {moved})


def test_what_is_out_shows_the_hour_at_which_it_came_out(alice: Person, carol: Person):
    version = approved(alice, carol, publish_at=noon())
    late = version.hour + timedelta(minutes=25)
    for network in ("vk", "telegram"):
        act = put(version, network, ActState.CONFIRMED)
        Act.objects.of(alice.administration).filter(pk=act.pk).update(first_call_at=late, last_call_at=late)

    with time_machine.travel(late + timedelta(hours=1)):
        browser = client_of(alice)
        page = words_of(browser.get(reverse("publishing:detail", args=[version.post_id])))
        listed = words_of(browser.get(reverse("publishing:list")))
        today = browser.get(reverse("web:today")).content.decode()
        planned, real = spoken(version.hour, ZONE), spoken(late, ZONE)

    assert (page.count(real) >= 2, planned in page) == (True, False)  # over the acts, and on VK's wall
    assert f"{local(late, ZONE):%H:%M}" in listed
    assert f"<time>{local(late, ZONE):%H:%M}</time>" in today


def test_what_a_person_put_up_early_came_out_when_they_said_so(alice: Person, carol: Person):
    vk = make_account(alice.administration, responsible=alice)
    version = approved(alice, carol, publish_at=noon(), accounts=[vk])
    act = put(version, "vk", ActState.BY_HAND)
    early = version.hour - timedelta(minutes=30)

    with time_machine.travel(early, tick=False):
        say_happened(act=act, by=alice)
        said = client_of(alice).get(reverse("web:today"))
        entries = [(one.when.hour, one.stand.said_by) for one in said.context["before"]]

    assert entries == [("11:30", f"{alice.display_name}, сегодня в 11:30")]
    assert now() < early


def test_what_a_person_put_up_early_is_not_missing_where_its_hour_is_ahead(alice: Person, carol: Person):
    places = [make_account(alice.administration, responsible=alice, network=slug) for slug in ("vk", "telegram")]
    version = approved(alice, carol, publish_at=noon(), accounts=places)
    act = put(version, "vk", ActState.BY_HAND)

    with time_machine.travel(version.hour - timedelta(minutes=30), tick=False):
        say_happened(act=act, by=alice)
        page = words_of(client_of(alice).get(reverse("publishing:detail", args=[version.post_id])))

    assert "вышла раньше, в других сетях её час впереди" in page
    assert "вышла, но не везде" not in page


def test_a_card_of_today_waits_before_its_hour(alice: Person, carol: Person):
    vk = make_account(alice.administration, responsible=alice)
    version = approved(alice, carol, publish_at=noon(), accounts=[vk])
    put(version, "vk", ActState.BY_HAND)

    with time_machine.travel(version.hour - timedelta(minutes=30), tick=False):
        page = client_of(alice).get(reverse("web:today"))
        due = words_of(client_of(carol).get(reverse("outbox:list"), {"state": "by_hand"}))
    with time_machine.travel(version.hour - timedelta(days=1)):
        before = client_of(alice).get(reverse("web:today")).context["mine"].rows

    [row] = page.context["mine"].rows
    assert (row.what, row.say) == ("Выложить «Открыли каток»", "выложите руками сегодня в 12:00")
    assert [verb.label for verb in row.verbs] == ["Показать"]
    assert ("Открыли каток" in due, before) == (True, ())
