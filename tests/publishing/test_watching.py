"""An open page of a publication polls while an act is in progress, and otherwise does not."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.factories import NOON, make_account
from tests.people import client_of
from tests.publishing.test_release import put
from tests.written import approved, asked, drafted, step_of, working, write
from veche.approval.domain.ask import ask
from veche.approval.enums import Verdict
from veche.kernel.clock import now
from veche.outbox.domain.by_hand import take_by_hand
from veche.outbox.domain.person_decisions import say_happened
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.posts.domain.queries import latest_version
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.change import rewrite
from veche.publishing.domain.release import decide_and_release
from veche.publishing.domain.watching import asks_again
from veche.staff.models import Person


def every(version: PostVersion) -> int | None:
    return asks_again(version.post, Act.objects.filter(delivery__version=version).select_related("account"))


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    """An hour later is the same day of the city."""
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def version(alice: Person, carol: Person) -> PostVersion:
    """Approved, for VK alone, in an hour."""
    account = make_account(alice.administration, responsible=alice)
    return approved(alice, carol, accounts=[account], publish_at=now() + timedelta(hours=1))


def test_what_moves_is_asked_for_at_once_and_what_ended_never(version: PostVersion) -> None:
    moves = (ActState.PREPARING, ActState.SENDING)
    ended = [ActState.FAILED, ActState.MISSED, ActState.STOPPED]
    ended += [ActState.BY_HAND, ActState.CANCELLED, ActState.CONFIRMED]
    found = {}
    for state in (*moves, *ended):
        put(version, "vk", state)
        found[state] = every(version)

    assert found == dict.fromkeys(moves, 2) | dict.fromkeys(ended)


def test_a_planned_post_is_asked_for_at_its_hour(version: PostVersion) -> None:
    due = Act.objects.get(delivery__version=version).next_try_at
    found: dict[int | str, int | None] = {}
    for before in (3600, 60, 0, -30):
        with time_machine.travel(due - timedelta(seconds=before), tick=False):
            found[before] = every(version)
    with time_machine.travel(due - timedelta(days=3), tick=False):
        found["days before"] = every(version)

    assert found == {3600: 3600, 60: 60, 0: 2, -30: 2, "days before": None}


def test_a_sent_post_is_asked_for_at_once_while_it_is_fresh_and_then_at_its_next_look(version: PostVersion) -> None:
    moment = now()
    acts = Act.objects.filter(delivery__version=version)
    acts.update(state=ActState.SENT, last_call_at=moment, next_try_at=moment + timedelta(minutes=20))
    with time_machine.travel(moment, tick=False):
        fresh = every(version)
    acts.update(last_call_at=moment - timedelta(minutes=11))
    with time_machine.travel(moment, tick=False):
        later = every(version)

    assert (fresh, later) == (2, 1200)


def test_what_a_network_never_proves_is_not_waited_for(alice: Person, carol: Person) -> None:
    channel = make_account(alice.administration, responsible=alice, network="telegram")
    version = approved(alice, carol, accounts=[channel])
    Act.objects.update(state=ActState.SENT, last_call_at=now())

    assert every(version) is None


def test_an_address_that_a_person_gave_is_asked_about_at_once(version: PostVersion, alice: Person) -> None:
    act = put(version, "vk", ActState.BY_HAND)
    say_happened(act=act, by=alice, url=f"https://vk.com/wall-{act.account.remote_id}_7")
    asking = every(version)
    page = asked_anew(alice, version.post)
    Act.objects.update(read_back_at=now())

    assert (asking, every(version)) == (2, None)
    assert "Спрашиваем сеть, стоит ли запись по этому адресу." in page


def test_a_draft_is_quiet_and_what_waits_for_its_yes_is_asked_for(alice: Person) -> None:
    assert asks_again(drafted(alice), []) is None
    assert asks_again(asked(alice).sheet.version.post, []) == 3


def trigger(page: bytes) -> list[str]:
    return re.findall(r'hx-trigger="every (\d+)s', page.decode())


def asked_anew(person: Person, post: Post, **shown: str) -> str:
    answer = client_of(person).get(reverse("publishing:state", args=[post.pk]), shown, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_and_its_part_carry_the_same_question(version: PostVersion, alice: Person) -> None:
    put(version, "vk", ActState.SENDING)
    page = client_of(alice).get(reverse("publishing:detail", args=[version.post_id])).content

    assert trigger(page) == ["2"]
    assert trigger(asked_anew(alice, version.post).encode()) == ["2"]
    put(version, "vk", ActState.CONFIRMED)
    assert "hx-get" not in asked_anew(alice, version.post)


def test_a_card_that_stands_on_the_page_is_not_sent_again(version: PostVersion, alice: Person) -> None:
    act = put(version, "vk", ActState.FAILED)
    take_by_hand(act=act, by=alice)

    assert f'id="link-{act.pk}"' in asked_anew(alice, version.post)
    assert f'id="link-{act.pk}"' not in asked_anew(alice, version.post, hands=str(act.pk))


def test_a_card_that_is_over_says_so_on_an_open_page(version: PostVersion, alice: Person) -> None:
    act = put(version, "vk", ActState.CANCELLED)

    page = asked_anew(alice, version.post, hands=f"{act.pk} x")

    over = rf'id="by-hand-{act.pk}" hx-swap-oob="true">\s*<p class="card-body">\s*Эту карточку закрыли'
    assert (page.count("card by-hand"), len(re.findall(over, page))) == (1, 1)


def test_the_words_are_sent_when_another_version_stands(version: PostVersion, alice: Person, carol: Person) -> None:
    put(version, "vk", ActState.CONFIRMED)
    rewrite(post=version.post, by=alice)
    write(version.post, alice, "Каток закрыт до весны.")
    ask(version=working(version.post), by=alice, correction=True)
    page = client_of(alice).get(reverse("publishing:detail", args=[version.post_id])).content.decode()
    [shown] = re.findall(r'"words": "([^"]+)"', page)
    before = asked_anew(alice, version.post, words=shown)
    decide_and_release(step=step_of(latest_version(version.post)), by=carol, verdict=Verdict.YES)

    after = asked_anew(alice, version.post, words=shown)

    swapped = [f'id="{name}" hx-swap-oob="outerMorph"' for name in ("post-text", "post-looks")]
    assert [part in before for part in swapped] == [False, False]
    assert [part in after for part in swapped] == [True, True]
    assert after.count("Каток закрыт до весны.") >= 2
    [shown] = re.findall(r'"words": "([^"]+)"', after)
    assert "post-text" not in asked_anew(alice, version.post, words=shown)


def test_a_part_of_the_page_has_no_field_to_type_in(version: PostVersion, alice: Person) -> None:
    """Input fields are outside the parts that are redrawn."""
    part = asked_anew(alice, version.post)

    assert re.findall(r"<textarea|<select|<input(?! type=\"hidden\")", part) == []
