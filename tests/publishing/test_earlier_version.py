"""An approved or waiting version while a newer one is written: held, released, given up, taken back, replaced."""

import json
import re
import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, connections
from django.urls import reverse

from tests.factories import make_account
from tests.people import client_of
from tests.publishing.test_edit_agreed import GOES, HELD, Browser, at, numbers, placed, say_yes
from tests.publishing.test_editor import page_of
from tests.publishing.test_release import acts_of, put
from tests.written import TEXT, approved, asked, drafts_of, working, write
from veche.approval.domain.ask import ask
from veche.approval.domain.queries import waiting
from veche.approval.enums import Verdict
from veche.approval.models import Step
from veche.journal.models import Entry
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.posts.domain.queries import latest_version, versions_of
from veche.publishing.domain.change import move, rewrite
from veche.publishing.domain.earlier_versions import give_up, hold, let_go, take_back_asked
from veche.publishing.domain.release import decide_and_release
from veche.publishing.errors import PublishingError
from veche.staff.models import Person


def test_holding_stops_the_agreed_one_until_it_is_let_go(alice: Person, carol: Person):
    post = approved(alice, carol).post
    keys = set(Act.objects.values_list("pk", "idempotency_key"))
    browser = Browser(alice, post)
    browser.press("save", script=True, text="Каток закрыт")

    browser.press("hold")
    post.refresh_from_db()
    held = (acts_of(post), post.state)
    shown = page_of(browser.client.get(reverse("publishing:edit", args=[post.pk])))
    browser.press("let_go")

    post.refresh_from_db()
    assert held == (HELD, "draft")
    assert "Согласованную версию придержали: она не уйдёт." in shown
    same = set(Act.objects.values_list("pk", "idempotency_key"))
    assert acts_of(post) == GOES
    assert post.state == "approved"
    assert same == keys
    assert {act.due_at for act in Act.objects.all()} == {post.plan_item.publish_at}
    said = Entry.objects.filter(verb__startswith="publishing.").values_list("verb", flat=True).order_by("number")
    assert list(said) == ["publishing.released", "publishing.held", "publishing.let_go"]


@pytest.mark.parametrize("is_agreed", [True, False], ids=["agreed", "waiting"])
def test_each_button_of_the_choice_belongs_to_a_form(alice: Person, carol: Person, *, is_agreed: bool):
    """A button whose `form` names nothing does nothing, silently."""
    post = approved(alice, carol).post if is_agreed else asked(alice).sheet.version.post
    browser = Browser(alice, post)
    browser.press("save", script=True, text="Каток закрыт")

    for page in ("publishing:detail", "publishing:edit"):
        html = page_of(browser.client.get(reverse(page, args=[post.pk])))
        buttons = re.findall(r"<button[^>]* formaction[^>]*>", html)
        chosen = [button for button in buttons if re.search(r"/(let-go|hold|take-back|give-up)/", button)]
        forms = [re.search(r' form="([^"]*)"', button) for button in chosen]

        assert len(chosen) == 3, page
        assert [found[1] for found in forms if found and f' id="{found[1]}" method="post"' not in html] == [], page


def test_giving_the_edit_up_brings_the_agreed_one_back(alice: Person, carol: Person):
    post = approved(alice, carol).post
    browser = Browser(alice, post)
    browser.press("save", script=True, text="Каток закрыт")
    browser.press("hold")

    answer = browser.press("give_up", text="Каток закрыт до весны")

    post.refresh_from_db()
    assert answer.headers["Location"] == reverse("publishing:detail", args=[post.pk])
    assert acts_of(post) == GOES
    assert post.state == "approved"
    assert drafts_of(post).exists() is False
    assert latest_version(post).number == 1
    assert [(one.number, one.text, one.dropped_at is not None) for one in versions_of(post)] == [
        (1, TEXT, False),
        (2, "Каток закрыт до весны", True),
    ]
    again = Browser(alice, post)
    again.press("save", script=True, text="Снова")
    assert [(one.number, one.text) for one in versions_of(post)][2:] == [(3, "Снова")]


def test_what_was_held_past_its_hour_waits_for_a_person(alice: Person, carol: Person):
    post = approved(alice, carol).post
    rewrite(post=post, by=alice)
    hold(post=post, by=alice)

    with time_machine.travel(post.plan_item.publish_at + timedelta(minutes=5), tick=False):
        with pytest.raises(PublishingError, match="Час согласованной версии прошёл"):
            let_go(post=post, by=alice)
        give_up(post=post, by=alice)

    assert acts_of(post) == {(1, "vk"): "missed", (1, "telegram"): "missed"}


