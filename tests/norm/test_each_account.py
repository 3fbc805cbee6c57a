"""The norm of each account, formats, reposts; and the arithmetic of weeks, whatever happens to publications."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import NOON, make_account, make_act, make_foreign_post, make_plan_item, make_post
from veche.accounts.models import Account
from veche.kernel.clock import DAY, local, week_of
from veche.norm.domain.change import set_norm
from veche.norm.domain.owing import Owing, number_of
from veche.norm.domain.past_veche import ForeignRow, Joined
from veche.norm.domain.rows import Row
from veche.norm.domain.week import Weeks, week_norm, week_norms, weeks_of
from veche.norm.domain.year import year_with_accounts
from veche.norm.enums import Reposts
from veche.norm.models import Norm
from veche.outbox.models import Act
from veche.plan.enums import Format, PostCategory
from veche.publishing.domain.foreign_verdicts import say_ours
from veche.publishing.models import Delivery
from veche.staff.models import Administration, Person

ZONES = st.sampled_from(["Asia/Barnaul", "Europe/Kaliningrad", "Asia/Kamchatka"])
MONDAYS = [date(2026, 3, 9) + 7 * DAY * number for number in range(8)]
STATES = (None, "planned", "sending", "sent", "unknown", "confirmed", "failed", "cancelled", "paused", "stopped")
ACCOUNTS = (Owing(1, "Официально", "vk", "active", None, None), Owing(2, "Визитка", "ok", "card", None, None))

moments = st.datetimes(datetime(2026, 3, 14), datetime(2026, 4, 25), timezones=st.just(UTC))  # noqa: DTZ001 -- given below


@st.composite
def items(draw: st.DrawFn) -> list[Row]:
    """Items of the plan, each with its publications in some of the two accounts, by id as the database gives them."""
    rows: list[Row] = []
    for pk in range(1, draw(st.integers(0, 8)) + 1):
        at, category = draw(moments), draw(st.sampled_from(PostCategory.values))
        kind = draw(st.sampled_from(["text", "story"]))
        withdrawn, expected = draw(st.booleans()), draw(st.booleans())
        sent = draw(st.lists(st.sampled_from(STATES[1:]), max_size=2))
        for account, state in enumerate(sent, 1):
            why = {"paused": "paused", "stopped": "frozen"}.get(str(state), "")
            gone, late = draw(st.booleans()), draw(st.timedeltas(timedelta(), timedelta(hours=2)))
            rows.append(
                Row(
                    *(pk, f"Пункт {pk}", at, category, kind, withdrawn, expected, account),
                    *(state, at + late, "answer", gone, state == "planned", why),
                )
            )
        if not sent:
            rows.append(
                Row(
                    pk, f"Пункт {pk}", at, category, kind, withdrawn, expected, None, None, None, None, False, False, ""
                )
            )
    return rows


foreign_posts = st.lists(
    st.builds(
        ForeignRow,
        pk=st.integers(1, 99),
        beginning=st.just("Руками"),
        letters=st.sampled_from(["", "a", "b"]),
        at=moments,
        category=st.sampled_from(PostCategory.values),
        account=st.integers(1, 2),
        repost=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda row: row.pk,
)


def check(zone: str, rows: list[Row], foreign: list[ForeignRow], *, each: bool) -> None:
    norm = Norm(valid_from=MONDAYS[0], each=each, uncounted_formats=["story"], categories=["activity", "important"])
    foreign = sorted(foreign, key=lambda row: row.at)
    aimed = frozenset((row.pk, 1) for row in rows)
    # Every other item came out on the first page past Veche.
    past = {row.pk for row in rows if row.pk % 2}
    read = Weeks(zone, rows, foreign, [norm], ACCOUNTS, aimed, [Joined(pk, 1) for pk in sorted(past)])
    together = read.together()
    whole = [together.week(monday, norm) for monday in MONDAYS]

    sent_out = {row.pk for row in rows if row.state == "confirmed" and not row.gone and not row.withdrawn}
    out = sent_out | past
    counting = {row.pk for row in rows if row.category in norm.categories and row.format != "story"}
    ours = [row for row in foreign if not row.repost]
    weeks = {(row.letters or place, week_of(local(row.at, zone).date())[0]) for place, row in enumerate(ours)}
    assert sum(week.out + week.beside for week in whole) == len(out) + len(weeks)
    assert sum(one.out and not one.past_veche for week in whole for one in week.counted) == len(out & counting)
    assert sum(week.reposts for week in whole) == len(foreign) - len(ours)
    for week in whole:
        assert week.forecast == week.out + week.goes + week.unsure
        assert week.missing == max(week.minimum - week.forecast, 0)
        assert all(week_of(local(one.at, zone).date())[0] == week.monday for one in (*week.counted, *week.held))
    for account in ACCOUNTS:
        own = read.of_account(account.pk)
        sent = {row.pk for row in rows if row.account == account.pk and row.pk in sent_out and not row.gone}
        sent &= {row.pk for row in rows if row.account == account.pk and row.state == "confirmed"}
        sent |= past if account.pk == 1 else set()
        told = [one for monday in MONDAYS for one in own.week(monday, norm).counted if one.out and one.pk]
        assert {one.pk for one in told} == sent & counting
        assert len(told) == len(sent & counting)
    shown = weeks_of(read, MONDAYS, frozen=False, paused=False)
    for week, one in zip(shown, whole, strict=True):
        assert (week.account is not None) == each
        assert week.going == one.going


@given(zone=ZONES, rows=items(), foreign=foreign_posts, each=st.booleans())
@settings(max_examples=50, deadline=None)
def test_nothing_is_lost_or_counted_twice_at_the_borders_of_weeks(
    zone: str, rows: list[Row], foreign: list[ForeignRow], each: bool
) -> None:
    """Whatever was removed, withdrawn, held by a pause, or posted past Veche, in any zone."""
    check(zone, rows, foreign, each=each)


@pytest.mark.nightly
@given(zone=ZONES, rows=items(), foreign=foreign_posts, each=st.booleans())
@settings(max_examples=5000, deadline=None)
def test_nothing_is_lost_in_thousands_of_weeks(
    zone: str, rows: list[Row], foreign: list[ForeignRow], each: bool
) -> None:
    check(zone, rows, foreign, each=each)


@given(zone=ZONES, rows=items(), to=moments)
@settings(max_examples=50, deadline=None)
def test_a_move_takes_a_plan_from_one_week_to_another_and_no_publication(
    zone: str, rows: list[Row], to: datetime
) -> None:
    norm = Norm(valid_from=MONDAYS[0])
    moved = [row._replace(publish_at=to) if row.state in (None, "planned") else row for row in rows]
    moved = [row._replace(out_at=to) if row.state == "planned" else row for row in moved]

    def totals(rows: list[Row]) -> tuple[int, int]:
        weeks = Weeks(zone, rows, [], [norm]).together()
        found = [weeks.week(monday, norm) for monday in MONDAYS]
        return sum(week.out for week in found), sum(week.forecast for week in found)

    assert totals(moved) == totals(rows)


def sent(account: Account, by: Person, *accounts: Account, **item: Any) -> None:
    """An item of the week that came out in these accounts."""
    made = make_plan_item(account.administration, author=by, accounts=(account, *accounts), **item)
    post = make_post(made)
    for one in (account, *accounts):
        act = make_act(one, state="confirmed", proof="answer", last_call_at=NOON, proven_at=NOON)
        Delivery.objects.create(
            administration=account.administration,
            version=post.versions.get(),
            account=one,
            act=Act.objects.get(pk=act.pk),
        )


def test_each_account_owes_its_own_number(rubtsovsk: Administration, alice: Person, carol: Person) -> None:
    """The week is told by the account that is furthest behind; past weeks keep the norm that they had."""
    vk = make_account(rubtsovsk, responsible=alice)
    ok = make_account(rubtsovsk, responsible=alice, network="ok", title="В Одноклассниках")
    card = make_account(rubtsovsk, responsible=alice, network="max", title="Отдел культуры", category="card")
    make_account(
        rubtsovsk, responsible=alice, network="telegram", title="Закрытый", closed_at=NOON - timedelta(days=40)
    )
    day = NOON.date()
    Norm.objects.create(administration=rubtsovsk, minimum=2, valid_from=day - timedelta(days=700))
    sent(vk, alice, ok)
    sent(vk, alice)
    sent(vk, alice, format=Format.STORY)
    assert (week_norm(rubtsovsk, day).out, week_norm(rubtsovsk, day).account) == (3, None)

    monday = week_of(day)[0]
    rule: dict[str, Any] = {"minimum": 2, "categories": ["activity", "important"], "valid_from": monday}
    norm = Norm.objects.create(
        administration=rubtsovsk, each=True, uncounted_formats=["story"], numbers={str(ok.pk): 3}, **rule
    )
    found = week_norm(rubtsovsk, day)
    assert found.account is not None
    assert found.account.title == "В Одноклассниках"
    assert (found.out, found.minimum, found.missing) == (1, 3, 2)
    assert len(found.counting) == 2
    before, this = week_norms(rubtsovsk, [monday - 7 * DAY, monday], frozen=False, paused=False)
    assert (before.account, before.minimum, this) == (None, 2, found)

    repost, post = make_foreign_post(ok, repost=True, text=""), make_foreign_post(ok)
    for row in (repost, post):
        say_ours(post=row, by=alice, category=PostCategory.ACTIVITY)
    assert (week_norm(rubtsovsk, day).account.pk, week_norm(rubtsovsk, day).reposts) == (ok.pk, 1)  # type: ignore[union-attr]
    Norm.objects.filter(pk=norm.pk).update(reposts=Reposts.COUNT)
    last = week_norm(rubtsovsk, day)
    assert last.account is not None
    assert (last.account.pk, last.out, last.minimum) == (card.pk, 0, 1)  # 3 of 3 in OK now; the card owes one

    _weeks, lines = year_with_accounts(rubtsovsk)
    numbers = {line.account.pk: line.number for line in lines}
    assert numbers == {vk.pk: 2, ok.pk: 3, card.pk: 1}
    assert (
        number_of(set_norm(administration=rubtsovsk, by=carol, since=date(2100, 1, 4), **rule_of(rule)), last.account)
        == 1
    )


def rule_of(rule: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in rule.items() if name != "valid_from"}
