"""A correction: not sent without changes; sent only to networks whose text differs; own texts are named."""

import pytest

from tests.factories import make_account
from tests.markup import element
from tests.people import client_of
from tests.publishing.conftest import Window
from tests.publishing.test_editor import page_of
from tests.written import drafted, step_of, working, write
from veche.approval.enums import Verdict
from veche.approval.models import ApprovalSheet
from veche.networks.protocol import Verb
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.posts.models import Post
from veche.publishing.domain.asking import ask_about
from veche.publishing.domain.change import rewrite
from veche.publishing.domain.release import decide_and_release
from veche.publishing.errors import PublishingError
from veche.staff.models import Person

TWENTY = "Полить деревья: 20 минут."
TWENTY_FIVE = "Полить деревья: 25 минут."
OWN = "Поливаем деревья 20 минут."


@pytest.fixture
def out(alice: Person, carol: Person) -> Post:
    """Published in three networks; OK has a text of its own."""
    accounts = [make_account(alice.administration, responsible=alice, network=slug) for slug in ("vk", "ok", "max")]
    post = drafted(alice, text=TWENTY, accounts=accounts)
    write(post, alice, TWENTY, ok=OWN)
    agree(post, alice, carol)
    for number, act in enumerate(Act.objects.order_by("pk"), 5):
        Act.objects.filter(pk=act.pk).update(state=ActState.CONFIRMED, remote_id=str(number), proof="answer")
    return post


def agree(post: Post, alice: Person, carol: Person) -> None:
    step = step_of(ask_about(version=working(post), by=alice).version)
    decide_and_release(step=step, by=carol, verdict=Verdict.YES)


def edited() -> list[str]:
    return sorted(Act.objects.filter(verb=Verb.EDIT).values_list("account__network", flat=True))


def test_an_unchanged_correction_is_not_sent(out: Post, alice: Person) -> None:
    rewrite(post=out, by=alice)

    with pytest.raises(PublishingError) as refused:
        ask_about(version=working(out), by=alice)

    assert str(refused.value) == (
        "Правка ничего не меняет: в сетях стоит ровно это. Свой текст у сетей: Одноклассники, общий туда не идёт. "
        "Поправьте его или уберите. Всё сохранено."
    )
    assert (ApprovalSheet.objects.count(), working(out).frozen_at) == (1, None)


def test_a_common_text_that_no_network_shows_changes_nothing(out: Post, alice: Person) -> None:
    rewrite(post=out, by=alice)
    write(out, alice, TWENTY_FIVE, vk=TWENTY, ok=OWN, max=TWENTY)

    with pytest.raises(PublishingError, match="Правка ничего не меняет"):
        ask_about(version=working(out), by=alice)


def test_the_common_text_is_corrected_where_it_stands(out: Post, alice: Person, carol: Person) -> None:
    rewrite(post=out, by=alice)
    write(out, alice, TWENTY_FIVE, ok=OWN)
    agree(out, alice, carol)

    assert edited() == ["max", "vk"]


def test_a_difference_in_one_network_is_corrected_there_alone(out: Post, alice: Person, carol: Person) -> None:
    rewrite(post=out, by=alice)
    write(out, alice, TWENTY, ok="Поливаем деревья 25 минут.")
    agree(out, alice, carol)

    assert edited() == ["ok"]


def test_a_dropped_own_text_lets_the_common_one_in(out: Post, alice: Person, carol: Person) -> None:
    rewrite(post=out, by=alice)
    write(out, alice, TWENTY)
    agree(out, alice, carol)

    assert edited() == ["ok"]


def test_back_to_what_stands_is_asked_about_while_another_correction_is_on_its_way(
    out: Post, alice: Person, carol: Person
) -> None:
    rewrite(post=out, by=alice)
    write(out, alice, TWENTY_FIVE, ok=OWN)
    agree(out, alice, carol)
    rewrite(post=out, by=alice)
    Act.objects.filter(verb=Verb.EDIT).update(state=ActState.SENDING)
    write(out, alice, TWENTY, ok=OWN)

    assert ask_about(version=working(out), by=alice).correction


def test_a_correction_that_failed_may_be_asked_about_anew(out: Post, alice: Person, carol: Person) -> None:
    rewrite(post=out, by=alice)
    write(out, alice, TWENTY_FIVE, ok=OWN)
    agree(out, alice, carol)
    Act.objects.filter(verb=Verb.EDIT).update(state=ActState.FAILED)
    rewrite(post=out, by=alice)

    assert ask_about(version=working(out), by=alice).correction


def test_the_window_says_that_nothing_changes_and_keeps_the_words(out: Post, alice: Person) -> None:
    rewrite(post=out, by=alice)

    answer = Window(client_of(alice), out).press("ask", text_ok=OWN)

    assert answer.status_code == 422
    assert "Правка ничего не меняет: в сетях стоит ровно это." in page_of(answer)
    assert working(out).text == TWENTY


def test_the_editor_names_the_networks_that_keep_their_text(out: Post, alice: Person) -> None:
    rewrite(post=out, by=alice)
    page = page_of(client_of(alice).get(f"/posts/{out.pk}/edit/"))

    assert page.count("Здесь стоит свой текст, правка общего его не касается.") == 1
    assert 'href="#text-ok"' in element(page, "div#own-texts")


def test_one_press_lets_the_common_text_in(out: Post, alice: Person) -> None:
    rewrite(post=out, by=alice)
    window = Window(client_of(alice), out)

    answer = window.browser.post(
        f"/posts/{out.pk}/own/ok/drop/",
        {"version": window.version, "text": TWENTY_FIVE, "text_ok": OWN},
        follow=True,
    )

    version = working(out)
    assert (version.text, list(version.variants.all())) == (TWENTY_FIVE, [])
    assert f"Одноклассники: теперь сюда идёт общий текст. Свой был таким: «{OWN}»" in page_of(answer)


def test_dropping_what_is_gone_says_so(out: Post, alice: Person) -> None:
    rewrite(post=out, by=alice)
    window = Window(client_of(alice), out)

    answer = window.browser.post(
        f"/posts/{out.pk}/own/vk/drop/",
        {"version": window.version, "text": TWENTY, "text_ok": OWN},
        follow=True,
    )

    assert "Своего текста у этой сети уже нет" in page_of(answer)
