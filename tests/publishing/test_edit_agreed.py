"""A post that waits for its yes or has it is opened, changed, held and let go: nothing of it is lost without a word."""

import json
import re
import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from tests.factories import make_account
from tests.people import client_of
from tests.publishing.test_editor import AUTOSAVE, number_of, page_of
from tests.publishing.test_release import acts_of, put
from tests.written import TEXT, approved, asked, drafted, jpeg, step_of, with_picture, working, write
from veche.approval.domain.ask import ask, due_at
from veche.approval.domain.queries import waiting
from veche.approval.enums import Verdict
from veche.approval.models import Step
from veche.journal.models import Entry
from veche.kernel.clock import local, now
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.plan.models import PlanItem
from veche.posts.domain.merge import marks
from veche.posts.domain.queries import latest_version, versions_of, working_version
from veche.posts.models import Post, PostVersion
from veche.posts.moments import spoken, until
from veche.publishing.domain.change import move, rewrite
from veche.publishing.domain.meanwhile import give_up, hold, let_go, take_back_asked
from veche.publishing.domain.release import decide_and_release
from veche.publishing.domain.standing import agreed_version, asked_version
from veche.publishing.domain.window import stored_values
from veche.publishing.errors import PublishingError
from veche.staff.models import Person

ZONE = "Asia/Barnaul"
GOES = {(1, "vk"): "planned", (1, "telegram"): "planned"}
HELD = {(1, "vk"): "cancelled", (1, "telegram"): "cancelled"}


class Browser:
    """The editor in a browser: all its fields as the page shows them, with the marks of what was seen."""

    def __init__(self, by: Person, post: Post) -> None:
        self.client, self.post = client_of(by), post
        self.open()

    def open(self) -> None:
        version = latest_version(self.post)
        there = local(version.hour, ZONE)
        chosen = list(version.accounts.all()) or list(version.post.plan_item.accounts.all())
        own = {f"text_{variant.network}": variant.text for variant in version.variants.all()}
        self.fields: dict[str, Any] = {
            "version": version.revision,
            "seen": json.dumps(marks(stored_values(version))),
            "text": version.text,
            "link": version.link,
            "day": there.date().isoformat(),
            "time": f"{there:%H:%M}",
            "aimed": "1",
            "accounts": [account.pk for account in chosen],
            **own,
            **{f"alt_{picture.pk}": picture.alt for picture in version.pictures.all()},
        }

    def press(self, name: str, *, script: bool = False, picture: int = 0, **typed: Any) -> Any:
        place = {"pk": self.post.pk} | ({"picture": picture} if picture else {})
        self.fields |= typed
        answer = self.client.post(
            reverse(f"posts:{name}", kwargs=place), self.fields, headers=AUTOSAVE if script else {}
        )
        if script and answer.status_code == 200:
            said = json.loads(answer.content)
            self.fields |= {"version": said["version"], "seen": json.dumps(said["seen"])} | said["theirs"]
        return answer


def at(item: PlanItem, **later: int) -> tuple[str, str]:
    """Day and time on the city's clock, so much later than the plan says."""
    there = local(item.publish_at + timedelta(**later), ZONE)
    return there.date().isoformat(), f"{there:%H:%M}"


def numbers(post: Post) -> list[int]:
    return [version.number for version in versions_of(post)]


def placed(post: Post) -> tuple[Any, list[str]]:
    item = PlanItem.objects.get(pk=post.plan_item_id)
    return item.publish_at, sorted(account.network for account in item.accounts.all())


def say_yes(post: Post, boss: Person) -> PostVersion:
    version = latest_version(post)
    decide_and_release(step=step_of(version), by=boss, verdict=Verdict.YES)
    return version


