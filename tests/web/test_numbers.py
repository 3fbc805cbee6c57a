"""A number shown on two pages is the same, its list has as many rows, and a button opens the object that it names.

Checked for each role, in a city with many failures, frozen and not.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from tests import written
from tests.conftest import A_KEYRING
from tests.factories import NOON, make_account, make_act, make_conversation, make_letter, make_message
from tests.markup import element, elements, words
from tests.people import client_of, make_administration, make_department, play
from tests.publishing.test_release import put
from tests.web.numbers_said import Numbers, number
from veche.accounts.models import Account
from veche.approval.domain.ask import ask
from veche.approval.enums import Verdict
from veche.approval.models import Step
from veche.inbox.domain.answer import answer
from veche.inbox.domain.comments import comment_came
from veche.kernel.clock import local, now
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.domain.rule import delete
from veche.networks.protocol import CommentCame
from veche.outbox.domain.freeze import freeze
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.posts.models import Post
from veche.publishing.domain.change import rewrite
from veche.publishing.domain.earlier_versions import hold
from veche.publishing.domain.release import decide_and_release
from veche.publishing.domain.withdraw import withdraw
from veche.staff.models import Person
from veche.web.pages.row import Row

EVERYBODY = ("alice", "carol", "dave", "ivan", "helen", "audrey")
WORKERS = ("alice", "carol", "dave", "audrey")  # the Head and IT have other «Сегодня» pages
GOES_OUT_TODAY = r"до конца дня выйд\S+ (\S+) запис"
BAR = re.compile(r'<ol class="norm" aria-label="([^"]+)"')
QUESTION = "Когда откроют каток?"


@dataclass(frozen=True)
class City:
    alice: Person
    carol: Person
    vk: Account
    away: Account

    def at(self, hours: float) -> dict[str, Any]:
        return {"publish_at": now() + timedelta(hours=hours), "accounts": (self.vk,)}

    def out(self, title: str) -> Post:
        version = written.approved(self.alice, self.carol, title=title, text=title, **self.at(0.5))
        put(version, "vk", ActState.CONFIRMED)
        Act.objects.filter(delivery__version=version).update(remote_id=f"9{version.pk}")
        return version.post

    def ends(self, title: str, state: ActState) -> None:
        put(written.approved(self.alice, self.carol, title=title, text=title, **self.at(1)), "vk", state)


def publications(city: City) -> None:
    alice, carol = city.alice, city.carol
    written.drafted(alice, title="Черновик", **city.at(30))
    written.drafted(alice, title="Не дописан к часу", **city.at(1))
    written.asked(alice, title="Ждёт слова", text="Ждёт слова", **city.at(9))
    step = written.asked(alice, title="Опоздало слово", text="Опоздало слово", **city.at(8))
    Step.objects.filter(pk=step.pk).update(due_at=now() - timedelta(hours=1))
    step = written.asked(alice, title="Вернули", text="Вернули", **city.at(9))
    decide_and_release(step=step, by=carol, verdict=Verdict.RETURN, note="Суше")
    written.approved(alice, carol, title="Уйдёт сегодня", text="Уйдёт сегодня", **city.at(4))
    written.approved(alice, carol, title="Уйдёт завтра", text="Уйдёт завтра", **city.at(28))
    silent = {**city.at(0), "accounts": (city.away,)}
    written.approved(alice, carol, title="Ждёт связи", text="Ждёт связи", **silent)
    held = written.approved(alice, carol, title="Придержали", text="Придержали", **city.at(6))
    rewrite(post=held.post, by=alice)
    hold(post=held.post, by=alice)
    for title, state in (("Опоздала", ActState.MISSED), ("Под сомнением", ActState.UNKNOWN)):
        city.ends(title, state)
    city.out("Стоит")
    corrected = rewrite(post=city.out("С исправлением"), by=alice)
    written.write(corrected.post, alice, "С исправлением до десяти")
    sheet = ask(version=written.working(corrected.post), by=alice, correction=True)
    Step.objects.filter(sheet=sheet).update(due_at=now() - timedelta(hours=1))
    withdraw(post=city.out("Снята"), by=alice, reason="Ошибка")
    Act.objects.filter(verb="withdraw").update(state=ActState.FAILED)


def talk(city: City) -> None:
    """Add spam and an answered comment that are newer than the question."""
    conversation = make_conversation(city.vk)
    for hours, text in ((9, "Лучшее казино, фриспины всем новым, заходи"), (3, QUESTION), (1, "А каток в субботу?")):
        make_message(city.vk, conversation=conversation, text=text, at=now() - timedelta(hours=hours))
    make_message(city.vk, text="Давно ли?", remote_id="asked", at=now() - timedelta(hours=8))
    said: dict[str, Any] = {
        "post_id": "1",
        "thread_id": "",
        "author_id": "-1",
        "author_name": "",
        "at": now(),
        "edited": False,
    }
    comment_came(
        account=city.vk,
        event=CommentCame(dedup="new:said", comment_id="said", text="Да.", ours=True, reply_to="asked", **said),
    )
    rude = make_message(city.vk, text="Вы там все дебилы?", at=now() - timedelta(hours=7))
    stuck = make_message(city.vk, text="Где расписание?", at=now() - timedelta(hours=6))
    propose_for_new()
    answer(message=rude, by=city.alice, text="Пишите вежливо")
    failed = answer(message=stuck, by=city.alice, text="На сайте")
    Act.objects.filter(pk=failed.act.pk).update(state=ActState.FAILED)
    delete(message=make_message(city.vk, text="Займ"), by=city.alice, ground="spam")
    Act.objects.filter(answer=None, verb="delete_comment").update(state=ActState.CONFIRMED, proof="answer")
    make_letter(city.vk, text="Как записаться?", at=now() - timedelta(hours=2))
    make_letter(city.vk, peer_id="43", text="Спасибо", at=now() - timedelta(hours=10), state="answered")


@dataclass(frozen=True)
class Looking:
    """A person's client at NOON. Nothing changes between two tests, so that pages are cached."""

    browser: Client
    seen: dict[str, Any] = field(default_factory=dict)

    def get(self, address: str) -> Any:
        if address not in self.seen:
            self.seen[address] = self.browser.get(address)
        return self.seen[address]