def test_what_a_person_gave_up_before_does_not_come_back(alice: Person, carol: Person):
    version = approved(alice, carol)
    put(version, "telegram", ActState.CANCELLED)
    rewrite(post=version.post, by=alice)
    hold(post=version.post, by=alice)

    let_go(post=version.post, by=alice)

    assert acts_of(version.post) == {(1, "vk"): "planned", (1, "telegram"): "cancelled"}


@pytest.mark.parametrize(("was", "is_now"), [("by_hand", "by_hand"), ("missed", "missed"), ("failed", "failed")])
def test_an_act_comes_back_as_it_was(alice: Person, carol: Person, was: str, is_now: str):
    version = approved(alice, carol)
    put(version, "vk", ActState(was))
    rewrite(post=version.post, by=alice)
    hold(post=version.post, by=alice)

    let_go(post=version.post, by=alice)

    assert acts_of(version.post) == {(1, "vk"): is_now, (1, "telegram"): "planned"}


def test_what_is_out_cannot_be_held(alice: Person, carol: Person):
    version = approved(alice, carol)
    for network in ("vk", "telegram"):
        put(version, network, ActState.CONFIRMED)
    rewrite(post=version.post, by=alice)

    with pytest.raises(PublishingError, match="уже вышла"):
        hold(post=version.post, by=alice)

    assert acts_of(version.post) == {(1, "vk"): "confirmed", (1, "telegram"): "confirmed"}


def test_a_held_post_goes_out_in_its_new_version(alice: Person, carol: Person):
    post = approved(alice, carol).post
    rewrite(post=post, by=alice)
    hold(post=post, by=alice)
    write(post, alice, "Каток закрыт.")
    ask(version=working(post), by=alice)

    say_yes(post, carol)

    assert acts_of(post) == HELD | {(2, "vk"): "planned", (2, "telegram"): "planned"}


def test_a_version_that_waits_is_decided_while_the_next_is_written(alice: Person, carol: Person):
    step = asked(alice)
    post = step.sheet.version.post
    browser = Browser(alice, post)
    said = json.loads(browser.press("save", script=True, text="Ещё лучше").content)

    browser.press("let_go")
    decide_and_release(step=Step.objects.get(pk=step.pk), by=carol, verdict=Verdict.YES)

    post.refresh_from_db()
    assert "Версия 1 ждёт согласия" in said["stand"]
    assert post.state == "approved"
    assert acts_of(post) == GOES
    assert working(post).text == "Ещё лучше"


def test_a_version_that_waits_is_taken_back(alice: Person, carol: Person):
    step = asked(alice)
    post = step.sheet.version.post
    day, hour = at(post.plan_item, hours=6)
    browser = Browser(alice, post)
    browser.press("save", script=True, day=day, time=hour)
    own = (latest_version(post).publish_at, placed(post)[0])
    was = post.plan_item.publish_at

    browser.press("take_back")

    post.refresh_from_db()
    assert own == (was + timedelta(hours=6), was)
    assert (post.state, list(waiting(alice.administration))) == ("draft", [])
    assert (placed(post)[0], latest_version(post).publish_at) == (was + timedelta(hours=6), None)


def test_a_newer_question_takes_the_place_of_the_older(alice: Person, carol: Person):
    step = asked(alice)
    post = step.sheet.version.post

    Browser(alice, post).press("ask", text="Каток открыт до десяти.")

    assert [one.sheet.version.number for one in waiting(alice.administration)] == [2]
    old = page_of(client_of(carol).get(reverse("approval:detail", args=[step.pk])))
    refused = client_of(carol).post(reverse("publishing:decide", args=[step.pk]), {"verdict": "yes"})
    assert "Вместо этой версии прислали новую" in old
    assert "Вместо этой версии прислали новую" in page_of(refused)
    assert Entry.objects.filter(verb="approval.replaced").count() == 1
    say_yes(post, carol)
    assert acts_of(post) == {(2, "vk"): "planned", (2, "telegram"): "planned"}