@pytest.mark.parametrize("state", ["approved", "waiting"])
def test_opening_changes_nothing(alice: Person, carol: Person, state: str):
    version = approved(alice, carol) if state == "approved" else latest_version(asked(alice).sheet.version.post)
    post = version.post
    before = (acts_of(post), Entry.objects.count(), list(waiting(alice.administration)))

    shown = client_of(alice).get(reverse("posts:edit", args=[post.pk]))
    browser = Browser(alice, post)
    pressed = [browser.press("save", script=True), browser.press("save"), browser.press("ask")]

    post.refresh_from_db()
    assert (shown.status_code, TEXT in page_of(shown)) == (200, True)
    assert [answer.status_code for answer in pressed] == [200, 302, 302]
    assert (acts_of(post), Entry.objects.count(), list(waiting(alice.administration))) == before
    assert (post.state, numbers(post)) == (state, [1])


def test_the_first_change_begins_a_version_and_the_agreed_one_goes_on(alice: Person, carol: Person):
    post = approved(alice, carol).post
    browser = Browser(alice, post)

    said = json.loads(browser.press("save", script=True, text="Каток закрыт").content)
    browser.press("save", script=True, text="Каток закрыт до весны")

    post.refresh_from_db()
    assert [(one.number, one.text) for one in versions_of(post)] == [(1, TEXT), (2, "Каток закрыт до весны")]
    assert (post.state, acts_of(post), number_of(agreed_version(post))) == ("approved", GOES, 1)
    assert said["badge"] == "черновик, версия 2"
    assert "Версию 1 согласовали, она в пути:" in said["stand"]
    assert "Пока не выберете, она уйдёт: её согласовали." in said["stand"]
    hour = f"{local(post.plan_item.publish_at, ZONE):%H:%M}"
    assert f"не уйдут: ВКонтакте {hour}, Телеграм {hour}" in " ".join(said["stand"].split())


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("words", {"text": "Иначе"}),
        ("an own text", {"text_telegram": "Свой"}),
        ("a link", {"link": "https://gorod.ru/katok"}),
        ("a poll", {"poll_there": "1", "poll_question": "Придёте?", "poll_options": "Да\nНет", "poll_anonymous": "on"}),
        ("words of a picture", {"alt": "Лёд"}),
        ("an hour", {"hour": 3}),
        ("a network", {"nets": 1}),
    ],
)
def test_any_change_begins_one_version(alice: Person, carol: Person, name: str, typed: dict[str, Any]):
    post = drafted(alice)
    with_picture(post, alice)
    ask(version=working(post), by=alice)
    say_yes(post, carol)
    before = placed(post)
    browser = Browser(alice, post)
    [alt] = [field for field in browser.fields if field.startswith("alt_")]
    if "alt" in typed:
        typed = {alt: typed["alt"]}
    if "hour" in typed:
        typed = dict(zip(("day", "time"), at(post.plan_item, hours=typed["hour"]), strict=True))
    if "nets" in typed:
        typed = {"accounts": browser.fields["accounts"][: typed["nets"]]}

    assert browser.press("save", **typed).status_code == 302

    assert (numbers(post), acts_of(post), placed(post)) == ([1, 2], GOES, before), name
    assert latest_version(post).frozen_at is None


def test_a_photo_of_the_window_is_changed_in_the_new_version(alice: Person, carol: Person):
    post = drafted(alice)
    picture = with_picture(post, alice)
    ask(version=working(post), by=alice)
    say_yes(post, carol)
    browser = Browser(alice, post)

    browser.press("save", script=True, text="Дописала")
    typed: dict[str, Any] = {f"alt_{picture.pk}": "Вечером на льду"}
    browser.press("save", script=True, **typed)
    said = [[one.alt for one in version.pictures.all()] for version in versions_of(post)]
    browser.press("remove_photo", picture=picture.pk)

    assert said == [["Каток вечером"], ["Вечером на льду"]]
    assert [version.pictures.count() for version in versions_of(post)] == [1, 0]


def test_a_bad_photo_begins_nothing_and_a_good_one_a_version(alice: Person, carol: Person):
    from django.core.files.uploadedfile import SimpleUploadedFile

    post = approved(alice, carol).post
    Browser(alice, post).press("add_photos", photos=SimpleUploadedFile("игра.exe", b"MZ" + bytes(99)))
    before = numbers(post)
    Browser(alice, post).press("add_photos", photos=SimpleUploadedFile("лёд.jpg", jpeg()))

    assert (before, numbers(post), acts_of(post)) == ([1], [1, 2], GOES)


