"""A post waiting for approval or approved is opened, edited, held and released without losing anything silently."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.factories import make_account
from tests.people import client_of
from tests.publishing.test_editor import AUTOSAVE, number_of, page_of
from tests.publishing.test_release import acts_of
from tests.undone import undone
from tests.written import TEXT, approved, asked, drafted, jpeg, step_of, with_picture, working
from veche.approval.domain.ask import ask
from veche.approval.domain.queries import waiting
from veche.approval.enums import Verdict
from veche.journal.models import Entry
from veche.kernel.clock import local
from veche.kit.marks import marks
from veche.kit.moments import spoken
from veche.outbox.models import Act
from veche.plan.models import PlanItem
from veche.posts.domain.queries import latest_version, versions_of
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.release import decide_and_release
from veche.publishing.domain.standing import agreed_version, asked_version
from veche.publishing.domain.window import stored_values
from veche.staff.models import Person

ZONE = "Asia/Barnaul"
GOES = {(1, "vk"): "planned", (1, "telegram"): "planned"}
HELD = {(1, "vk"): "cancelled", (1, "telegram"): "cancelled"}


class Browser:
    """The editor in a browser: all its fields as shown, with the values seen."""

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
            reverse(f"publishing:{name}", kwargs=place), self.fields, headers=AUTOSAVE if script else {}
        )
        if script and answer.status_code == 200:
            said = json.loads(answer.content)
            self.fields |= {"version": said["version"], "seen": json.dumps(said["seen"])} | said["theirs"]
        return answer


def at(item: PlanItem, **later: int) -> tuple[str, str]:
    """Day and time on the city's clock, offset from the plan."""
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

    shown = client_of(alice).get(reverse("publishing:edit", args=[post.pk]))
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
    assert post.state == "approved"
    assert acts_of(post) == GOES
    assert number_of(agreed_version(post)) == 1
    assert said["badge"] == "черновик, версия 2"
    assert "Версию 1 согласовали, она в пути:" in said["stand"]
    assert "Пока не выберете, она уйдёт: её согласовали." in said["stand"]
    hour = spoken(post.plan_item.publish_at, ZONE)
    assert f"в пути: ВКонтакте, Телеграм {hour}." in said["stand"]
    assert f"не уйдёт: ВКонтакте, Телеграм {hour}; уйдёт новая, когда согласуют" in said["stand"]


def test_any_change_begins_one_version(alice: Person, carol: Person):
    post = drafted(alice)
    picture = with_picture(post, alice)
    ask(version=working(post), by=alice)
    say_yes(post, carol)
    before = placed(post)
    changes: dict[str, dict[str, Any]] = {
        "words": {"text": "Иначе"},
        "an own text": {"text_telegram": "Свой"},
        "a link": {"link": "https://gorod.ru/katok"},
        "a poll": {"poll_there": "1", "poll_question": "Придёте?", "poll_options": "Да\nНет", "poll_anonymous": "on"},
        "words of a picture": {f"alt_{picture.pk}": "Лёд"},
        "an hour": dict(zip(("day", "time"), at(post.plan_item, hours=3), strict=True)),
        "a network": {"accounts": Browser(alice, post).fields["accounts"][:1]},
    }
    for name, typed in changes.items():
        with undone():
            answer = Browser(alice, Post.objects.get(pk=post.pk)).press("save", **typed)

            assert answer.status_code == 302, name
            assert (numbers(post), acts_of(post), placed(post)) == ([1, 2], GOES, before), name
            assert latest_version(post).frozen_at is None, name


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

    assert before == [1]
    assert numbers(post) == [1, 2]
    assert acts_of(post) == GOES


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


def test_an_hour_that_was_moved_before_is_no_change_of_the_edit(alice: Person, carol: Person):
    post = approved(alice, carol).post
    day, hour = at(post.plan_item, hours=2)
    moved = client_of(alice).post(reverse("publishing:move", args=[post.pk]), {"day": day, "time": hour})
    Browser(alice, post).press("ask", text="Каток открыт до десяти.")

    shown = page_of(client_of(carol).get(reverse("approval:detail", args=[step_of(latest_version(post)).pk])))

    assert (moved.status_code, "Час выхода:" in shown) == (302, False)


def test_who_approves_a_version_that_waits_sees_the_new_hour(alice: Person, carol: Person):
    """«Пока рано»: it is returned, the hour is changed in the editor, and the approver sees the result."""
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
