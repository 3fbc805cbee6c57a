"""A compiled query uses the rows, the time and the city of each execution."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.test.utils import CaptureQueriesContext

from tests.factories import make_account, make_plan_item
from veche.kernel.clock import now
from veche.networks.protocol import Verb
from veche.outbox.models import Act
from veche.plan.models import PlanItem
from veche.staff.compiled import BoundQuery, compiled_once, this_moment
from veche.staff.domain.found import found_administration
from veche.staff.models import Administration, Person
from veche.staff.together import Reading, read_together, rows_of_each

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@compiled_once
def ahead(administration: Administration, since: datetime, *, named: bool) -> QuerySet[PlanItem, str]:
    items = PlanItem.objects.of(administration).filter(
        publish_at__gte=since - HOUR, publish_at__lt=this_moment() + HOUR
    )
    return items.order_by("publish_at").values_list("title" if named else "format", flat=True)


def test_a_compiled_query_is_asked_with_what_it_is_given(rubtsovsk: Administration, alice: Person):
    other = found_administration(name="Город", city="Город", time_zone="Asia/Barnaul")
    for number in range(4):
        make_plan_item(rubtsovsk, author=alice, title=str(number), publish_at=NOON + number * HOUR)
    found = []
    for moment in (NOON, NOON + 2 * HOUR):
        with time_machine.travel(moment, tick=False):
            asked = [(rubtsovsk, NOON, True), (rubtsovsk, NOON + 2 * HOUR, True), (other, NOON, True)]
            found.append([ahead(city, since, named=named) for city, since, named in asked])
    with time_machine.travel(NOON, tick=False):
        assert ahead(rubtsovsk, NOON, named=False) == ["text"]

    assert found == [[["0"], [], []], [["0", "1", "2"], ["1", "2"], []]]


@compiled_once
def items(administration: Administration) -> QuerySet[PlanItem]:
    return PlanItem.objects.of(administration).select_related("author").order_by("pk")


def test_rows_of_a_compiled_query_are_whole_and_new_each_time(
    rubtsovsk: Administration, alice: Person, django_assert_num_queries
):
    account = make_account(rubtsovsk, responsible=alice)
    make_plan_item(rubtsovsk, author=alice, title="Каток", accounts=(account,))
    first = items(rubtsovsk)
    PlanItem.objects.of(rubtsovsk).update(title="Мост")
    with django_assert_num_queries(2):
        second = items(rubtsovsk)
        prefetch_related_objects(second, Prefetch("accounts"))
        told = [(item.title, item.author, item.publish_at.tzinfo, list(item.accounts.all())) for item in second]
    assert [item.title for item in first] == ["Каток"]
    assert told == [("Мост", alice, UTC, [account])]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")
def test_postgresql_plans_a_compiled_query_once_in_a_connection(rubtsovsk: Administration, alice: Person):
    make_plan_item(rubtsovsk, author=alice, title="50 % готово", publish_at=NOON)
    with time_machine.travel(NOON, tick=False), CaptureQueriesContext(connection) as asked:
        found = [by_percent(rubtsovsk) for _ in range(3)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT parameter_types::text, generic_plans, custom_plans, statement"
            " FROM pg_prepared_statements WHERE name = %s",
            [asked[0]["sql"].split()[1]],
        )
        types, generic, custom, statement = cursor.fetchone()

    assert found == [["50 % готово"]] * 3
    assert len(asked) == 3
    assert types == '{bigint,"timestamp with time zone"}'
    assert generic == 3
    assert custom == 0
    # What is the same each time stays in the statement: a partial index is chosen by it.
    assert "E'50 " in statement


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")
def test_sqlite_prepares_a_compiled_query_once_in_a_connection(rubtsovsk: Administration):
    with connection.cursor() as cursor:
        if not cursor.execute("SELECT sqlite_compileoption_used('ENABLE_STMTVTAB')").fetchone()[0]:
            pytest.skip("this SQLite does not tell of its statements")
        for _ in range(3):
            published(rubtsovsk)
        of_it = ['SELECT "outbox_act"."looks"%']
        cursor.execute("SELECT sum(reprep), sum(run > 2) FROM sqlite_stmt WHERE sql LIKE %s", of_it)
        anew, kept = cursor.fetchone()

    assert (anew, kept) == (0, 1)


@compiled_once
def published(administration: Administration) -> QuerySet[Act, int]:
    """The verb is compared with that of a partial index."""
    return Act.objects.of(administration).filter(verb=Verb.PUBLISH).values_list("lookups", flat=True)


@compiled_once
def by_percent(administration: Administration) -> QuerySet[PlanItem, str]:
    items = PlanItem.objects.of(administration).filter(title__startswith="50 %", publish_at__lt=this_moment() + HOUR)
    return items.values_list("title", flat=True)


@compiled_once
def titled(administration: Administration, keys: list[int]) -> QuerySet[PlanItem, str]:
    return PlanItem.objects.of(administration).filter(pk__listed=keys).order_by("pk").values_list("title", flat=True)


def test_any_number_of_keys_is_one_statement(rubtsovsk: Administration, alice: Person):
    keys = [make_plan_item(rubtsovsk, author=alice, title=str(number)).pk for number in range(3)]
    with CaptureQueriesContext(connection) as asked:
        found = [titled(rubtsovsk, wanted) for wanted in (keys, keys[1:2], [], [keys[-1] + 1])]

    assert found == [["0", "1", "2"], ["1"], [], []]
    assert len({one["sql"].partition("json_each" if connection.vendor == "sqlite" else "(")[0] for one in asked}) == 1


@compiled_once
def stale(administration: Administration) -> QuerySet[PlanItem]:
    return PlanItem.objects.of(administration).filter(publish_at__gte=now())


@pytest.mark.django_db
def test_a_compiled_query_keeps_its_conditions_in_the_sql_alone(rubtsovsk: Administration):
    """Each run copies the query, and all the pages' conditions would take 6 MB of each process."""
    compiled = ahead.bind(rubtsovsk, NOON, named=True).compiled
    assert (len(compiled.queryset.query.where), "WHERE" in compiled.sql) == (0, True)


