"""Comments are closed with a reason and a term, open by themselves, and nothing is planned twice."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from tests.commenting.conftest import able, published, stands
from tests.factories import NOON, make_account, make_act
from veche.accounts.models import Account
from veche.alarms.models import Alarm
from veche.commenting.domain.close import close, move_term
from veche.commenting.domain.closures import in_force, standing
from veche.commenting.domain.news import ENDLESS, SOON
from veche.commenting.domain.remind import remind_waiting
from veche.commenting.domain.reopen import reopen, reopen_due
from veche.commenting.enums import Mode
from veche.commenting.errors import CommentingError
from veche.commenting.models import Closure
from veche.commenting.words import said_of
from veche.journal.models import Entry
from veche.networks.protocol import CommentMode, SetCommentMode
from veche.networks.registry import NETWORKS
from veche.outbox.domain.unpack import network_act
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db
TOMORROW = NOON + timedelta(days=1)
PERMITTED = '{"can_send_messages": true}'
FLOOD = "Идёт ЧС, под записью паника"


def shut(account: Account, by: Person, **more: Any) -> Closure:
    said: dict[str, Any] = {"publication": None, "mode": Mode.CLOSED, "reason": FLOOD, "until": TOMORROW, **more}
    return close(account=account, by=by, **said)


def verbs(city: Administration) -> list[str]:
    rows = Entry.objects.of(city).filter(verb__startswith="comments.").order_by("number")
    return list(rows.values_list("verb", flat=True))


def test_a_post_is_closed_until_tomorrow_and_opens_by_itself(account: Account, alice: Person, bob: Person) -> None:
    post = published(account)
    with time_machine.travel(NOON, tick=False):
        made = shut(account, alice, publication=post)
        twin = shut(account, alice, publication=post)
        assert made == twin
        with pytest.raises(CommentingError, match="уже решено"):
            shut(account, bob, publication=post)
        stands(made.act)
        assert network_act(made.act) == SetCommentMode(CommentMode.CLOSED, "77")
        assert (made.act.about_id, made.act.title) == (post.pk, "Комментарии закрыты: Каток открыт")
        assert said_of(in_force(account.administration).get()) == "Комментарии закрыты до завтра, 12:00"
        assert reopen_due() == 0

    with time_machine.travel(TOMORROW - timedelta(hours=5), tick=False):
        assert (remind_waiting(), remind_waiting()) == (1, 0)
        assert {row.kind for row in Alarm.objects.of(account.administration)} == {SOON}

    with time_machine.travel(TOMORROW, tick=False):
        assert (reopen_due(), reopen_due()) == (1, 0)
        made.refresh_from_db()
        assert made.reopening is not None
        assert network_act(made.reopening) == SetCommentMode(CommentMode.OPEN, "77")
        assert (made.reopened_by, made.ended_at) == (None, None)
        assert standing(account, post) == made, "closed until the network has opened it"
        stands(made.reopening)
        assert standing(account, post) is None
        reopen_due()
        made.refresh_from_db()
        assert made.ended_at == TOMORROW
    assert verbs(account.administration) == ["comments.closed", "comments.reminded", "comments.opened"]


@time_machine.travel(NOON, tick=False)
def test_what_has_not_left_is_taken_back_and_a_gone_post_needs_no_opening(account: Account, alice: Person) -> None:
    made = shut(account, alice)
    opened = reopen(closure=made, by=alice)
    assert (opened.reopening, opened.ended_at, opened.reopened_by) == (None, NOON, alice)
    assert Act.objects.get(pk=made.act_id).state == ActState.CANCELLED
    with pytest.raises(CommentingError, match="уже открыты"):
        reopen(closure=made, by=alice)

    post = published(account)
    gone = shut(account, alice, publication=post)
    stands(gone.act)
    make_act(account, verb="withdraw", about=post, state=ActState.SENT)
    assert reopen(closure=gone, by=None).reopening is None
    with pytest.raises(CommentingError, match="Этой записи в сети нет"):
        shut(account, alice, publication=post)


@time_machine.travel(NOON, tick=False)
def test_another_mode_takes_the_place_and_keeps_what_stood_first(rubtsovsk: Administration, alice: Person) -> None:
    telegram = make_account(rubtsovsk, responsible=alice, network="telegram")
    limited = shut(telegram, alice, mode=Mode.LIMITED)
    Act.objects.filter(pk=limited.act_id).update(parts={"before": PERMITTED})
    stands(limited.act)

    closed = shut(telegram, alice, mode=Mode.CLOSED)

    limited.refresh_from_db()
    assert (limited.ended_at, standing(telegram, None)) == (NOON, closed)
    assert network_act(closed.act) == SetCommentMode(CommentMode.CLOSED, "", PERMITTED)
    stands(closed.act)
    opening = reopen(closure=closed, by=alice).reopening
    assert opening is not None
    assert network_act(opening) == SetCommentMode(CommentMode.OPEN, "", PERMITTED)
    assert reopen(closure=closed, by=alice).reopening == opening, "a second press plans nothing"


@time_machine.travel(NOON, tick=False)
def test_a_network_without_the_mode_and_an_account_without_the_key(rubtsovsk: Administration, alice: Person) -> None:
    without = next(slug for slug, one in NETWORKS.items() if not one.comments.account and not one.comments.post)
    ok, none, vk = (make_account(rubtsovsk, responsible=alice, network=slug) for slug in ("ok", without, "vk"))
    able(vk, "by_hand")

    card = shut(ok, alice, publication=published(ok))

    assert card.act.state == ActState.BY_HAND
    assert shut(vk, alice).act.reason == "Ключа администратора нет."
    with pytest.raises(CommentingError, match="Закрыть комментарии во всей группе ОК не даёт"):
        shut(ok, alice)
    with pytest.raises(CommentingError, match="отвечать на открытую запись может каждый"):
        shut(none, alice)
    with pytest.raises(CommentingError, match="Ограничить комментарии частично VK не даёт"):
        shut(vk, alice, mode=Mode.LIMITED)


@time_machine.travel(NOON, tick=False)
def test_reason_and_term_are_required(account: Account, alice: Person) -> None:
    for said in ({"reason": " "}, {"until": NOON}, {"until": NOON + timedelta(days=400)}):
        with pytest.raises(CommentingError):
            shut(account, alice, **said)
    assert not Closure.objects.of(account.administration).exists()


def test_without_a_term_somebody_is_reminded_every_month(account: Account, alice: Person) -> None:
    with time_machine.travel(NOON, tick=False):
        made = shut(account, alice, until=None)
        stands(made.act)
    for month in (1, 2):
        with time_machine.travel(NOON + timedelta(days=30 * month, minutes=1), tick=False):
            assert (remind_waiting(), remind_waiting()) == (1, 0)
            assert {row.kind for row in Alarm.objects.of(account.administration)} == {ENDLESS}
    with time_machine.travel(NOON + timedelta(days=61), tick=False):
        made.refresh_from_db()
        moved = move_term(closure=made, by=alice, until=NOON + timedelta(days=62), reason="Ещё день", is_public=True)
        assert (moved.reason, moved.is_public) == ("Ещё день", True)
        assert not Alarm.objects.of(account.administration).exists(), "the old reminder is over"
        reopen(closure=made, by=alice)
        with pytest.raises(CommentingError, match="Срок не изменился"):
            move_term(closure=made, by=alice, until=None, reason="Ещё", is_public=False)


@time_machine.travel(NOON, tick=False)
def test_the_database_refuses_two_and_one_without_a_reason(account: Account, alice: Person) -> None:
    made = shut(account, alice)
    said = {"administration": account.administration, "account": account, "mode": "closed", "by": alice, "at": NOON}
    for broken in ({"reason": "Ещё раз"}, {"reason": "", "publication": published(account)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Closure.objects.create(**said, act=make_act(account), **broken)
    Closure.objects.filter(pk=made.pk).update(ended_at=NOON)
    Closure.objects.create(**said, act=make_act(account), reason="Ещё раз")