def test_a_yes_after_the_earlier_one_went_out_is_a_correction(alice: Person, carol: Person):
    """Its hour has passed, as the page says; an added network gets the post at once."""
    version = approved(alice, carol)
    third = make_account(alice.administration, responsible=alice, network="max")
    post = version.post
    was = placed(post)[0]
    browser = Browser(alice, post)
    day, hour = at(post.plan_item, hours=3)
    browser.press("save", script=True, text="Каток закрыт.", day=day, time=hour)
    with time_machine.travel(was + timedelta(hours=2), tick=False):
        for network in ("vk", "telegram"):
            put(version, network, ActState.CONFIRMED)
        shown = page_of(client_of(alice).get(reverse("publishing:edit", args=[post.pk])))
        again = Browser(alice, post)
        del again.fields["day"], again.fields["time"]
        again.press("ask", accounts=[third.pk])
        say_yes(post, carol)
        due = Act.objects.get(account=third).due_at
        moment = was + timedelta(hours=2)

    assert "Запись уже вышла или уходит, её час не сменить: исправление уйдёт сразу, как согласуют." in shown
    assert placed(post) == (was, ["max", "telegram", "vk"])
    assert acts_of(post)[2, "max"] == "planned"
    assert due == moment


@pytest.mark.parametrize("how", ["detail", "week"])
def test_moving_takes_the_deadline_of_the_yes_along(alice: Person, how: str):
    step = asked(alice)
    item = step.sheet.version.post.plan_item
    before = step.due_at
    day, hour = at(item, hours=8)
    address = (
        reverse("publishing:move", args=[step.sheet.version.post_id])
        if how == "detail"
        else reverse("web:item_move", args=[item.pk])
    )

    client_of(alice).post(address, {"day": day, "time": hour})

    step.refresh_from_db()
    assert step.due_at == before + timedelta(hours=8)


def test_an_hour_that_is_asked_about_is_not_moved_beside_it(alice: Person, carol: Person):
    post = approved(alice, carol).post
    day, hour = at(post.plan_item, hours=3)
    Browser(alice, post).press("ask", day=day, time=hour)

    with pytest.raises(PublishingError, match="Новый час этой записи уже согласуют"):
        move(item=post.plan_item, by=alice, publish_at=post.plan_item.publish_at + timedelta(hours=9))
    take_back_asked(post=post, by=alice)
    moved = move(item=post.plan_item, by=alice, publish_at=post.plan_item.publish_at + timedelta(hours=9))

    assert {act.due_at for act in Act.objects.all()} == {moved.publish_at}


@pytest.mark.parametrize("closed", ["plan", "withdrawn"])
def test_what_is_off_is_not_edited_and_says_why(alice: Person, carol: Person, closed: str):
    version = approved(alice, carol)
    browser = Browser(alice, version.post)
    if closed == "plan":
        browser.client.post(reverse("publishing:drop_from_plan", args=[version.post_id]))
    else:
        for network in ("vk", "telegram"):
            put(version, network, ActState.CONFIRMED)
        browser.client.post(reverse("publishing:take_down", args=[version.post_id]), {"reason": "Ошибка"})

    opened = page_of(browser.client.get(reverse("publishing:edit", args=[version.post_id]), follow=True))
    saved = browser.press("save", text="Поздно")

    sentence = {"plan": "Запись сняли с плана, поэтому", "withdrawn": "Запись сняли с публикации, править её незачем"}
    assert sentence[closed] in opened
    assert saved.status_code == 409
    assert "Поздно</textarea>" in page_of(saved)
    assert numbers(version.post) == [1]


@pytest.mark.parametrize("closed", ["", "vk"])
def test_an_account_that_was_closed_is_no_change(alice: Person, carol: Person, closed: str):
    post = approved(alice, carol).post
    browser = Browser(alice, post)
    vk = post.plan_item.accounts.get(network="vk")
    if closed:
        type(vk).objects.filter(pk=vk.pk).update(closed_at=post.created_at)
        browser.open()
        browser.fields["accounts"] = [pk for pk in browser.fields["accounts"] if pk != vk.pk]

    browser.press("save", script=True)

    assert numbers(post) == [1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time anyway")
def test_two_writers_at_once_begin_one_version(alice: Person, bob: Person, carol: Person):
    post = approved(alice, carol).post
    hers, his = Browser(alice, post), Browser(bob, post)
    start = threading.Barrier(2)
    said: list[int] = []

    def press(browser: Browser, typed: dict[str, Any]) -> None:
        start.wait(60)
        try:
            said.append(browser.press("save", script=True, **typed).status_code)
        finally:
            connections.close_all()

    typed: tuple[tuple[Browser, dict[str, Any]], ...] = (
        (hers, {"text": "Её слова"}),
        (his, {"link": "https://gorod.ru/katok"}),
    )
    threads = [threading.Thread(target=press, args=one) for one in typed]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    version = latest_version(post)
    assert (said, numbers(post)) == ([200, 200], [1, 2])
    assert version.text == "Её слова"
    assert version.link == "https://gorod.ru/katok"
    assert acts_of(post) == GOES
