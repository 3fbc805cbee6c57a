"""A planned story: in VK it is published once and proven, elsewhere a person publishes it."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from tests.people import client_of
from tests.sandbox_process import SandboxProcess
from tests.written import jpeg, step_of, working
from veche.accounts.models import Account
from veche.approval.domain.ask import ask
from veche.approval.enums import Verdict
from veche.kernel.clock import now
from veche.outbox.domain.by_hand import card_of
from veche.outbox.domain.deliver import deliver
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.posts.domain.freeze import problems_of
from veche.posts.domain.pictures import add_picture
from veche.posts.domain.write import save_text
from veche.posts.models import Post
from veche.publishing.domain.begin import begin_post
from veche.publishing.domain.release import decide_and_release
from veche.staff.models import Person

LINK = "https://vk.com/gorod"


def told(by: Person, *accounts: Account, text: str = "") -> Post:
    post = begin_post(
        administration=by.administration,
        by=by,
        title="Каток",
        publish_at=now(),
        accounts=accounts,
        format="story",
        category="activity",
    )
    picture = add_picture(version=working(post), by=by, content=BytesIO(jpeg()), name="каток.jpg")
    version = working(post)
    alts = {picture.pk: "Каток под фонарями"}
    save_text(version=version, by=by, revision=version.revision, text=text, variants={}, alts=alts, link=LINK)
    return post


def stories(sandbox: SandboxProcess, vk: Account) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = sandbox.ask("GET", "vk", f"stories?account={vk.remote_id}")
    return found


def test_it_goes_out_in_vk_and_is_proven(
    alice: Person, carol: Person, vk: Account, telegram: Account, sandbox: SandboxProcess
):
    before, walls = len(stories(sandbox, vk)), len(sandbox.posts("vk"))
    step = step_of(ask(version=working(told(alice, vk, telegram)), by=alice).version)
    decide_and_release(step=step, by=carol, verdict=Verdict.YES)
    act, by_hand = Act.objects.of(alice.administration).order_by("account__network").reverse()

    deliver(act.pk, worker="w")
    with time_machine.travel(now() + timedelta(seconds=5)):
        deliver(act.pk, worker="w")

    act.refresh_from_db()
    by_hand.refresh_from_db()
    assert (act.state, act.remote_id.startswith("story")) == (ActState.CONFIRMED, True)
    assert (len(stories(sandbox, vk)) - before, len(sandbox.posts("vk")) - walls) == (1, 0)
    assert stories(sandbox, vk)[-1]["link_url"] == LINK
    assert (by_hand.state, len(card_of(by_hand).photos)) == (ActState.BY_HAND, 1)
    assert "История" in card_of(by_hand).steps[0]


def test_what_is_no_story_is_told_in_the_editor(alice: Person, vk: Account):
    post = told(alice, vk, text="Каток открыт")

    page = client_of(alice).get(reverse("publishing:edit", args=[post.pk])).content.decode()

    said = "В истории VK нет места тексту и опросу. Нарисуйте слова на картинке, здесь сотрите."
    assert problems_of(working(post), ["vk"]) == [said]
    assert said in page
    assert "История: сутки на виду, потом уйдёт сама" in page


@pytest.mark.parametrize(("network", "why"), [("max", "В MAX историй у каналов нет"), ("ok", "")])
def test_where_there_are_none_it_is_said_before(alice: Person, vk: Account, network: str, why: str):
    found = problems_of(working(told(alice, vk)), [network])

    assert [why in problem for problem in found] == ([True] if why else [])
