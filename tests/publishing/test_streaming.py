"""A VK stream started and stopped by a button: through the outbox, its key shown to one person once
and never stored.
"""

import io
import json
import logging
from typing import Any

import pytest
from django.urls import reverse

from tests.factories import make_account
from tests.markup import attribute
from tests.outbox.test_changes import run
from tests.people import client_of
from tests.sandbox_process import SandboxProcess
from tests.written import approved, step_of, tomorrow, working, write
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Account, Passport
from veche.approval.domain.ask import ask
from veche.approval.enums import Verdict
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act, Attempt
from veche.plan.domain.items import plan_item
from veche.plan.models import PlanItem
from veche.posts.domain.write import start_post
from veche.posts.models import Post
from veche.publishing.domain.live import board_of, tick_live
from veche.publishing.domain.release import decide_and_release
from veche.publishing.domain.streaming import begin_stream, end_stream, show_key
from veche.publishing.enums import LiveStep
from veche.publishing.errors import PublishingError
from veche.publishing.models import LiveRun
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account(sandbox: SandboxProcess, rubtsovsk: Administration, alice: Person) -> Account:
    given = sandbox.add_account("vk", "Рубцовск")
    made: Account = Account.objects.create(
        administration=rubtsovsk, network="vk", title="Рубцовск", remote_id=str(given["group_id"]), responsible=alice
    )
    put_key(account=made, slot="admin", secret=Secret(given["admin_token"]), by=alice)
    return made


@pytest.fixture
def post(account: Account, alice: Person, carol: Person) -> Post:
    """A post with an approved announcement, which is sent."""
    return live(approved(alice, carol, accounts=[account]).post)


def live(post: Post) -> Post:
    PlanItem.objects.filter(pk=post.plan_item_id).update(format="live")
    found: Post = Post.objects.select_related("plan_item", "administration").get(pk=post.pk)
    return found


def press(by: Person, post: Post, name: str, *more: Any) -> Any:
    return client_of(by).post(reverse(f"publishing:{name}", args=[post.pk, *more]), follow=True)


def page_of(by: Person, post: Post) -> str:
    return client_of(by).get(reverse("publishing:detail", args=[post.pk])).content.decode()


def lives(sandbox: SandboxProcess) -> list[str]:
    return [call["outcome"] for call in sandbox.calls("vk", "video.startStreaming")]


def test_from_the_button_to_the_end(sandbox: SandboxProcess, account: Account, post: Post, alice: Person, bob: Person):
    said = io.StringIO()
    listener = logging.StreamHandler(said)
    logging.getLogger().addHandler(listener)
    before = len(lives(sandbox))
    assert "Начать эфир" in page_of(alice, post)

    press(alice, post, "live_begin", account.pk)
    press(bob, post, "live_begin", account.pk)
    begun = run(LiveRun.objects.get().begin)

    assert begun.state == ActState.CONFIRMED
    assert begun.proof == Proof.ANSWER
    assert len(lives(sandbox)) - before == 1
    standing = page_of(alice, post)
    assert ["Показать ключ" in standing, "Закончить эфир" in standing, "Начать эфир" in standing] == [True, True, False]
    pk = LiveRun.objects.get().pk

    shown, again = press(alice, post, "live_key", pk), press(bob, post, "live_key", pk)

    assert (shown.headers["Cache-Control"], "rtmp://" in shown.content.decode()) == ("no-store", True)
    assert "второй раз он не показывается" in again.content.decode()
    key = attribute(shown.content.decode(), "input#live-key", "value")
    press(alice, post, "live_end", pk)
    end = LiveRun.objects.get().end
    assert end is not None
    assert (run(end).state, "Начать эфир" in page_of(alice, post)) == (ActState.CONFIRMED, True)

    kept = json.dumps([*Entry.objects.values_list("facts", flat=True), *Act.objects.values_list("parts", "sealed")])
    logging.getLogger().removeHandler(listener)
    places = (kept, said.getvalue(), str(list(Attempt.objects.values_list("detail"))), page_of(alice, post))
    assert (len(key) > 10, [key in place for place in places]) == (True, [False] * len(places))
    verbs = Entry.objects.filter(verb__startswith="publishing.live").order_by("number").values_list("verb", flat=True)
    assert list(verbs) == ["publishing.live_begun", "publishing.live_key_shown", "publishing.live_ended"]


