"""The pause as people see it: begun, said everywhere, a condolence let through, ended by a choice for each post."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.at_once import at_once
from tests.markup import element, words
from tests.people import client_of
from tests.written import accounts_of, approved, asked, drafted
from veche.accounts.models import Account
from veche.alarms.models import Alarm
from veche.journal.models import Entry
from veche.kernel.clock import local, now
from veche.norm.domain.week import week_norm
from veche.outbox.domain.states import OUT
from veche.outbox.enums import ActState
from veche.outbox.errors import OutboxError
from veche.outbox.models import Act, Pause
from veche.posts.models import Post
from veche.publishing.domain.change import move
from veche.publishing.domain.pause import Chosen, begin_pause, end_pause, let_through
from veche.publishing.domain.waiting_posts import free_hours, waiting_posts
from veche.publishing.enums import PauseChoice
from veche.publishing.errors import PublishingError
from veche.staff.models import Person

PAGE, REASON = "publishing:pause", "День траура в крае"
WEDNESDAY = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # 10:00 in Rubtsovsk
KEEP, MOVE, DROP = PauseChoice.KEEP, PauseChoice.MOVE, PauseChoice.DROP


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(WEDNESDAY, tick=False) as clock:
        yield clock


def paused(by: Person) -> Pause:
    return begin_pause(administration=by.administration, by=by, kind="mourning", reason=REASON)


def post_at(alice: Person, carol: Person, title: str, hours: float, accounts: list[Account] | None = None) -> Post:
    return approved(alice, carol, title=title, publish_at=now() + timedelta(hours=hours), accounts=accounts or ()).post


def read(person: Person, name: str = PAGE) -> str:
    return words(client_of(person).get(reverse(name)).content.decode())


def states_of(post: Post) -> set[str]:
    return set(Act.objects.filter(delivery__version__post=post).values_list("state", flat=True))


def ending(browser: Client, **fields: str) -> Any:
    return browser.post(reverse("publishing:pause_end"), fields, follow=True)


def chosen(post: Post, what: str, at: datetime | None = None) -> dict[str, str]:
    there = local(at, post.administration.time_zone) if at else None
    hour = {f"post-{post.pk}-day": f"{there:%Y-%m-%d}", f"post-{post.pk}-time": f"{there:%H:%M}"} if there else {}
    return {f"post-{post.pk}-what": what, **hour}


def test_a_day_of_mourning(
    clock: Any, alice: Person, carol: Person, dave: Person, helen: Person, mallory: Person
) -> None:
    """The officer pauses, the head of press releases the condolence and ends the pause with a choice for each."""
    accounts = accounts_of(alice)
    late, kept, moved, dropped = (
        post_at(alice, carol, title, hours, accounts)
        for title, hours in (("Каток", 2), ("Показания", 30), ("Концерт", 4), ("Ёлка", 5))
    )
    officer, head = client_of(alice), client_of(carol)
    form = officer.get(reverse(PAGE)).content.decode()
    assert "Встанет записей: 4." in words(form)

    nothing = officer.post(reverse("publishing:pause_begin"), {"kind": "", "reason": " "})
    begun = words(
        officer.post(
            reverse("publishing:pause_begin"), {"kind": "mourning", "reason": REASON}, follow=True
        ).content.decode()
    )

    assert (nothing.status_code, "Отметьте, что случилось" in nothing.content.decode()) == (422, True)
    assert "Ждут конца паузы: 4" in begun
    assert f"Траур: записи по плану ждут с 25 ноября, 10:00, поставил alice: «{REASON}»" in begun
    assert "Закончит начальник пресс-службы" in begun
    for person in (carol, dave, helen):
        bar = words(element(client_of(person).get(reverse("publishing:list")).content.decode(), "div.pause-bar"))
        assert ("Траур: записи по плану ждут" in bar, "ждут записей: 4" in bar) == (True, True)
    assert 'class="pause-bar"' not in client_of(mallory).get("/").content.decode()
    told = Alarm.objects.filter(kind="publishing.paused")
    assert {alarm.person for alarm in told} == {carol, dave, helen}

    step = asked(alice, title="Соболезнования", publish_at=now() + timedelta(minutes=1), accounts=accounts)
    said = head.post(reverse("publishing:decide", args=[step.pk]), {"verdict": "yes"}, follow=True).content.decode()
    condolence = step.sheet.version.post
    assert "Стоит пауза: запись ждёт её конца." in words(said)
    assert states_of(condolence) == {ActState.PAUSED}
    through = head.post(reverse("publishing:pause_let_through", args=[condolence.pk]), follow=True).content.decode()
    again = head.post(reverse("publishing:pause_let_through", args=[condolence.pk]), follow=True).content.decode()
    assert "Выпустили: уйдёт в свой час." in words(through)
    assert "паузы уже не ждёт" in words(again)
    assert states_of(condolence) == {ActState.PLANNED}
    assert "Соболезнования" in words(element(through, "div.named"))

    clock.shift(timedelta(hours=3))
    head = client_of(carol)
    assert states_of(late) == {ActState.PAUSED}
    undecided = ending(head, **chosen(late, KEEP), **chosen(kept, KEEP))
    page = words(undecided.content.decode())
    assert undecided.status_code == 422
    assert "Решите ещё о 2 записях" in page.replace("\N{NO-BREAK SPACE}", " ")
    refused = ending(head, **chosen(late, KEEP), **chosen(kept, KEEP), **chosen(moved, DROP), **chosen(dropped, DROP))
    assert "Час прошёл, пока стояла пауза: поставьте новый или снимите." in words(refused.content.decode())
    assert Pause.objects.get().ended_at is None

    hour = (now() + timedelta(days=1)).replace(minute=0)
    ended = ending(
        head,
        **chosen(late, DROP),
        **chosen(kept, KEEP),
        **chosen(moved, MOVE, hour),
        **chosen(dropped, DROP),
    )

    assert "Пауза закончилась: оставлено 1, перенесено 1, снято 2." in words(ended.content.decode())
    assert [states_of(post) for post in (late, kept, moved, dropped)] == [
        {ActState.CANCELLED},
        {ActState.PLANNED},
        {ActState.PLANNED},
        {ActState.CANCELLED},
    ]
    moved.plan_item.refresh_from_db()
    assert moved.plan_item.publish_at == hour
    assert set(Act.objects.filter(delivery__version__post=moved).values_list("due_at", flat=True)) == {hour}
    assert not Act.objects.filter(state=ActState.PLANNED, due_at__lte=now(), let_through=None).exists()
    assert 'class="pause-bar"' not in client_of(dave).get("/").content.decode()
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"publishing.paused", "publishing.let_through", "publishing.pause_ended"} <= verbs
    assert "Паузы уже нет" in words(ending(head, **chosen(kept, KEEP)).content.decode())


def test_what_came_or_went_while_one_decided_ends_nothing(clock: Any, alice: Person, carol: Person) -> None:
    accounts = accounts_of(alice)
    first = post_at(alice, carol, "Каток", 5, accounts)
    paused(alice)
    second = post_at(alice, carol, "Горка", 6, accounts)
    browser = client_of(carol)

    came = ending(browser, **chosen(first, KEEP))
    let_through(post=second, by=carol)
    went = ending(browser, **chosen(first, KEEP), **chosen(second, KEEP))

    assert "Решите и об этой записи." in words(came.content.decode())
    assert "часть записей выпустили или сняли" in words(went.content.decode())
    assert (states_of(first), Pause.objects.get().ended_at) == ({ActState.PAUSED}, None)
    with pytest.raises(PublishingError, match="добавилось: «"):
        end_pause(administration=carol.administration, by=carol, choices={})


def test_a_post_that_is_out_somewhere_keeps_its_hour_there(clock: Any, alice: Person, carol: Person) -> None:
    """Telegram did not answer at the hour, then the pause began."""
    moved, dropped = (post_at(alice, carol, title, 1) for title in ("Каток", "Горка"))
    for post in (moved, dropped):
        out = Act.objects.filter(delivery__version__post=post).order_by("pk")[0]
        Act.objects.filter(pk=out.pk).update(state=ActState.CONFIRMED, proof="answer", proven_at=now())
    planned = moved.plan_item.publish_at
    paused(carol)
    hour = now() + timedelta(days=1)

    assert "в другой сети уже вышла" in read(carol)
    choices = {moved.pk: Chosen(MOVE, hour), dropped.pk: Chosen(DROP)}
    end_pause(administration=carol.administration, by=carol, choices=choices)

    moved.plan_item.refresh_from_db()
    waited = Act.objects.get(delivery__version__post=moved, state=ActState.PLANNED)
    assert (moved.plan_item.publish_at, waited.due_at) == (planned, hour)
    assert states_of(dropped) == {ActState.CONFIRMED, ActState.CANCELLED}


def test_moving_and_dropping_during_a_pause_work_as_ever(clock: Any, alice: Person, carol: Person) -> None:
    post = post_at(alice, carol, "Каток", 1)
    paused(carol)
    clock.shift(timedelta(hours=2))

    move(item=post.plan_item, by=alice, publish_at=now() + timedelta(hours=3))

    assert states_of(post) == {ActState.PAUSED}
    assert [one.is_late for one in waiting_posts(carol.administration)] == [False]
    client_of(alice).post(reverse("publishing:drop_from_plan", args=[post.pk]))
    assert (states_of(post), waiting_posts(carol.administration)) == ({ActState.CANCELLED}, [])


def test_what_a_person_does_by_hand_is_asked_to_wait(clock: Any, alice: Person, carol: Person) -> None:
    post = post_at(alice, carol, "Каток", 1)
    Act.objects.filter(delivery__version__post=post).update(state=ActState.BY_HAND)
    page = reverse("publishing:detail", args=[post.pk])
    before = client_of(alice).get(page).content.decode()

    paused(alice)

    asked_to_wait = words(client_of(alice).get(page).content.decode())
    assert ("Не выкладывайте" in before, "Стоит пауза, и сеть об этом не знает." in asked_to_wait) == (False, True)


def test_offered_hours_are_free_and_apart(clock: Any, alice: Person, carol: Person) -> None:
    accounts = accounts_of(alice)
    for hours in (1, 1, 25):
        post_at(alice, carol, f"Через {hours}", hours, accounts)
    paused(carol)
    waiting = waiting_posts(carol.administration)
    assert {tuple(one.networks) for one in waiting} == {("vk", "telegram")}

    offered = sorted(free_hours(carol.administration, waiting).values())

    apart = [later - earlier for earlier, later in pairwise(offered)]
    assert all(gap >= timedelta(minutes=30) for gap in apart)
    assert not {one.hour for one in waiting} & set(offered)
    assert offered[0] > now() + timedelta(hours=20)


def test_marked_to_be_kept_are_those_whose_hour_is_ahead(clock: Any, alice: Person, carol: Person) -> None:
    accounts = accounts_of(alice)
    late, ahead = (post_at(alice, carol, "Каток", hours, accounts) for hours in (1, 9))
    paused(carol)
    clock.shift(timedelta(hours=2))

    forms = client_of(carol).get(f"{reverse(PAGE)}?mark=keep").context["forms"]

    assert {form.waiting.post: form["what"].value() for form in forms} == {late: None, ahead: KEEP}


def test_the_norm_foretells_nothing_and_says_what_waits(clock: Any, alice: Person, carol: Person) -> None:
    post_at(alice, carol, "Каток", 1)
    drafted(alice, title="Черновик", publish_at=now() + timedelta(hours=2))
    paused(carol)

    norm = week_norm(carol.administration, local(now(), carol.administration.time_zone).date())

    assert (norm.paused, [one.why for one in norm.held]) == (True, ["paused"])
    assert "Вышло 0 из 5, пока стоит пауза, прогноза нет Одна ждёт конца паузы." in read(alice, "web:week")


def test_four_waiting_posts_cost_as_many_queries_as_one(clock: Any, alice: Person, carol: Person) -> None:
    accounts = accounts_of(alice)[:1]
    paused(carol)
    browser = client_of(carol)
    counts = []
    for number in (1, 3):
        for one in range(number):
            post_at(alice, carol, f"Запись {number}.{one}", 5 + one, accounts)
        browser.get(reverse(PAGE))
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse(PAGE))
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 15


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other", ["end", "let_through", "move", "begin"])
def test_two_people_at_once_end_it_once_and_lose_nothing(other: str, alice: Person, carol: Person) -> None:
    post = post_at(alice, carol, "Каток", 5)
    pause = paused(carol)
    city = carol.administration
    hour = now() + timedelta(hours=7)
    acts: dict[str, Callable[[], object]] = {
        "end": lambda: end_pause(administration=city, by=carol, choices={post.pk: Chosen(DROP)}),
        "let_through": lambda: let_through(post=post, by=carol),
        "move": lambda: move(item=post.plan_item, by=alice, publish_at=hour),
        "begin": lambda: paused(alice),
    }

    said = at_once(
        lambda: end_pause(administration=city, by=carol, choices={post.pk: Chosen(KEEP)}),
        acts[other],
        refused=(PublishingError, OutboxError),
    )

    pause.refresh_from_db()
    paused_now = Pause.objects.filter(ended_at=None).exists()
    assert "done" in said
    assert len(set(Act.objects.values_list("state", flat=True))) == 1
    assert Entry.objects.filter(verb="publishing.pause_ended").count() == (pause.ended_at is not None)
    if not paused_now:
        assert not Act.objects.filter(state=ActState.PAUSED).exists()
    assert not Act.objects.filter(state__in=OUT).exists()