@pytest.fixture(scope="module", params=["in motion", pytest.param("frozen", marks=pytest.mark.sweep)])
def built(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[City, dict[str, Looking]]]:
    """Build the city in one transaction that is never committed: the tests only read."""
    data = tmp_path_factory.mktemp("numbers")
    with (
        override_settings(KEYRING=A_KEYRING, DATA=data, MEDIA_ROOT=data / "media"),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        here = make_administration()
        culture = make_department(here)
        cast = {who: play(who, here, department=culture if who == "dave" else None) for who in EVERYBODY}
        made = build(cast["alice"], cast["carol"], frozen=request.param == "frozen")
        with time_machine.travel(NOON, tick=False):
            browsers = {who: Looking(client_of(person)) for who, person in cast.items()}
        yield made, browsers
        transaction.set_rollback(True)


def build(alice: Person, carol: Person, *, frozen: bool) -> City:
    vk = make_account(alice.administration, responsible=alice)
    away = make_account(alice.administration, responsible=alice, network="max", unreachable_since=NOON)
    made = City(alice, carol, vk, away)
    with time_machine.travel(NOON, tick=False):
        publications(made)
        talk(made)
        make_act(vk, state=ActState.FAILED, verb="set_avatar", title="Аватар", due_at=now())
        if frozen:
            freeze(administration=alice.administration, by=carol, reason="Страницу взломали")
    return made


@pytest.fixture
def city(built: tuple[City, dict[str, Looking]], db: None) -> City:
    return built[0]


@pytest.fixture
def people(built: tuple[City, dict[str, Looking]], city: City) -> dict[str, Looking]:
    return built[1]


def main_of(page: Any) -> str:
    """The visible text of the page."""
    assert page.status_code == 200
    return words(element(page.content.decode(), "main"))


def badge(page: Any, address: str) -> int | None:
    """The number beside a link of the menu; the mobile bar uses the same links. None if there is no such link."""
    links = [link for group in page.context["shell"].groups for link in group.links if link.url == address]
    return links[0].count if links else None


def said_on(page: Any) -> dict[str, int]:
    """For each filter of a list, by its address, the number on its chip."""
    if "queue" in page.context:
        found = {re.sub(r".*show=", "", one.url): one.count for one in page.context["queue"].filters}
        return {"waiting" if "/" in name else name: int(count) for name, count in found.items() if count != ""}
    return {one["state"]: one["count"] for one in page.context["filters"]}


def chips(browser: Looking, path: str, key: str) -> dict[str, tuple[int, int]]:
    """For each filter of a list: the number on its chip and the number of rows it opens."""
    page = browser.get(path)
    text = page.content.decode()
    found = {}
    for url, inside in re.findall(r'<a class="chip[^"]*" href="([^"]*)"[^>]*>(.*?)</a>', text, re.DOTALL):
        number = re.search(r"<b>(\d+)</b>", inside)
        if number:
            address = html.unescape(url)
            opened = browser.get(address if address.startswith("/") else path + address)
            found[opened.wsgi_request.GET.get(key, "")] = (int(number[1]), length(opened))
    return found


def length(page: Any) -> int:
    if "queue" in page.context:
        return len(page.context["queue"].lines)
    return int(page.context["page"].paginator.count)


def rows_of(page: Any) -> list[Row]:
    return [row for name in ("late", "decide", "mine") for row in page.context[name].rows]


def with_others(*names: str) -> pytest.MarkDecorator:
    """Run for the first name in `make test`, for all in `make sweep`."""
    return pytest.mark.parametrize(
        "who", [names[0], *(pytest.param(name, marks=pytest.mark.sweep) for name in names[1:])]
    )


@with_others("alice", "audrey", "helen")  # decides; sees all but private data; sees no acts
@time_machine.travel(NOON, tick=False)
def test_each_filter_opens_as_many_lines_as_it_says(who: str, people: dict[str, Looking]):
    browser = people[who]
    lists = {"/posts/": "state", "/inbox/": "show", "/outbox/": "state"}
    found = {path: chips(browser, path, key) for path, key in lists.items() if browser.get(path).status_code != 403}

    assert {path: bool(there) for path, there in found.items()} == dict.fromkeys(found, True)
    assert {path: {name: said for name, (said, _) in there.items()} for path, there in found.items()} == {
        path: {name: lines for name, (_, lines) in there.items()} for path, there in found.items()
    }


@time_machine.travel(NOON, tick=False)
def test_the_numbers_of_the_menu_are_those_of_the_lists(people: dict[str, Looking]):
    for who, browser in people.items():
        page, queue, asked = browser.get("/posts/"), browser.get("/inbox/"), browser.get("/approval/")
        if queue.status_code == 403:  # IT answers no messages
            assert badge(page, "/inbox/") is None, who
        else:
            waiting = next(int(f.count) for f in queue.context["queue"].filters if f.label == "Ждут")
            assert badge(page, "/inbox/") in (waiting, None), who
        assert badge(page, "/approval/") == len(asked.context["mine"]), who
        steps = {step.pk for name in ("mine", "others") for step, _networks in asked.context[name]}
        assert said_on(page)["waiting"] == len(steps), who


@time_machine.travel(NOON, tick=False)
def test_today_counts_what_the_lists_show(city: City, people: dict[str, Looking]):
    browsers, numbers = people, Numbers()
    for who in WORKERS:
        browser = browsers[who]
        page, said = browser.get("/?all=late"), main_of(browser.get("/"))
        shows, posts = said_on(browser.get("/inbox/")), said_on(browser.get("/posts/"))
        if who in ("alice", "carol"):
            assert numbers(said, r"(\d+) комментари\S+ жд\S+ ответа") == shows["questions"]
            assert numbers(said, r"(\d+) комментари\S+ предложено удалить") == shows["proposed"]
            assert numbers(said, r"(\d+) личн\S+ сообщен\S+ без ответа") == shows["private"]
            asked = [row for row in rows_of(page) if "Согласовать" in row.what and row.verbs[0].label == "Прочитать"]
            assert len(asked) == badge(page, "/approval/")
        todo = {name: page.context[name] for name in ("late", "decide", "mine")}
        assert {name: len(one.rows) for name, one in todo.items()} == {name: one.things for name, one in todo.items()}
        assert numbers(said, r"(\S+) дел\S* опаздыва") == todo["late"].things, who
        assert numbers(said, r"(\S+)(?: дел\S*)? надо решить") == todo["decide"].things, who
        assert numbers(said, r"(\S+)(?: дел\S*)? жд\S+ вас,") == todo["mine"].things, who
        here = local(now(), city.alice.administration.time_zone).date()
        ahead = browser.get("/posts/?state=ahead").context["rows"]
        zone = city.alice.administration.time_zone
        goes = [row for row in ahead if local(row["post"].plan_item.publish_at, zone).date() == here]
        assert numbers(said, GOES_OUT_TODAY) == len(goes), who
        assert len(ahead) == posts.get("ahead", 0)
    assert numbers.unsaid == ({GOES_OUT_TODAY} if posts.get("frozen") else set())


@time_machine.travel(NOON, tick=False)
def test_the_norm_is_one_on_all_pages(city: City, people: dict[str, Looking]):
    bars, counting = set(), set()
    for browser in people.values():
        today, week = browser.get("/"), browser.get("/week/")
        bars |= {bar for page in (today, week) for bar in BAR.findall(page.content.decode())}
        counting.add(number(main_of(today), r"в норму ид\S+ (\S+)"))
        days = week.context["days"]
        counting.add(sum(entry.counts for day in days if day.today for entry in day.entries))
        said = [int(found) for found in re.findall(r"\d+", week.context["line"].label)]
        counted = browser.get("/week/?show=counts").context["days"]
        assert sum(len(day.entries) for day in counted) == sum(said[:3])

    assert (len(bars), len(counting)) == (1, 1)


@time_machine.travel(NOON, tick=False)
def test_the_head_counts_what_the_lists_show(city: City, people: dict[str, Looking]):
    browser = people["helen"]
    page = browser.get("/")
    said, lines = main_of(page), page.context["order"].lines

    posts, shows = said_on(browser.get("/posts/")), said_on(browser.get("/inbox/"))
    assert number(said, r"Выход: решить, что с (\S+) запис") == posts["decide"] == 3
    assert number(said, r"Комментарии: ждут (\d+)") == shows["waiting"]
    assert number(said, r"За неделю удалили (\d+)") == length(browser.get("/inbox/deletions/?since=week")) == 1
    bar = "".join(elements(page.content.decode(), "div.freeze-bar"))
    frozen = number(words(bar), r"Ждут: (\d+) запис")
    assert frozen == posts.get("frozen", 0)
    assert [browser.get(line.url).status_code for line in lines] == [200] * len(lines)
    more = [(str(line.rest_verb), length(browser.get(line.rest_url))) for line in lines if line.rest_url]
    assert more == [("Что удалили", 1)]


@with_others("alice", "carol", "dave", "audrey")
@time_machine.travel(NOON, tick=False)
def test_every_button_of_today_opens_the_thing_it_names(who: str, city: City, people: dict[str, Looking]):
    titles = set(Post.objects.values_list("plan_item__title", flat=True)) | {"Аватар"}
    missing = {
        (row.what, url): named
        for row in rows_of(people[who].get("/?all=late"))
        for url in {row.url, *(verb.url for verb in row.verbs if not verb.post)}
        if (named := [title for title in titles if title in row.what and title not in main_of(people[who].get(url))])
    }

    assert missing == {}


@time_machine.travel(NOON, tick=False)
def test_answer_opens_the_oldest_question_that_waits(city: City, people: dict[str, Looking]):
    browser = people["alice"]
    found = {row.what: row for row in rows_of(browser.get("/")) if row.verbs and row.verbs[0].label == "Ответить"}
    opened = {what: browser.get(row.verbs[0].url) for what, row in found.items()}

    shown = [page.context["matter"] or page.context["letters"] for page in opened.values()]
    assert [one.message.text for one in shown] == ["Как записаться?", QUESTION]
    listed = [{line.message.text for line in page.context["queue"].lines} for page in opened.values()]
    assert listed == [{"Как записаться?"}, {QUESTION, "А каток в субботу?"}]


@time_machine.travel(NOON, tick=False)
def test_what_is_held_waits_for_its_writer_and_does_not_go_out(city: City, people: dict[str, Looking]):
    browsers = people
    mine = {who: browsers[who].get("/").context["mine"].rows for who in ("alice", "carol")}
    shown = {state: main_of(browsers["alice"].get(f"/posts/?state={state}")) for state in ("ahead", "frozen", "draft")}

    assert {who: sum("«Придержали»" in row.what for row in rows) for who, rows in mine.items()} == {
        "alice": 1,
        "carol": 0,
    }
    assert ["Придержали" in said for said in shown.values()] == [False, False, True]


@time_machine.travel(NOON, tick=False)
def test_a_correction_that_waits_is_not_late(city: City, people: dict[str, Looking]):
    browsers = people
    for who in ("alice", "carol"):
        late = browsers[who].get("/?all=late").context["late"].rows
        assert not [row for row in late if "С исправлением" in row.what], who
    mine = browsers["carol"].get("/").context["mine"].rows
    assert [row.rest for row in mine if "С исправлением" in row.what] == [
        "исправление, запись уже вышла, ждали до 11:00"
    ]


@time_machine.travel(NOON, tick=False)
def test_the_chips_of_the_inbox_add_up(people: dict[str, Looking]):
    said = said_on(people["alice"].get("/inbox/"))

    assert said["stuck"] > 0
    assert said["waiting"] == sum(said[kind] for kind in ("questions", "proposed", "private", "stuck"))