def test_an_hour_and_networks_are_asked_about_and_applied_with_the_yes(alice: Person, carol: Person):
    post = approved(alice, carol).post
    third = make_account(alice.administration, responsible=alice, network="max")
    before = placed(post)
    browser = Browser(alice, post)
    vk = post.plan_item.accounts.get(network="vk")
    day, hour = at(post.plan_item, hours=3)

    browser.press("save", script=True, day=day, time=hour, accounts=[vk.pk, third.pk])
    browser.press("ask", text="Каток открыт до десяти.")
    kept = (placed(post), acts_of(post), number_of(asked_version(post)))
    shown = page_of(client_of(carol).get(reverse("approval:detail", args=[step_of(latest_version(post)).pk])))
    say_yes(post, carol)

    assert kept == (before, GOES, 2)
    later = before[0] + timedelta(hours=3)
    assert f"Час выхода: <del>{spoken(before[0], ZONE)}</del> <ins>{spoken(later, ZONE)}</ins>" in shown
    assert "Сети: <ins>+ MAX</ins> <del>− Телеграм</del>" in shown
    assert placed(post) == (later, ["max", "vk"])
    assert acts_of(post) == HELD | {(2, "vk"): "planned", (2, "max"): "planned"}
    assert set(Act.objects.filter(state="planned").values_list("due_at", flat=True)) == {later}
    verbs = Entry.objects.filter(verb__in=["plan.moved", "plan.aimed"]).values_list("verb", flat=True)
    assert sorted(verbs) == ["plan.aimed", "plan.moved"]


def test_who_approves_a_version_that_waits_sees_the_new_hour(alice: Person, carol: Person):
    """«Пока рано»: it comes back, the hour is moved in the editor, and who asked for it sees what came of it."""
    step = asked(alice)
    post = step.sheet.version.post
    was = post.plan_item.publish_at
    decide_and_release(step=step, by=carol, verdict=Verdict.RETURN, note="Пока рано")
    day, hour = at(post.plan_item, hours=5)

    Browser(alice, post).press("ask", day=day, time=hour)

    shown = page_of(client_of(carol).get(reverse("approval:detail", args=[step_of(latest_version(post)).pk])))
    assert placed(post)[0] == was + timedelta(hours=5)
    later = was + timedelta(hours=5)
    assert f"Час выхода: <del>{spoken(was, ZONE)}</del> <ins>{spoken(later, ZONE)}</ins>" in shown


def test_while_nothing_was_asked_an_hour_goes_to_the_plan_at_once(alice: Person):
    post = drafted(alice)
    before = placed(post)
    browser = Browser(alice, post)
    vk = post.plan_item.accounts.get(network="vk")
    day, hour = at(post.plan_item, hours=3)

    answer = browser.press("save", script=True, day=day, time=hour, accounts=[vk.pk])

    version = working(post)
    assert answer.status_code == 200
    assert placed(post) == (before[0] + timedelta(hours=3), ["vk"])
    assert (version.publish_at, list(version.accounts.all())) == (None, [])


def test_an_hour_that_is_refused_keeps_the_words_and_begins_nothing(alice: Person, carol: Person):
    post = approved(alice, carol).post
    browser = Browser(alice, post)

    only_hour = json.loads(browser.press("save", script=True, day="2020-01-01").content)
    begun = numbers(post)
    both = json.loads(browser.press("save", script=True, day="2020-01-01", text="Дописала").content)
    page = browser.press("save", day="2020-01-01")

    assert (begun, numbers(post)) == ([1], [1, 2])
    assert "Это время уже прошло." in only_hour["say"]
    assert "Это время уже прошло." in both["say"]
    assert (latest_version(post).text, latest_version(post).publish_at) == ("Дописала", None)
    assert (page.status_code, "Это время уже прошло." in page_of(page)) == (422, True)


