"""The sentences about an approved version while a newer one is written."""

from datetime import timedelta

import time_machine
from django.test import Client
from django.urls import reverse

from tests.people import client_of
from tests.publishing.test_edit_agreed import HELD, ZONE, Browser, at, placed, say_yes
from tests.publishing.test_editor import number_of, page_of
from tests.publishing.test_release import acts_of, put
from tests.written import TEXT, approved, asked, drafted, step_of
from veche.approval.domain.deadlines import due_at
from veche.kernel.clock import now
from veche.kit.moments import spoken, until
from veche.outbox.enums import ActState
from veche.posts.domain.queries import latest_version
from veche.posts.models import Post
from veche.publishing.domain.change import rewrite
from veche.publishing.domain.standing import asked_version
from veche.staff.models import Person


def test_the_detail_page_offers_the_same_choice(alice: Person, carol: Person):
    post = approved(alice, carol).post
    rewrite(post=post, by=alice)
    browser: Client = client_of(alice)

    shown = page_of(browser.get(reverse("publishing:detail", args=[post.pk])))
    browser.post(reverse("publishing:hold", args=[post.pk]))

    assert "Придержать" in shown
    assert "Писать дальше" in shown
    assert "/rewrite/" not in shown
    assert acts_of(post) == HELD


def test_everybodys_lists_know_what_goes_while_a_newer_version_is_written(alice: Person, carol: Person):
    """The approved one is not late; held, it is work for its author, and is not sent."""
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
    assert late not in goes
    assert "Дописать «Каток»" not in goes
    assert ">Каток<" in listed
    assert ">Каток<" in drafts
    assert late in held
    assert "Дописать «Каток»" in held
    assert ">Каток<" not in no_more


def reasons(post: Post, number: int) -> dict[str, str]:
    rows = post.versions.get(number=number).deliveries.select_related("account", "act")
    return {row.account.network: row.act.reason for row in rows}


def test_letting_it_go_says_that_a_yes_before_its_hour_replaces_it(alice: Person, carol: Person):
    post = approved(alice, carol).post
    browser = Browser(alice, post)
    browser.press("save", text="Иначе")
    asked_page = " ".join(page_of(browser.client.get(reverse("publishing:edit", args=[post.pk]))).split())
    browser.press("let_go")
    chosen_page = page_of(browser.client.get(reverse("publishing:edit", args=[post.pk])))

    assert "если правку согласуют до выхода, запись выйдет с ней; если позже, исправим вышедшую" in asked_page
    assert "Если правку согласуют до выхода, запись выйдет с ней. Если позже, исправим вышедшую." in chosen_page


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


def test_after_its_hour_what_hands_do_is_not_said_to_go_by_itself(alice: Person, carol: Person):
    post = approved(alice, carol).post
    put(latest_version(post), "vk", ActState.CONFIRMED)
    put(latest_version(post), "telegram", ActState.BY_HAND)
    hour = post.plan_item.publish_at
    with time_machine.travel(hour + timedelta(minutes=30), tick=False):
        browser = Browser(alice, post)
        browser.press("save", text="Иначе")
        pages = [
            " ".join(page_of(browser.client.get(reverse(name, args=[post.pk]))).split())
            for name in ("publishing:edit", "publishing:detail")
        ]
        browser.open()
        browser.press("ask")
        address = reverse("approval:detail", args=[step_of(latest_version(post)).pk])
        approver = " ".join(page_of(client_of(carol).get(address)).split())
        at = spoken(hour, ZONE)

    told = f"Её слова выкладывает человек, час уже прошёл: Телеграм {at}."
    for shown in pages:
        assert "Версию 1 согласовали, сама она не уйдёт." in shown
        assert told in shown
        assert ["Пусть выкладывают" in shown, "Пусть уходит" in shown, "она уйдёт" in shown] == [True, False, False]
    assert f"Версию 1 уже согласовали, её час был {at}. Сама она не уйдёт, ждёт человека." in approver
    assert "ждёт выхода" not in approver


def test_the_editor_of_an_agreed_version_names_who_approves_a_newer_one(alice: Person, carol: Person):
    post = approved(alice, carol).post

    shown = page_of(client_of(alice).get(reverse("publishing:edit", args=[post.pk])))

    assert f"<small> {carol} </small>" in shown
    assert ["некому" in shown, "есть кому согласовать" in shown] == [False, True]


def test_the_versions_show_another_hour_and_other_networks(alice: Person, carol: Person):
    post = approved(alice, carol).post
    was = post.plan_item.publish_at
    vk = post.plan_item.accounts.get(network="vk")
    day, hour = at(post.plan_item, hours=3)
    Browser(alice, post).press("ask", accounts=[vk.pk], day=day, time=hour)
    say_yes(post, carol)

    shown = page_of(client_of(alice).get(reverse("publishing:versions", args=[post.pk])))

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
    place = reverse("publishing:look", args=[post.pk])
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
        for name in ("publishing:edit", "publishing:detail")
    ]

    browser.open()
    browser.press("give_up")

    assert (offered, moved[0] - was[0]) == ([True, True], timedelta(hours=3))
    assert latest_version(post).text == TEXT
    assert latest_version(post).frozen_at is None
    assert placed(post) == was
    browser.open()
    assert "забрали с согласования" not in page_of(browser.client.get(reverse("publishing:edit", args=[post.pk])))
    browser.press("ask")
    assert number_of(asked_version(post)) == 3
