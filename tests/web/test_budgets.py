"""Limits for each page, independent of the amount of data: a constant number of queries, and less than 100 kB.

`make bench` measures response times.
"""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.approval.routes import route, sheet_about
from tests.factories import make_account, make_conversation, make_message, make_occasion, make_plan_item
from tests.people import client_of, make_department, make_person
from tests.proposed import agreed, proposed
from tests.requests.many import many
from tests.written import approved, asked, drafted
from veche.accounts.domain.page_changes import note_page_change as alter
from veche.accounts.enums import PageChangeKind
from veche.approval.domain.queries import waiting
from veche.approval.enums import Verdict
from veche.engine import pulse
from veche.engine.pulse import SILENCE
from veche.inbox.models import Message, Wording
from veche.journal.domain.heads import begin_anew
from veche.journal.models import Entry
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.domain.rule import delete
from veche.networks.protocol import Edit, OutgoingPost, Pin
from veche.outbox.domain.changes import plan_change
from veche.outbox.domain.divergence import open_divergence
from veche.outbox.enums import ActState, DivergenceKind, Proof
from veche.outbox.models import Act
from veche.plan.models import Occasion, PlanItem
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.release import decide_and_release
from veche.staff.enums import Role
from veche.staff.models import Administration, Grant, Invite, Person

pytestmark = pytest.mark.sweep

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)  # Wednesday, 12:00 in Rubtsovsk
HTML_BYTES = 100_000
QUERIES = 20
DESKS = ["/", "/week/", "/week/month/", "/week/list/"]
LISTS = [f"/inbox/?show={show}" for show in ("questions", "private", "stuck", "talks", "deleted", "all")]
LISTS += ["/posts/?state=out", "/posts/?state=draft", "/inbox/deletions/authors/"]
ROLES = ("alice", "carol", "dave", "ivan", "helen", "dora", "audrey")
FOR_THE_HEAD = ["/?", "/journal/?"]  # distinguished from the others by their address
INSULT = "Ваш дворник тупая скотина, только курит у подъезда"
# States of a publication's acts in VK, OK, Telegram and MAX.
STANDINGS = (
    (ActState.CONFIRMED, ActState.CONFIRMED, ActState.SENT, ActState.CONFIRMED),
    (ActState.PLANNED, ActState.UNKNOWN, ActState.UNKNOWN, ActState.SENDING),
    (ActState.MISSED, ActState.FAILED, ActState.FAILED, ActState.STOPPED),
    (ActState.BY_HAND, ActState.BY_HAND, ActState.CANCELLED, ActState.PREPARING),
)


class Town:
    """A city that grows by one object of every kind at a time."""

    def __init__(self, administration: Administration, writer: Person, boss: Person) -> None:
        self.administration, self.writer, self.boss = administration, writer, boss
        self.size = 0

    def grow(self, size: int) -> None:
        while self.size < size:
            self.size += 1
            self._add(NOON + timedelta(hours=1, minutes=self.size))
        propose_for_new()

    def _add(self, at: datetime) -> None:
        city, number = self.administration, self.size
        accounts = [
            make_account(
                city, responsible=self.writer, network=network, title=f"Страница {number}", linked_group_id="-1"
            )
            for network in settings.OFFERED_NETWORKS
        ]
        alter(account=accounts[0], kind=PageChangeKind.PAGE, what="title", after=f"Купите слона {number}")
        make_department(city, f"Отдел {number}")
        make_person(city, Role.PRESS_OFFICER, name=f"пресс{number}")
        make_occasion(city, by=self.writer, title=f"Повод {number}")
        make_plan_item(city, author=self.writer, accounts=tuple(accounts), publish_at=at, title=f"Задумано {number}")
        drafted(self.writer, title=f"Черновик {number}", accounts=accounts, publish_at=at)
        asked(self.writer, title=f"Ждёт {number}", accounts=accounts, publish_at=at)
        returned = asked(self.writer, title=f"Вернули {number}", accounts=accounts, publish_at=at)
        decide_and_release(step=returned, by=self.boss, verdict=Verdict.RETURN, note="Проверьте адрес.")
        for states in STANDINGS:
            version = approved(
                self.writer, self.boss, title=f"{states[0].label} {number}", accounts=accounts, publish_at=at
            )
            self._stand(version, states)

    def _stand(self, version: PostVersion, states: tuple[ActState, ...]) -> None:
        acts = Act.objects.of(self.administration).filter(delivery__version=version).order_by("account")
        for act, state in zip(acts, states, strict=True):
            act.state = state
            if state in (ActState.CONFIRMED, ActState.SENT):
                act.remote_id, act.proof, act.first_call_at = str(act.pk), Proof.READ_BACK, NOON
                self._talk(act)
            act.save()
            if state == ActState.CONFIRMED:
                self._go_on(act)

    def _go_on(self, act: Act) -> None:
        """Open a divergence, a correction and a pin that wait for a person."""
        open_divergence(act=act, kind=DivergenceKind.CHANGED, text="Купите слона")
        words = OutgoingPost("Каток открыт до десяти.")
        for change in (Edit(act.remote_id, words, words), Pin(act.remote_id)):
            made = plan_change(about=act, act=change, intent=f"{change.verb}:{act.pk}", by=self.writer)
            Act.objects.of(self.administration).filter(pk=made.pk).update(state=ActState.BY_HAND)

    def _talk(self, act: Act) -> None:
        """Add a question and a rude comment that wait, and a deleted comment."""
        conversation = make_conversation(act.account, post_id=act.remote_id)
        conversation.act, conversation.title = act, act.title
        conversation.save()
        written = [
            make_message(act.account, conversation=conversation, text=text, at=NOON, author_name="Житель")
            for text in ("Когда почистят двор?", INSULT, INSULT)
        ]
        for message in written:
            Wording.objects.create(
                administration=self.administration, message=message, text=message.text, at=NOON, received_at=NOON
            )
        delete(message=written[-1], by=self.writer, ground="insult")