def test_two_windows_change_each_its_own(alice: Person, bob: Person, carol: Person):
    post = approved(alice, carol).post
    hers, his = Browser(alice, post), Browser(bob, post)
    day, hour = at(post.plan_item, hours=2)

    his.press("save", script=True, day=day, time=hour)
    said = json.loads(hers.press("save", script=True, text="Её слова").content)
    theirs = json.loads(his.press("save", script=True, link="https://gorod.ru/katok").content)

    version = latest_version(post)
    assert numbers(post) == [1, 2]
    assert (version.text, version.link) == ("Её слова", "https://gorod.ru/katok")
    assert version.publish_at == post.plan_item.publish_at + timedelta(hours=2)
    assert said["theirs"] == {"day": day, "time": hour}
    assert theirs["theirs"] == {"text": "Её слова"}
    assert acts_of(post) == GOES


@pytest.mark.parametrize("script", [True, False])
def test_an_hour_that_both_changed_is_asked_about_once(alice: Person, bob: Person, script: bool):
    post = drafted(alice)
    hers, his = Browser(alice, post), Browser(bob, post)
    first, second = at(post.plan_item, hours=2), at(post.plan_item, hours=4)
    was = post.plan_item.publish_at
    his.press("save", day=first[0], time=first[1])

    clash = hers.press("save", script=script, text="Её слова", day=second[0], time=second[1])
    before = (placed(post)[0], working(post).text)
    over = hers.press("save", over=working(post).revision)

    assert (clash.status_code, over.status_code) == (409, 302)
    assert "Час выхода разный." in page_of(clash)
    assert before == (was + timedelta(hours=2), TEXT)
    assert (placed(post)[0], working(post).text) == (was + timedelta(hours=4), "Её слова")


def test_holding_stops_the_agreed_one_until_it_is_let_go(alice: Person, carol: Person):
    post = approved(alice, carol).post
    keys = set(Act.objects.values_list("pk", "key"))
    browser = Browser(alice, post)
    browser.press("save", script=True, text="Каток закрыт")

    browser.press("hold")
    post.refresh_from_db()
    held = (acts_of(post), post.state)
    shown = page_of(browser.client.get(reverse("posts:edit", args=[post.pk])))
    browser.press("let_go")

    post.refresh_from_db()
    assert held == (HELD, "draft")
    assert "Согласованную версию придержали: она не уйдёт." in shown
    assert (acts_of(post), post.state, set(Act.objects.values_list("pk", "key"))) == (GOES, "approved", keys)
    assert {act.due_at for act in Act.objects.all()} == {post.plan_item.publish_at}
    said = Entry.objects.filter(verb__startswith="publishing.").values_list("verb", flat=True).order_by("number")
    assert list(said) == ["publishing.released", "publishing.held", "publishing.let_go"]


@pytest.mark.parametrize("page", ["posts:detail", "posts:edit"])
@pytest.mark.parametrize("is_agreed", [True, False], ids=["agreed", "waiting"])
def test_each_button_of_the_choice_belongs_to_a_form(alice: Person, carol: Person, page: str, *, is_agreed: bool):
    """A button whose `form` names nothing does nothing when it is pressed, and says nothing."""
    post = approved(alice, carol).post if is_agreed else asked(alice).sheet.version.post
    Browser(alice, post).press("save", script=True, text="Каток закрыт")

    html = page_of(client_of(alice).get(reverse(page, args=[post.pk])))
    buttons = re.findall(r"<button[^>]* formaction[^>]*>", html)
    chosen = [button for button in buttons if re.search(r"/(let-go|hold|take-back|give-up)/", button)]
    forms = [re.search(r' form="([^"]*)"', button) for button in chosen]

    assert len(chosen) == 3
    assert [found[1] for found in forms if found and f' id="{found[1]}" method="post"' not in html] == []


