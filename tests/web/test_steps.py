"""Years of closed work cost a page a few steps of SQLite for each row that it counts, and none for the others.

A plan that reads a growing table through an index, such as all acts that are confirmed, is no scan of it: the steps of
SQLite tell the two apart. They are the same on every machine.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils.module_loading import import_string

from tests.bench.years import chronicle
from tests.bench.years.cast import Cast, Script
from tests.bench.years.departments import Departments, bodies_of
from tests.bench.years.past import Past, Sheets
from tests.bench.years.talk import Talk
from tests.factories import make_account, make_message
from tests.people import client_of
from tests.web.test_budgets import NOON, Town, addresses, town
from tests.web.test_plans import PAGES
from veche.appeals.models import AppealSettings
from veche.config.schedule import PERIODIC
from veche.engine.schedule import Periodic
from veche.inbox.enums import MessageState
from veche.staff.models import Person

__all__ = ["town"]

POSTS, COMMENTS, OTHERS = 600, 6_000, 100
# What a page may take for the rows of these years: numbers of posts, files and acts are counted from an index.
MOST, EVERY = 16_000, 10
# Runs of a task until nothing waits for it; the index of words takes more.
FREQUENT_SECONDS, RUNS, TAKES_LONGER = 20, 20, "search.index"
POST = ("Каток", "Каток на Ленина открыт.", '{"verb": "publish"}')
CLEAN = ("Когда почистят двор?", "{}", 0.1)
GRAVE = ("Дворник тупая скотина", "insult", '["insult"]', '{"insult": 0.9}', "[]", 0.9)


@pytest.mark.nightly
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts no steps")
@time_machine.travel(NOON, tick=False)
def test_years_of_closed_work_cost_a_page_few_steps(
    town: Town, alice: Person, carol: Person, dave: Person, helen: Person
) -> None:
    town.grow(1)
    visits = [(client_of(carol), path) for path in (*addresses(town.administration), "/media/", *PAGES)]
    visits += [(client_of(dave), path) for path in ("/", "/approval/", "/requests/mine/", "/media/")]
    visits += [(client_of(helen), "/")]
    before = [_steps(client, path) for client, path in visits]
    _add_years(alice, carol)
    after = [_steps(client, path) for client, path in visits]
    grown = {path: more - few for (_, path), few, more in zip(visits, before, after, strict=True)}
    assert {path: steps for path, steps in grown.items() if steps > MOST} == {}


@pytest.mark.nightly
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts no steps")
@time_machine.travel(NOON, tick=False)
def test_years_of_closed_work_cost_a_frequent_task_few_steps(town: Town, alice: Person, carol: Person) -> None:
    town.grow(1)
    AppealSettings.objects.update_or_create(
        administration=town.administration,
        defaults={"is_open": True, "slug": "town", "told_since": NOON - timedelta(days=7)},
    )
    tasks = {one.name: partial(import_string(one.task_path).func, *one.args) for one in PERIODIC if _is_frequent(one)}
    before = {name: _steps_at_rest(task) for name, task in tasks.items()}
    _add_years(alice, carol)
    grown = {name: _steps_at_rest(task) - before[name] for name, task in tasks.items()}
    assert {name: steps for name, steps in grown.items() if steps > MOST} == {}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts no steps")
def test_a_network_in_which_nobody_writes_costs_no_look_at_the_others(alice: Person) -> None:
    accounts = [make_account(alice.administration, responsible=alice, network=slug) for slug in ("telegram", "vk")]
    make_message(accounts[0], state=MessageState.KEPT, at=NOON - timedelta(days=300))
    client, path = client_of(alice), "/inbox/?show=all&net=telegram"
    before = _steps(client, path)
    for _ in range(OTHERS):
        make_message(accounts[1], state=MessageState.KEPT)
    assert _steps(client, path) - before < OTHERS


def _is_frequent(periodic: Periodic) -> bool:
    return periodic.every_seconds <= FREQUENT_SECONDS and not periodic.name.startswith(("inbox.poll", TAKES_LONGER))


def _steps_at_rest(task: Callable[[], object]) -> int:
    """Steps of one run once the task has done what waited for it."""
    for _ in range(RUNS):
        task()
    with _counted() as count:
        task()
    return count[0] * EVERY


def _add_years(writer: Person, boss: Person) -> None:
    city = writer.administration
    accounts = tuple(make_account(city, responsible=writer, network=network) for network in ("vk", "ok"))
    cast = Cast(city, (writer,), boss, accounts)
    past = Past(Sheets(), cast, Script((POST,), (CLEAN,), (GRAVE,), ()), NOON - timedelta(hours=1), seed=1)
    departments = Departments(past, bodies_of(cast, big=False), big=False)
    departments.before_posts()
    Talk(past, past.posts(POSTS), COMMENTS).go()
    departments.go()
    past.sheets.flush()
    chronicle.write(past)


def _steps(client: Client, path: str) -> int:
    """Steps of all queries of the page, opened once before."""
    assert (path, client.get(path).status_code) == (path, 200)
    with _counted() as count:
        client.get(path)
    return count[0] * EVERY


@contextmanager
def _counted() -> Iterator[list[int]]:
    count = [0]

    def tick() -> int:
        count[0] += 1
        return 0

    connection.connection.set_progress_handler(tick, EVERY)
    try:
        yield count
    finally:
        connection.connection.set_progress_handler(None, 0)
