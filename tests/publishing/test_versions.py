"""The combined query of a page returns what the verbs query one by one."""

from collections.abc import Callable

import pytest

from tests.publishing.test_edit_agreed import Browser
from tests.publishing.test_release import put
from tests.written import approved, asked, drafted, working
from veche.approval.domain.ask import ask
from veche.approval.domain.decide import is_approved
from veche.outbox.enums import ActState
from veche.posts.domain.queries import accounts_for, latest_version
from veche.posts.models import Post
from veche.publishing.domain.change import rewrite
from veche.publishing.domain.earlier_versions import hold
from veche.publishing.domain.standing import agreed_version, asked_version, standing_in
from veche.publishing.domain.versions import read_versions
from veche.staff.models import Person


def held(alice: Person, carol: Person) -> Post:
    post = approved(alice, carol).post
    Browser(alice, post).press("save", script=True, text="Каток закрыт")
    hold(post=post, by=alice)
    return post


def corrected(alice: Person, carol: Person) -> Post:
    version = approved(alice, carol)
    put(version, "vk", ActState.CONFIRMED)
    put(version, "telegram", ActState.UNKNOWN)
    Browser(alice, version.post).press("save", script=True, text="Каток закрыт", accounts=[])
    return version.post


def asked_again(alice: Person, carol: Person) -> Post:
    post = approved(alice, carol).post
    rewrite(post=post, by=alice)
    Browser(alice, post).press("save", script=True, text="Каток закрыт")
    ask(version=working(post), by=alice)
    return post


@pytest.mark.parametrize(
    "made",
    [
        lambda alice, _carol: drafted(alice),
        lambda alice, _carol: asked(alice).sheet.version.post,
        lambda alice, carol: approved(alice, carol).post,
        held,
        corrected,
        asked_again,
    ],
)
def test_versions_read_at_once_say_the_same(alice: Person, carol: Person, made: Callable[[Person, Person], Post]):
    post = made(alice, carol)

    read = read_versions(post)

    assert read.newest == latest_version(post)
    assert read.asked == asked_version(post)
    assert read.agreed == agreed_version(post)
    assert read.standing == standing_in(post)
    assert [read.is_agreed(one) for one in read.all] == [is_approved(one) for one in read.all]
    assert [read.accounts_of(one) for one in read.all] == [list(accounts_for(one)) for one in read.all]
