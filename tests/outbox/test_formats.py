"""Delivery by format: a poll and a video are published once and proven; formats without an API begin by hand."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

from tests.kernel.films import film
from tests.people import client_of
from tests.sandbox_process import SandboxProcess
from tests.written import step_of, working
from veche.accounts.models import Account
from veche.approval.domain.ask import ask
from veche.approval.enums import Verdict
from veche.kernel.clock import now
from veche.media.domain import renditions
from veche.outbox.domain.by_hand import card_of
from veche.outbox.domain.claim import LEASE, prolong_lease
from veche.outbox.domain.deliver import deliver
from veche.outbox.domain.person_decisions import send_now
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.posts.domain.pictures import add_picture
from veche.posts.domain.polls import PollWords
from veche.posts.domain.write import save_text
from veche.posts.models import Post
from veche.publishing.domain.begin import begin_post
from veche.publishing.domain.release import decide_and_release
from veche.staff.models import Person

TEXT = "Где поставить скамейки?"
POLL = PollWords("Какой двор первым?", ("Ленина, 5", "Мира, 12"), open_days=3)


@pytest.fixture
def released(alice: Person, carol: Person) -> Callable[..., list[Act]]:
    """From a draft to due acts, by the verbs."""

    def release(*accounts: Account, poll: PollWords | None = None, content: bytes = b"", name: str = "") -> list[Act]:
        post = begin_post(
            administration=alice.administration,
            by=alice,
            title="Скамейки",
            publish_at=now(),
            accounts=accounts,
            format="poll",
            category="activity",
        )
        if content:
            _attach(post, alice, content, name)
        version = working(post)
        alts = {picture.pk: "Двор" for picture in version.pictures.all()}
        save_text(version=version, by=alice, revision=version.revision, text=TEXT, variants={}, alts=alts, poll=poll)
        step = step_of(ask(version=working(post), by=alice).version)
        decide_and_release(step=step, by=carol, verdict=Verdict.YES)
        return list(Act.objects.of(alice.administration).order_by("pk"))

    return release


def _attach(post: Post, by: Person, content: bytes, name: str) -> None:
    renditions.prepare(add_picture(version=working(post), by=by, content=BytesIO(content), name=name).media)


def test_a_poll_goes_to_both_networks(
    released: Callable[..., list[Act]], vk: Account, telegram: Account, sandbox: SandboxProcess
):
    for act in released(vk, telegram, poll=POLL):
        deliver(act.pk, worker="w")

    for account in (vk, telegram):
        post = sandbox.posts(account.network, int(account.remote_id))[-1]
        assert post["text"] == TEXT
        assert post["poll"]["question"] == POLL.question
        assert post["poll"]["options"] == list(POLL.options)
        assert post["poll"]["closes_at"] > now().timestamp() + 2.9 * 86_400


def test_a_film_goes_to_both_networks_to_each_as_it_takes_it(
    released: Callable[..., list[Act]], vk: Account, telegram: Account, sandbox: SandboxProcess, tmp_path: Path
):
    content = film(tmp_path / "двор.webm").read_bytes()

    for act in released(vk, telegram, content=content, name="двор.webm"):
        deliver(act.pk, worker="w")

    found = {
        account.network: sandbox.posts(account.network, int(account.remote_id))[-1]["files"][0]
        for account in (vk, telegram)
    }
    assert (found["vk"]["mime"], found["vk"]["size"]) == ("video/webm", len(content))
    assert (found["telegram"]["mime"], found["telegram"]["name"]) == ("video/mp4", "двор.mp4")


def test_a_poll_that_is_sent_another_day_is_open_as_long_as_it_was_to_be(
    released: Callable[..., list[Act]], vk: Account, alice: Person, sandbox: SandboxProcess
):
    [act] = released(vk, poll=POLL)
    sandbox.fault("vk", "wall.post", "error", times=1, code="214")
    deliver(act.pk, worker="w")
    act.refresh_from_db()
    made = act.parts["poll"]
    Act.objects.filter(pk=act.pk).update(state=ActState.MISSED)

    with time_machine.travel(now() + timedelta(days=2)):
        send_now(act=act, by=alice)
        deliver(act.pk, worker="w")
        closes_at = sandbox.posts("vk", int(vk.remote_id))[-1]["poll"]["closes_at"]
        open_for = timedelta(seconds=closes_at - now().timestamp())

    act.refresh_from_db()
    assert (act.state, act.parts["poll"] != made) == (ActState.SENT, True)
    assert timedelta(days=2.9) < open_for <= timedelta(days=3)


def test_a_film_that_was_sent_already_is_not_sent_up_again_another_day(
    released: Callable[..., list[Act]], vk: Account, alice: Person, tmp_path: Path
):
    [act] = released(vk, content=film(tmp_path / "двор.webm").read_bytes(), name="двор.webm")
    parts = {"file0": "video-1_2", "file1.place": "{}", "photo0": "photo-1_3"}
    Act.objects.filter(pk=act.pk).update(state=ActState.MISSED, parts=parts)

    send_now(act=act, by=alice)

    act.refresh_from_db()
    assert act.parts == {"file0": "video-1_2", "photo0": "photo-1_3"}


def test_a_poll_in_max_begins_with_a_person(released: Callable[..., list[Act]], alice: Person, sandbox: SandboxProcess):
    account = Account.objects.create(
        administration=alice.administration, network="max", title="Рубцовск", remote_id="-700", responsible=alice
    )

    [act] = released(account, poll=POLL)

    assert (act.state, act.reason) == (ActState.BY_HAND, "У ботов MAX нет опросов.")
    card = card_of(act)
    assert card.text == TEXT
    assert (card.poll.question if card.poll else "") == POLL.question
    assert len(card.steps) == 4
    page = client_of(alice).get(reverse("outbox:detail", args=[act.pk])).content.decode()
    assert "Какой двор первым?" in page
    assert "Ленина, 5" in page
    assert "Создайте опрос с вопросом и ответами отсюда" in page


def test_a_heavy_file_holds_its_act_as_long_as_it_takes(released: Callable[..., list[Act]], vk: Account):
    [act] = released(vk)
    Act.objects.of(vk.administration).update(state=ActState.PREPARING, attempt=1, lease_until=now() + LEASE)
    act.refresh_from_db()

    assert prolong_lease(act, longer=600.0)

    act.refresh_from_db()
    assert act.lease_until is not None
    assert (act.lease_until - now()).total_seconds() > 600
