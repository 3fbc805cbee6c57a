"""A waiting correction is given up: before approval, or approved and not in every network yet.

The published text stays.
"""

import pytest

from tests.people import client_of
from tests.publishing.test_after_publication import BETTER, act_of, agreed, faces, out  # noqa: F401
from tests.publishing.test_editor import page_of
from tests.publishing.test_release import put
from tests.undone import undone
from tests.written import approved, step_of, working, write
from veche.approval.enums import Verdict
from veche.approval.errors import ApprovalError
from veche.journal.models import Entry
from veche.networks.protocol import Verb
from veche.outbox.domain.freeze import freeze
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.posts.domain.queries import latest_version
from veche.posts.enums import PostState
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.asking import ask_about
from veche.publishing.domain.catch_up import catch_up
from veche.publishing.domain.change import rewrite
from veche.publishing.domain.earlier_versions import give_up
from veche.publishing.domain.release import decide_and_release
from veche.publishing.errors import PublishingError
from veche.staff.models import Person


def corrections(post: Post) -> dict[str, str]:
    edits = Act.objects.filter(verb=Verb.EDIT, delivery__version__post=post)
    return dict(edits.values_list("account__network", "state"))


def test_a_correction_that_waits_for_its_yes_is_given_up(out: PostVersion, alice: Person, carol: Person):  # noqa: F811
    rewrite(post=out.post, by=alice)
    write(out.post, alice, BETTER)
    step = step_of(ask_about(version=working(out.post), by=alice).version)

    give_up(post=out.post, by=alice)

    out.post.refresh_from_db()
    assert out.post.state == PostState.APPROVED
    assert latest_version(out.post).pk == out.pk
    assert corrections(out.post) == {}
    assert faces(out.post) == {"vk": ("confirmed", True), "telegram": ("confirmed", True)}
    with pytest.raises(ApprovalError, match="От этой правки отказались"):
        decide_and_release(step=step, by=carol, verdict=Verdict.YES)
    assert "От этой правки отказались" in page_of(client_of(carol).get(f"/approval/{step.pk}/"))


def test_an_agreed_correction_is_given_up_while_it_has_not_left(
    out: PostVersion,  # noqa: F811
    alice: Person,
    carol: Person,
):
    second = agreed(out.post, alice, carol)
    for state in (ActState.PLANNED, ActState.STOPPED, ActState.BY_HAND, ActState.FAILED, ActState.MISSED):
        with undone():
            for network in ("vk", "telegram"):
                put(second, network, state)

            give_up(post=Post.objects.get(pk=out.post_id), by=alice)

            post = Post.objects.get(pk=out.post_id)
            entry = Entry.objects.filter(verb="publishing.given_up").get()
            assert corrections(post) == {"vk": ActState.CANCELLED, "telegram": ActState.CANCELLED}, state
            assert (post.state, latest_version(post).pk) == (PostState.APPROVED, out.pk), state
            assert faces(post) == {"vk": ("confirmed", True), "telegram": ("confirmed", True)}, state
            assert (entry.actor_id, entry.facts) == (alice.pk, {"version": 2})
            assert catch_up() == 0


def test_where_the_correction_stands_already_it_stays(out: PostVersion, alice: Person, carol: Person):  # noqa: F811
    second = agreed(out.post, alice, carol)
    put(second, "vk", ActState.CONFIRMED)

    browser = client_of(alice)
    page = page_of(browser.get(f"/posts/{out.post_id}/"))
    answer = page_of(browser.post(f"/posts/{out.post_id}/give-up/", follow=True))

    assert "Где правка уже стоит или уходит, она останется." in page
    assert "От правки отказались там, где она ещё не вышла. Где вышла, она стоит." in answer
    assert corrections(out.post) == {"vk": ActState.CONFIRMED, "telegram": ActState.CANCELLED}
    assert latest_version(out.post).pk == second.pk


def test_a_correction_that_is_in_every_network_is_not_given_up(
    out: PostVersion,  # noqa: F811
    alice: Person,
    carol: Person,
):
    second = agreed(out.post, alice, carol)
    for network in ("vk", "telegram"):
        put(second, network, ActState.CONFIRMED)

    with pytest.raises(PublishingError, match="Отказаться не от чего"):
        give_up(post=out.post, by=alice)
    assert "Отказаться от правки" not in page_of(client_of(alice).get(f"/posts/{out.post_id}/"))


def test_what_may_have_left_is_not_sent_again(out: PostVersion, alice: Person, carol: Person):  # noqa: F811
    second = agreed(out.post, alice, carol)
    put(second, "vk", ActState.UNKNOWN)

    give_up(post=out.post, by=alice)

    act = act_of(second, "vk")
    assert (act.state, act.taken_back) == (ActState.UNKNOWN, "От правки отказались: в сети стоит прежнее.")
    assert act_of(second, "telegram").state == ActState.CANCELLED


def test_a_frozen_correction_is_given_up_by_one_press_and_every_page_says_so(
    out: PostVersion,  # noqa: F811
    alice: Person,
    carol: Person,
):
    freeze(administration=alice.administration, by=carol, reason="Проверяем")
    second = agreed(out.post, alice, carol)
    browser = client_of(alice)
    before = page_of(browser.get(f"/posts/{out.post_id}/"))

    browser.post(f"/posts/{out.post_id}/give-up/")

    after = page_of(browser.get(f"/posts/{out.post_id}/"))
    assert ("Отказаться от правки" in before, "Отказаться от правки" in after) == (True, False)
    assert "От правки отказались: в сети стоит прежнее." in after
    assert "от правки отказались" in page_of(browser.get(f"/posts/{out.post_id}/versions/"))
    assert "от правки отказались" in page_of(client_of(carol).get("/approval/"))
    assert "от правки отказались" in page_of(client_of(carol).get(f"/approval/{step_of(second).pk}/"))
    assert "от правки отказались" in page_of(client_of(carol).get("/journal/"))


def test_where_nothing_stands_nothing_is_said_to_stay(alice: Person, carol: Person):
    first = approved(alice, carol)
    put(first, "vk", ActState.CONFIRMED)
    put(first, "telegram", ActState.FAILED)
    second = agreed(first.post, alice, carol)
    put(second, "vk", ActState.CONFIRMED)
    before = page_of(client_of(alice).get(f"/posts/{first.post_id}/"))

    give_up(post=first.post, by=alice)

    assert "Откажетесь, и сюда она не пойдёт. Где правка уже стоит или уходит, она останется." in before
    act = act_of(second, "telegram")
    assert (act.state, act.reason) == (ActState.CANCELLED, "От правки отказались: сюда она не пошла.")


def test_after_it_a_new_correction_begins_from_what_stands(
    out: PostVersion,  # noqa: F811
    alice: Person,
    carol: Person,
):
    agreed(out.post, alice, carol)
    give_up(post=out.post, by=alice)

    third = rewrite(post=out.post, by=alice)
    write(out.post, alice, "Каток закрыт.")
    step = step_of(ask_about(version=working(out.post), by=alice).version)
    shown = page_of(client_of(carol).get(f"/approval/{step.pk}/"))
    decide_and_release(step=step, by=carol, verdict=Verdict.YES)

    assert (third.number, third.text) == (3, out.text)
    assert "десяти" not in shown
    assert set(Act.objects.filter(delivery__version=third).values_list("verb", "state")) == {("edit", "planned")}