def test_giving_the_edit_up_brings_the_agreed_one_back(alice: Person, carol: Person):
    post = approved(alice, carol).post
    browser = Browser(alice, post)
    browser.press("save", script=True, text="Каток закрыт")
    browser.press("hold")

    answer = browser.press("give_up", text="Каток закрыт до весны")

    post.refresh_from_db()
    assert answer.headers["Location"] == reverse("posts:detail", args=[post.pk])
    assert (acts_of(post), post.state, working_version(post)) == (GOES, "approved", None)
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
    assert (post.state, acts_of(post), working(post).text) == ("approved", GOES, "Ещё лучше")


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
    refused = client_of(carol).post(reverse("posts:decide", args=[step.pk]), {"verdict": "yes"})
    assert "Вместо этой версии прислали новую" in old
    assert "Вместо этой версии прислали новую" in page_of(refused)
    assert Entry.objects.filter(verb="approval.replaced").count() == 1
    say_yes(post, carol)
    assert acts_of(post) == {(2, "vk"): "planned", (2, "telegram"): "planned"}


def test_a_yes_after_the_earlier_one_went_out_is_a_correction(alice: Person, carol: Person):
    """Its hour is over, and says so; a network that is added gets the post at once."""
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
        shown = page_of(client_of(alice).get(reverse("posts:edit", args=[post.pk])))
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
        reverse("posts:move", args=[step.sheet.version.post_id])
        if how == "detail"
        else reverse("plan:move", args=[item.pk])
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
        browser.client.post(reverse("posts:drop_from_plan", args=[version.post_id]))
    else:
        for network in ("vk", "telegram"):
            put(version, network, ActState.CONFIRMED)
        browser.client.post(reverse("posts:take_down", args=[version.post_id]), {"reason": "Ошибка"})

    opened = page_of(browser.client.get(reverse("posts:edit", args=[version.post_id]), follow=True))
    saved = browser.press("save", text="Поздно")

    sentence = {"plan": "Запись сняли с плана, поэтому", "withdrawn": "Запись сняли с публикации, править её незачем"}
    assert sentence[closed] in opened
    assert (saved.status_code, "Поздно</textarea>" in page_of(saved), numbers(version.post)) == (409, True, [1])


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
        start.wait(5)
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
        thread.join(20)

    version = latest_version(post)
    assert (said, numbers(post)) == ([200, 200], [1, 2])
    assert (version.text, version.link, acts_of(post)) == ("Её слова", "https://gorod.ru/katok", GOES)


def test_the_detail_page_offers_the_same_choice(alice: Person, carol: Person):
    post = approved(alice, carol).post
    rewrite(post=post, by=alice)
    browser: Client = client_of(alice)

    shown = page_of(browser.get(reverse("posts:detail", args=[post.pk])))
    browser.post(reverse("posts:hold", args=[post.pk]))

    assert ("Придержать" in shown, "Писать дальше" in shown, "/rewrite/" in shown) == (True, True, False)
    assert acts_of(post) == HELD


def test_everybodys_lists_know_what_goes_while_a_newer_version_is_written(alice: Person, carol: Person):
    """The agreed one is not late; held, it is what its writer has to do, and goes nowhere."""
    post = approved(alice, carol, title="Каток").post
    with time_machine.travel(post.plan_item.publish_at - timedelta(hours=1), tick=False):
        browser = Browser(alice, post)
        browser.press("ask", text="Каток закрыт.")
        goes = page_of(browser.client.get("/"))
        listed = page_of(browser.client.get("/posts/?state=ahead"))
        browser.open()
        browser.press("take_back", text="Каток закрыт до весны.")
        browser.open()
        drafts = page_of(browser.client.get("/posts/?state=draft"))
        browser.press("hold")
        held = page_of(browser.client.get("/"))
        no_more = page_of(browser.client.get("/posts/?state=ahead"))

    late = "час выхода"
    assert (late in goes, "Дописать «Каток»" in goes, ">Каток<" in listed) == (False, False, True)
    assert ">Каток<" in drafts
    assert (late in held, "Дописать «Каток»" in held, ">Каток<" in no_more) == (True, True, False)


def reasons(post: Post, number: int) -> dict[str, str]:
    rows = post.versions.get(number=number).deliveries.select_related("account", "act")
    return {row.account.network: row.act.reason for row in rows}