def test_a_compiled_query_holds_no_moment_of_its_own():
    with pytest.raises(TypeError, match="stale names a moment of its own"):
        stale(1)  # type: ignore[arg-type]  # an id suffices


def test_a_key_that_no_database_can_hold_is_nothing(rubtsovsk: Administration, alice: Person):
    make_plan_item(rubtsovsk, author=alice, title="Каток")

    assert [len(items(key)) for key in (rubtsovsk.pk, 10**20, -(10**20))] == [1, 0, 0]  # type: ignore[arg-type]


def test_queries_run_together_answer_as_each_alone(rubtsovsk: Administration, alice: Person, django_assert_num_queries):
    for number in range(3):
        make_plan_item(rubtsovsk, author=alice, title=f"{number} %", publish_at=NOON - number * HOUR)
    with time_machine.travel(NOON, tick=False):
        asked: list[BoundQuery[Any]] = [
            items.bind(rubtsovsk),
            ahead.bind(rubtsovsk, NOON - HOUR, named=True),
            ahead.bind(rubtsovsk, NOON + 9 * HOUR, named=True),
            items.bind(rubtsovsk),
            both.bind(rubtsovsk, alice),
        ]
        alone = [one.rows() for one in asked]
        with django_assert_num_queries(1):
            found = rows_of_each(asked)
            told = [(item.author.username, item.publish_at.tzinfo) for item in found[0]]
        nothing = rows_of_each([items.bind(10**20), asked[1]])  # type: ignore[arg-type]  # an id suffices

    assert found == alone
    assert [len(rows) for rows in found] == [3, 3, 0, 3, 3]
    assert found[1] == ["2 %", "1 %", "0 %"]
    assert told == [(alice.username, UTC)] * 3
    assert nothing == [[], alone[1]]


@compiled_once
def both(administration: Administration, author: Person) -> QuerySet[PlanItem, Any]:
    planned = PlanItem.objects.of(administration).order_by()
    late = planned.filter(author=author, publish_at__lt=this_moment()).values_list("title", "note")
    return late.union(planned.values_list("title", "note")).order_by("-title")


def test_readings_are_made_of_their_own_rows_and_ask_once(
    rubtsovsk: Administration, alice: Person, django_assert_num_queries
):
    make_plan_item(rubtsovsk, author=alice, title="Каток")
    with django_assert_num_queries(1):
        assert read_together(Reading(None, len), Reading(items.bind(rubtsovsk), len), Reading(None, bool)) == [
            0,
            1,
            False,
        ]
    with django_assert_num_queries(0):
        assert read_together(Reading(None, len)) == [0]