def test_before_its_announcement_is_agreed_no_stream_begins(account: Account, alice: Person, carol: Person):
    post = live(approved(alice, carol, accounts=[account]).post)
    Act.objects.update(state=ActState.CANCELLED)

    with pytest.raises(PublishingError, match="не согласовано"):
        begin_stream(post=post, account=account, by=alice)

    assert (LiveRun.objects.count(), "Начать эфир" in page_of(alice, post)) == (0, False)


def test_where_the_key_cannot_a_person_begins_it(account: Account, post: Post, alice: Person):
    known = {"run_live": {"mode": "by_hand", "why": "Ключ администратора не вписан.", "steps": []}}
    Passport.objects.create(administration=post.administration, account=account, checked_at=now(), abilities=known)
    account.refresh_from_db()

    with pytest.raises(PublishingError, match="Начните эфир в приложении сети"):
        begin_stream(post=post, account=account, by=alice)

    page = page_of(alice, post)
    assert ("Ключ администратора не вписан." in page, "Начать эфир" in page) == (True, False)


def test_what_has_not_begun_is_not_ended_and_what_failed_may_begin_again(account: Account, post: Post, alice: Person):
    first = begin_stream(post=post, account=account, by=alice)
    with pytest.raises(PublishingError, match="заканчивать нечего"):
        end_stream(run=first, by=alice)
    with pytest.raises(PublishingError, match="второй раз"):
        show_key(run=first, by=alice)

    Act.objects.filter(pk=first.begin_id).update(state=ActState.FAILED)

    assert begin_stream(post=post, account=account, by=alice).pk != first.pk


def test_a_lost_answer_leaves_a_stream_without_a_key(
    sandbox: SandboxProcess, account: Account, post: Post, alice: Person
):
    sandbox.fault("vk", "video.startStreaming", "lost_after_apply")
    act = run(begin_stream(post=post, account=account, by=alice).begin)
    assert act.state == ActState.UNKNOWN

    act = run(act)

    page = page_of(alice, post)
    assert act.state == ActState.CONFIRMED
    assert act.proof == Proof.READ_BACK
    assert act.sealed == ""
    assert ["Показать ключ" in page, "Закончить эфир" in page] == [False, True]


def test_a_tick_is_taken_back_until_the_stream_is_over(account: Account, post: Post, alice: Person, bob: Person):
    tick_live(post=post, by=alice, step=LiveStep.ANNOUNCED)

    press(bob, post, "live_untick", "announced")
    press(bob, post, "live_untick", "announced")

    board = board_of(post)
    assert board is not None
    assert (board.done, Entry.objects.filter(verb="publishing.live_unticked").count()) == (0, 1)
    tick_live(post=post, by=alice, step=LiveStep.ANNOUNCED)
    begun = begin_stream(post=post, account=account, by=alice)
    confirmed = {"state": ActState.CONFIRMED, "proof": Proof.ANSWER, "remote_id": f"-{account.remote_id}_7"}
    Act.objects.filter(pk=begun.begin_id).update(**confirmed)
    ended = end_stream(run=begun, by=alice)
    Act.objects.filter(live_ended=ended).update(**confirmed)

    answer = press(bob, post, "live_untick", "announced")

    assert "отметки о нём остаются" in answer.content.decode()
    board = board_of(post)
    assert board is not None
    assert board.done == 1
    assert board.is_over is True
    assert "Снять отметку" not in page_of(bob, post)


def test_a_stream_is_called_as_was_agreed(rubtsovsk: Administration, alice: Person, carol: Person):
    """The approver may have written the plan's title, and may change it afterwards."""
    account = make_account(rubtsovsk, responsible=alice)
    wanted: dict[str, Any] = {
        "title": "Не для людей",
        "publish_at": tomorrow(),
        "format": "live",
    }
    item = plan_item(administration=rubtsovsk, by=carol, accounts=[account], **wanted)
    post = start_post(item=item, by=alice)
    write(post, alice, "Глава отвечает в прямом эфире\n\nЗавтра в 12:00. Приходите!")
    decide_and_release(step=step_of(ask(version=working(post), by=alice).version), by=carol, verdict=Verdict.YES)

    run = begin_stream(post=post, account=account, by=carol)

    assert run.begin.payload["title"] == "Глава отвечает в прямом эфире"