def test_letting_it_go_says_that_a_yes_before_its_hour_replaces_it(alice: Person, carol: Person):
    post = approved(alice, carol).post
    browser = Browser(alice, post)
    browser.press("save", text="Иначе")
    asked_page = " ".join(page_of(browser.client.get(reverse("posts:edit", args=[post.pk]))).split())
    browser.press("let_go")
    chosen_page = page_of(browser.client.get(reverse("posts:edit", args=[post.pk])))

    assert "согласуют правку до её часа, выйдет уже с правкой; позже, исправлением" in asked_page
    assert "Согласуют правку до её часа, выйдет уже с правкой; позже, правка выйдет исправлением." in chosen_page


def test_what_a_newer_version_replaced_says_why(alice: Person, carol: Person):
    post = approved(alice, carol).post
    vk = post.plan_item.accounts.get(network="vk")
    browser = Browser(alice, post)
    browser.press("ask", accounts=[vk.pk])
    say_yes(post, carol)
    first = reasons(post, 1)
    browser.open()
    browser.press("ask", text="Каток закрыт")
    say_yes(post, carol)

    assert first == {
        "vk": "Час или сети изменили: вместо неё уйдёт новая версия с тем же текстом.",
        "telegram": "Эту сеть из записи убрали.",
    }
    assert reasons(post, 1) == first
    assert reasons(post, 2) == {"vk": "Текст изменили: вместо неё уйдёт новая версия."}


def test_the_versions_show_another_hour_and_other_networks(alice: Person, carol: Person):
    post = approved(alice, carol).post
    was = post.plan_item.publish_at
    vk = post.plan_item.accounts.get(network="vk")
    day, hour = at(post.plan_item, hours=3)
    Browser(alice, post).press("ask", accounts=[vk.pk], day=day, time=hour)
    say_yes(post, carol)

    shown = page_of(client_of(alice).get(reverse("posts:versions", args=[post.pk])))

    later = spoken(was + timedelta(hours=3), ZONE)
    assert f"Час выхода: <del>{spoken(was, ZONE)}</del> <ins>{later}</ins>" in shown
    assert "Сети: <del>− Телеграм</del>" in shown
    assert ["Слова и фото те же." in shown, "Ни слова и ни одного фото" in shown] == [True, False]


def test_the_clean_text_strikes_nothing_through(alice: Person, carol: Person):
    post = approved(alice, carol).post
    vk = post.plan_item.accounts.get(network="vk")
    Browser(alice, post).press("ask", accounts=[vk.pk])
    address = reverse("approval:detail", args=[step_of(latest_version(post)).pk])

    shown = [page_of(client_of(carol).get(address, {"view": view} if view else {})) for view in ("", "clean")]

    assert ["<del>" in page for page in shown] == [True, False]


def test_another_hour_in_the_window_moves_the_deadline_shown(alice: Person):
    post = drafted(alice)
    browser = Browser(alice, post)
    day, hour = at(post.plan_item, days=2)

    typed = browser.fields | {"day": day, "time": hour}
    place = reverse("posts:look", args=[post.pk])
    shown = page_of(browser.client.post(place, typed, headers={"HX-Request": "true"}))

    due = due_at(post.plan_item.publish_at + timedelta(days=2), now())
    assert f"<small>{until(due, ZONE)}</small>" in shown[shown.index('id="signers"') :]


def test_after_taking_back_there_is_a_way_back_to_what_was_asked(alice: Person, carol: Person):
    post = asked(alice).sheet.version.post
    was = placed(post)
    browser = Browser(alice, post)
    day, hour = at(post.plan_item, hours=3)
    browser.press("save", text="Каток закрыт", day=day, time=hour)
    browser.press("take_back")
    moved = placed(post)
    offered = [
        "Версию 1 забрали с согласования." in page_of(browser.client.get(reverse(name, args=[post.pk])))
        for name in ("posts:edit", "posts:detail")
    ]

    browser.open()
    browser.press("give_up")

    assert (offered, moved[0] - was[0]) == ([True, True], timedelta(hours=3))
    assert (latest_version(post).text, latest_version(post).frozen_at, placed(post)) == (TEXT, None, was)
    browser.open()
    assert "забрали с согласования" not in page_of(browser.client.get(reverse("posts:edit", args=[post.pk])))
    browser.press("ask")
    assert number_of(asked_version(post)) == 3