def addresses(city: Administration) -> list[str]:
    posts = Post.objects.of(city)
    draft = posts.get(plan_item__title="Черновик 1").pk
    out = posts.get(plan_item__title=f"{ActState.CONFIRMED.label} 1").pk
    return [
        *(
            reverse(name)
            for name in ("web:today", "web:week", "web:inbox", "publishing:list", "approval:list", "outbox:list")
        ),
        *(reverse(name) for name in ("outbox:accounts", "journal:list", "moderation:list", "outbox:freeze")),
        reverse("web:message", args=[Message.objects.of(city).earliest("pk").pk]),
        reverse("publishing:edit", args=[draft]),
        reverse("publishing:detail", args=[out]),
        reverse("approval:detail", args=[waiting(city)[0].pk]),
        reverse("outbox:detail", args=[Act.objects.of(city).earliest("pk").pk]),
    ]


def costs(client: Client, paths: list[str]) -> dict[str, tuple[int, int]]:
    """path: (queries, bytes)"""
    client.get("/freeze/")  # the first visit stores the person's last activity in the session
    found = {}
    for path in paths:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        assert (path, answer.status_code) == (path, 200)
        found[path] = (len(captured), len(answer.content))
    return found


@pytest.fixture
def town(rubtsovsk: Administration, alice: Person, carol: Person, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(pulse, "_newest", [NOON])  # the worker's last activity is queried once a minute
    return Town(rubtsovsk, alice, carol)


def wait_everywhere(town: Town, keeper: Person, officer: Person) -> None:
    """Open what pages show besides: roles and invitations that wait, proposals, requests, a route, occasions, a text
    for the Head to sign."""
    city = town.administration
    newcomer = make_person(city, Role.PRESS_OFFICER, name="новичок")
    Grant.objects.create(
        administration=city, person=newcomer, role=Role.PRESS_HEAD, since=NOON, asked_by=keeper, asked_at=NOON
    )
    Invite.objects.create(
        administration=city, person=newcomer, secret_sha256="0" * 64, expires_at=NOON - timedelta(days=1)
    )
    proposed(officer)
    agreed(officer, town.boss, network="ok")
    many(city, officer, departments=2, requests=10)
    route(city, (1, "press_head"), (1, "head"))
    sheet_about(officer, title="Ждёт Главу", publish_at=NOON + timedelta(hours=9))
    newest = Entry.objects.of(city).latest("number")
    begin_anew(city.pk, newest.number, newest.hash)  # the mark that pages compare the journal with
    PlanItem.objects.of(city).update(occasion=Occasion.objects.of(city).earliest("pk"))


@time_machine.travel(NOON, tick=False)
def test_no_page_of_the_bench_asks_more_than_twenty_times(
    town: Town, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = {name: request.getfixturevalue(name) for name in ROLES}
    town.grow(1)
    wait_everywhere(town, cast["ivan"], cast["alice"])
    browsers = {name: client_of(person) for name, person in cast.items()}
    told = {name: costs(browser, [*DESKS, "/approval/"]) for name, browser in browsers.items()}
    told["carol's rooms"] = costs(browsers["carol"], [*addresses(town.administration), *LISTS])
    for name, browser in browsers.items():
        monkeypatch.setattr(pulse, "_newest", [])
        monkeypatch.setattr(pulse, "_started", -SILENCE.total_seconds())
        told[f"{name}, in the minute when the beat is asked for"] = costs(browser, ["/"])
    over = {(who, path): asked for who, found in told.items() for path, (asked, _) in found.items() if asked > QUERIES}
    assert over == {}


@time_machine.travel(NOON, tick=False)
def test_queries_do_not_grow_with_the_city(town: Town, carol: Person, helen: Person) -> None:
    boss, head = client_of(carol), client_of(helen)
    town.grow(1)
    paths = addresses(town.administration)
    costs(boss, paths)  # warm the caches of the process
    few = costs(boss, paths) | costs(head, FOR_THE_HEAD)
    town.grow(3)
    more = costs(boss, paths) | costs(head, FOR_THE_HEAD)
    town.grow(9)
    many = costs(boss, paths) | costs(head, FOR_THE_HEAD)
    grown = {path: (few[path][0], more[path][0], many[path][0]) for path in few}
    assert {path: counts for path, counts in grown.items() if len(set(counts)) > 1} == {}
    assert {path: size for path, (_, size) in more.items() if size >= HTML_BYTES} == {}
