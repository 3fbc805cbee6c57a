"""The list, the page of a publication, its versions, a new one."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import NOON, make_account, make_occasion
from tests.midday import midday  # noqa: F401 -- the fixture
from tests.people import client_of
from tests.publishing.test_editor import page_of
from tests.publishing.test_release import put
from tests.written import TEXT, accounts_of, approved, asked, drafted, working, write
from veche.accounts.models import Account
from veche.approval.domain.ask import ask
from veche.approval.enums import Verdict
from veche.kernel.clock import local, now
from veche.outbox.domain.person_decisions import give_up
from veche.outbox.enums import ActState
from veche.outbox.models import Act, Attempt
from veche.plan.models import PlanItem
from veche.posts.domain.queries import latest_version
from veche.posts.enums import PostState
from veche.posts.models import Post
from veche.publishing.domain.change import drop_from_plan, rewrite
from veche.publishing.domain.queries import counted
from veche.publishing.domain.release import decide_and_release
from veche.staff.models import Person

LIST = "/posts/"


def titles(answer) -> list[str]:
    return [row["post"].plan_item.title for row in answer.context["rows"]]


def told_of(row) -> list[tuple[str, str]]:
    """Each network of a row of the list with its state."""
    return [(one.network, one.state) for networks in row["folded"] for one in networks]


def cost_of(browser, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


@pytest.fixture
def city_with_posts(alice: Person, carol: Person) -> dict[str, Post]:
    """One publication of each kind."""
    accounts = accounts_of(alice)
    posts = {"draft": drafted(alice, title="Черновик", accounts=accounts)}
    posts["waiting"] = asked(alice, title="Ждёт", accounts=accounts).sheet.version.post
    step = asked(alice, title="Вернули", accounts=accounts)
    decide_and_release(step=step, by=carol, verdict=Verdict.RETURN, note="Где?")
    posts["returned"] = step.sheet.version.post
    for name in ("ahead", "out", "decide", "cancelled"):
        posts[name] = approved(alice, carol, title=name, accounts=accounts).post
    put(latest_version(posts["out"]), "vk", ActState.CONFIRMED)
    put(latest_version(posts["out"]), "telegram", ActState.SENT)
    put(latest_version(posts["decide"]), "vk", ActState.UNKNOWN)
    put(latest_version(posts["decide"]), "telegram", ActState.CONFIRMED)
    drop_from_plan(item=posts["cancelled"].plan_item, by=alice)
    return posts


def test_the_list_counts_and_tells_each_publication(alice: Person, city_with_posts: dict[str, Post]):
    """One city for all: making it takes longer than reading it."""
    _each_filter_shows_what_it_counts(alice)
    _an_approved_post_has_deliveries()
    _the_total_of_the_list_is_the_number_on_its_chip(alice)
    _a_row_tells_each_network_apart(alice)


def _each_filter_shows_what_it_counts(alice: Person) -> None:
    browser = client_of(alice)

    shown = {state: titles(browser.get(LIST, {"state": state})) for state in counted(alice.administration)}

    assert {state: len(found) for state, found in shown.items()} == counted(alice.administration)
    assert {state: sorted(found) for state, found in shown.items()} == {
        "by_hand": [],
        "withdrawn": [],
        "": sorted(["Черновик", "Ждёт", "Вернули", "ahead", "out", "decide"]),
        "draft": ["Черновик"],
        "waiting": ["Ждёт"],
        "returned": ["Вернули"],
        "ahead": ["ahead"],
        "held": [],
        "paused": [],
        "frozen": [],
        "decide": ["decide"],
        "out": ["decide", "out"],
        "cancelled": ["cancelled"],
    }


def _an_approved_post_has_deliveries() -> None:
    """The number on the chip «Вышли» is counted so."""
    approved_posts = Post.objects.filter(state=PostState.APPROVED)
    bare = approved_posts.exclude(versions__deliveries__isnull=False)
    assert (approved_posts.count(), list(bare)) == (4, [])


def statement_of(sql: str) -> str:
    """The SQL itself; PostgreSQL is sent the name of a prepared statement."""
    named = re.match(r"EXECUTE (\w+)", sql)
    if named is None:
        return sql
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE name = %s", [named[1]])
        return str(cursor.fetchone()[0])


def _the_total_of_the_list_is_the_number_on_its_chip(alice: Person) -> None:
    with CaptureQueriesContext(connection) as captured:
        answer = client_of(alice).get(LIST, {"state": "out"})

    sent = [statement_of(query["sql"]) for query in captured]
    counts = [sql for sql in sent if "COUNT(" in sql.partition("WHERE")[0] and 'FROM "posts_post"' in sql]
    (chip,) = [chip for chip in answer.context["filters"] if chip["chosen"]]
    assert (answer.context["page"].paginator.count, len(counts)) == (chip["count"], 1)


def _a_row_tells_each_network_apart(alice: Person) -> None:
    rows = client_of(alice).get(LIST).context["rows"]

    said = {row["post"].plan_item.title: told_of(row) for row in rows}
    assert said["Черновик"] == [("vk", "draft"), ("telegram", "draft")]
    assert said["out"] == [("vk", "confirmed"), ("telegram", "sent")]
    assert said["decide"] == [("vk", "unknown"), ("telegram", "confirmed")]


def test_a_network_that_was_given_up_is_told_everywhere(alice: Person, carol: Person):
    version = approved(alice, carol, publish_at=now() + timedelta(minutes=1))
    put(version, "vk", ActState.CONFIRMED)
    give_up(act=Act.objects.of(alice.administration).get(pk=put(version, "telegram", ActState.FAILED).pk), by=alice)
    browser = client_of(alice)

    (row,) = browser.get(LIST).context["rows"]
    assert told_of(row) == [("vk", "confirmed"), ("telegram", "cancelled")]
    for address in ("/", "/week/"):
        page = browser.get(address).content.decode()
        assert "TG: снята" in page
        assert '<abbr class="net net-tg net-off" title="Телеграм: снята">TG</abbr>' in page
    assert 'net-off" title="Телеграм: снята"' in browser.get(LIST).content.decode()


def test_a_new_version_will_go_where_the_older_one_was_given_up(alice: Person, carol: Person):
    version = approved(alice, carol)
    give_up(act=put(version, "telegram", ActState.PLANNED), by=alice)
    rewrite(post=version.post, by=alice)

    (row,) = client_of(alice).get(LIST).context["rows"]
    assert told_of(row) == [("vk", "planned"), ("telegram", "cancelled")]


def test_a_channel_without_a_group_says_that_it_is_not_proven(alice: Person, carol: Person):
    channel = make_account(alice.administration, responsible=alice, network="telegram")
    version = approved(alice, carol, accounts=[channel])
    put(version, "telegram", ActState.SENT)

    assert "отправлена, не доказана" in page_of(client_of(alice).get(LIST))
    assert "отправлена, не доказана" in page_of(client_of(alice).get(f"/posts/{version.post_id}/"))


@pytest.mark.parametrize("search", ["ёлка", "ЕЛКА", "елка на"])
def test_search_needs_neither_capitals_nor_dots(alice: Person, search: str):
    drafted(alice, title="Ёлка на площади")
    drafted(alice, title="Каток [1+1")
    browser = client_of(alice)

    assert titles(browser.get(LIST, {"q": search})) == ["Ёлка на площади"]
    assert titles(browser.get(LIST, {"q": "[1+"})) == ["Каток [1+1"]
    assert titles(browser.get(LIST, {"q": "нет такого"})) == []


def test_the_other_city_is_not_in_the_list(alice: Person, mallory: Person):
    drafted(mallory, title="Чужая")
    drafted(alice, title="Своя")

    assert titles(client_of(alice).get(LIST)) == ["Своя"]
    assert counted(alice.administration)[""] == 1


def test_lists_cost_the_same_for_one_and_for_three(alice: Person, carol: Person):
    browser, costs = client_of(carol), []
    for more in (1, 2):
        for _number in range(more):
            version = approved(alice, carol)
            put(version, "vk", ActState.CONFIRMED)
            rewrite(post=version.post, by=alice)
            write(version.post, alice, "Каток закрыт.")
            ask(version=latest_version(version.post), by=alice, correction=True)
            asked(alice)
        costs.append([cost_of(browser, address) for address in (LIST, "/approval/")])

    assert costs[0] == costs[1]
    assert max(costs[0]) <= 21


def test_a_page_costs_the_same_after_many_attempts(alice: Person, carol: Person):
    version = approved(alice, carol)
    browser, costs = client_of(alice), []
    for more in (1, 2):
        for act in Act.objects.of(alice.administration):
            for number in range(more):
                Attempt.objects.create(
                    administration=alice.administration, act=act, number=more * 10 + number, started_at=now()
                )
        costs.append(cost_of(browser, f"/posts/{version.post_id}/"))
    for network in ("vk", "telegram"):
        put(version, network, ActState.CONFIRMED)
    Act.objects.update(remote_id="7")
    costs.append(cost_of(browser, f"/posts/{version.post_id}/"))

    assert costs[0] == costs[1] <= 22
    assert costs[2] <= 22


def test_the_list_is_light(alice: Person):
    for number in range(21):
        drafted(alice, title=f"Запись {number}")
    browser = client_of(alice)

    first, second = browser.get(LIST), browser.get(LIST, {"page": 2})

    assert (len(titles(first)), len(titles(second))) == (20, 1)
    assert len(first.content) < 100_000


def test_the_page_tells_what_became_of_it(alice: Person, carol: Person):
    version = approved(alice, carol)
    act = put(version, "vk", ActState.UNKNOWN)
    Act.objects.of(alice.administration).filter(pk=act.pk).update(reason="VK принял и молчит.")
    Attempt.objects.create(
        administration=alice.administration,
        act=act,
        number=1,
        started_at=now(),
        called_at=now(),
        outcome="unknown",
        detail="Ответ не пришёл",
    )
    proven = put(version, "telegram", ActState.CONFIRMED)
    Act.objects.of(alice.administration).filter(pk=proven.pk).update(
        remote_url="https://t.me/rub/5", proof="event", proven_at=now()
    )

    shown = page_of(client_of(alice).get(f"/posts/{version.post_id}/"))

    assert "не знаем, вышла ли" in shown
    assert "VK принял и молчит." in shown
    assert "неизвестно. Ответ не пришёл" in shown
    assert 'href="https://t.me/rub/5"' in shown
    assert "сеть прислала событие" in shown
    assert reverse("outbox:happened", args=[act.pk]) in shown
    assert reverse("outbox:not_happened", args=[act.pk]) in shown
    assert reverse("outbox:happened", args=[proven.pk]) not in shown


def test_a_read_only_role_has_no_buttons(
    alice: Person, carol: Person, dave: Person, helen: Person, ivan: Person, audrey: Person
):
    version = approved(alice, carol)
    put(version, "vk", ActState.UNKNOWN)
    buttons = ("/happened/", "/rewrite/", "/drop-from-plan/", "/move/", "/edit/")
    for reader in (dave, helen, ivan, audrey):
        shown = page_of(client_of(reader).get(f"/posts/{version.post_id}/"))

        assert TEXT in shown, reader
        assert [verb for verb in buttons if verb in shown] == [], reader


def test_after_rewriting_the_page_shows_what_stands(alice: Person, carol: Person):
    version = approved(alice, carol)
    put(version, "vk", ActState.CONFIRMED)
    rewrite(post=version.post, by=alice)
    write(version.post, alice, "Ещё пишут")

    shown = page_of(client_of(alice).get(f"/posts/{version.post_id}/"))

    assert TEXT in shown
    assert "Ещё пишут" not in shown
    assert "Версию 2 ещё пишут" in shown


def test_versions_show_who_wrote_and_what_changed(alice: Person, bob: Person, carol: Person):
    step = asked(alice)
    decide_and_release(step=step, by=carol, verdict=Verdict.RETURN, note="До скольки?")
    post = step.sheet.version.post
    rewrite(post=post, by=bob)
    write(post, bob, TEXT.replace("девяти", "восьми"))

    shown = page_of(client_of(alice).get(f"/posts/{post.pk}/versions/"))

    assert "<del>девяти</del><ins>восьми</ins>" in shown
    assert ("Версия 2, bob" in shown, "Версия 1, alice" in shown) == (True, True)
    assert "вернули с замечанием: carol: До скольки?" in shown


def test_versions_that_are_not_there_are_passed_over(alice: Person):
    post = drafted(alice)

    answer = client_of(alice).get(f"/posts/{post.pk}/versions/", {"a": "17", "b": "' OR 1=1"})

    assert (answer.status_code, answer.context["newer"].number) == (200, 1)


NEW = {"title": "Каток", "day": "2026-12-01", "time": "12:00", "format": "text", "category": "activity"}


@pytest.fixture
def accounts(alice: Person) -> list[Account]:
    return accounts_of(alice)


@pytest.fixture
def morning() -> object:
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.mark.usefixtures("morning")
def test_a_new_publication_is_planned_and_opened(alice: Person, accounts: list[Account]):
    occasion = make_occasion(alice.administration, by=alice)

    answer = client_of(alice).post(
        "/posts/new/", NEW | {"accounts": [account.pk for account in accounts], "occasion": occasion.pk}
    )

    item = PlanItem.objects.of(alice.administration).get()
    assert answer.headers["Location"] == f"/posts/{item.post.pk}/edit/"
    assert item.title == "Каток"
    assert list(item.accounts.all()) == sorted(accounts, key=lambda account: (account.network, account.title))
    assert item.occasion == occasion
    assert item.author == alice
    assert local(item.publish_at, "Asia/Barnaul") == datetime.fromisoformat("2026-12-01T12:00:00+07:00")
    assert working(item.post).number == 1


@pytest.mark.usefixtures("morning")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Напишите, о чём запись"),
        ({"title": "   "}, "Напишите, о чём запись"),
        ({"title": "я" * 201}, "Название длиннее 200 знаков"),
        ({"day": "2026-11-24"}, "Это время уже прошло. Всё, что вы написали, на месте: выберите время позже."),
        ({"day": "2026-02-30"}, "Такого дня нет."),
        ({"day": ""}, "Выберите день."),
        ({"time": "25:00"}, "Такого времени нет."),
        ({"accounts": []}, "Отметьте хотя бы одну сеть"),
        ({"accounts": [999_999]}, "Этот аккаунт закрыт или чужой."),
        ({"accounts": ["x"]}, "Этот аккаунт закрыт или чужой."),
    ],
)
def test_a_wrong_field_is_told_and_the_rest_stays(
    alice: Person, accounts: list[Account], wrong: dict[str, object], sentence: str
):
    typed = NEW | {"accounts": [accounts[0].pk]} | wrong

    answer = client_of(alice).post("/posts/new/", typed)

    assert answer.status_code == 422
    assert sentence in page_of(answer)
    kept = {name: answer.context["form"][name].value() for name in typed}
    assert kept == typed | {"accounts": [str(pk) for pk in typed["accounts"]]}  # type: ignore[attr-defined]
    assert PlanItem.objects.of(alice.administration).count() == 0


@pytest.mark.usefixtures("morning")
def test_the_week_may_name_day_and_occasion(alice: Person, mallory: Person):
    occasion = make_occasion(alice.administration, by=alice)
    foreign = make_occasion(mallory.administration, by=mallory, title="Чужой")
    browser = client_of(alice)

    def offered(query: str) -> tuple[object, ...]:
        form = browser.get(f"/posts/new/?{query}").context["form"]
        return tuple(str(form[name].value()) for name in ("day", "title", "occasion"))

    assert offered("day=2026-11-27") == ("2026-11-27", "None", "None")
    assert offered(f"occasion={occasion.pk}") == ("2026-11-25", "День матери", str(occasion.pk))
    assert offered(f"occasion={foreign.pk}&day=завтра") == ("2026-11-26", "None", "None")


def test_what_is_no_web_address_is_shown_and_leads_nowhere(alice: Person) -> None:
    post = drafted(alice)
    post.versions.update(link="javascript:alert(1)")

    page = client_of(alice).get(reverse("publishing:detail", args=[post.pk])).content.decode()

    assert ("javascript:alert(1)" in page, 'href="javascript' in page) == (True, False)
