"""An edit that was begun and not submitted is in the lists of its author, with its effect on the post."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.markup import element, words
from tests.people import client_of
from tests.publishing.test_edit_agreed import ZONE, Browser
from tests.publishing.test_release import put
from tests.written import approved, asked, drafted
from veche.kernel.clock import now
from veche.kit.moments import spoken
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.posts.models import Post
from veche.staff.models import Person

BEGUN = "правку начали, не отправили"


def row_of(browser: Client, state: str) -> str:
    page = browser.get(reverse("publishing:list"), {"state": state}).content.decode()
    return words(element(page, "ul.posts"))


def mine(browser: Client) -> list[str]:
    return [
        f"{row.what}: {row.say}, {row.rest}" for row in browser.get("/").context["mine"].rows if row.icon == "pencil"
    ]


def of_kind(kind: str, alice: Person, carol: Person) -> Post:
    if kind == "waiting":
        return asked(alice).sheet.version.post
    version = approved(alice, carol)
    if kind == "by hand":
        Act.objects.filter(delivery__version=version).update(state=ActState.BY_HAND)
    if kind == "out":
        for network in ("vk", "telegram"):
            put(version, network, ActState.CONFIRMED)
    return version.post


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("agreed", "согласованная версия уйдёт сама, {when}"),
        ("by hand", "согласованную версию выкладывает человек, час выхода {when}"),
        ("waiting", "прежняя версия ждёт согласия, выход {when}"),
        ("out", "запись вышла в прежнем виде"),
    ],
)
def test_an_edit_that_was_begun_waits_for_its_writer(alice: Person, bob: Person, carol: Person, kind: str, said: str):
    post = of_kind(kind, alice, carol)
    before = (mine(client_of(alice)), mine(client_of(bob)))
    Browser(bob, post).press("save", script=True, text="Каток закрыт")

    row = f"Дописать правку «Открыли каток»: {BEGUN}, {said.format(when=spoken(post.plan_item.publish_at, ZONE))}"
    assert before == ([], [])
    assert mine(client_of(alice)) == [row]
    assert mine(client_of(bob)) == [row]
    assert mine(client_of(carol)) == []
    assert (BEGUN in row_of(client_of(alice), "draft"), BEGUN in row_of(client_of(alice), "")) == (True, True)

    Browser(bob, post).press("ask")
    assert (mine(client_of(alice)), BEGUN in row_of(client_of(alice), "")) == ([], False)


def test_a_first_draft_is_no_edit(alice: Person):
    drafted(alice)

    assert (mine(client_of(alice)), BEGUN in row_of(client_of(alice), "draft")) == ([], False)


def test_the_agreed_version_waits_for_its_key_also_beside_the_choice(alice: Person, carol: Person):
    version = approved(alice, carol)
    vk = version.post.plan_item.accounts.get(network="vk")
    vk.keys.create(administration=alice.administration, slot="community", sealed="-", added_by=alice, revoked_at=now())
    Browser(alice, version.post).press("save", script=True, text="Каток закрыт")

    found = [
        words(
            element(client_of(alice).get(reverse(name, args=[version.post_id])).content.decode(), "ul.meanwhile-acts")
        )
        for name in ("publishing:detail", "publishing:edit")
    ]

    assert ["ждёт ключа" in page[:80] for page in found] == [True, True]
