"""Messages under a withdrawn post are listed for each network until its copy is deleted, and not afterwards."""

import pytest

from tests.factories import make_account, make_conversation, make_message
from tests.people import client_of
from tests.web.test_numbers import main_of
from tests.written import approved
from veche.inbox.domain.answer import answer
from veche.inbox.models import Conversation
from veche.kernel.clock import now
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.domain.queries import Show, counts
from veche.moderation.tasks import settle
from veche.outbox.domain.person_decisions import say_happened
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.publishing.domain.withdraw import withdraw
from veche.staff.models import Person

ADVERTISEMENT = "Лучшее казино, фриспины всем новым, заходи"


@pytest.fixture
def copies(alice: Person, carol: Person) -> dict[str, Act]:
    """A post published in VK and in OK, whose keys cannot delete it, with an advertisement under each."""
    accounts = [make_account(alice.administration, responsible=alice, network=slug) for slug in ("vk", "ok")]
    version = approved(alice, carol, accounts=accounts)
    copies = {made.act.account.network: made.act for made in version.deliveries.select_related("act__account")}
    for number, act in enumerate(copies.values(), start=7):
        Act.objects.filter(pk=act.pk).update(
            state=ActState.CONFIRMED, remote_id=str(number), proof="answer", proven_at=now()
        )
        talk = make_conversation(act.account, post_id=str(number))
        Conversation.objects.filter(pk=talk.pk).update(act=act)
        make_message(act.account, conversation=talk, text=ADVERTISEMENT)
    propose_for_new()
    return copies


def take_down(copies: dict[str, Act], by: Person) -> None:
    withdraw(post=copies["vk"].delivery.version.post, by=by, reason="Неверный адрес")
    Act.objects.filter(verb="withdraw").update(state=ActState.BY_HAND)


def confirm_by_hand(about: Act, by: Person) -> None:
    say_happened(act=Act.objects.get(about=about, verb="withdraw"), by=by)


def test_comments_of_a_network_wait_until_its_copy_is_gone(copies: dict[str, Act], alice: Person) -> None:
    take_down(copies, alice)
    decided = counts(alice.administration)
    confirm_by_hand(copies["vk"], alice)
    one_left = counts(alice.administration)
    confirm_by_hand(copies["ok"], alice)

    assert [found[Show.PROPOSED] for found in (decided, one_left, counts(alice.administration))] == [2, 1, 0]


@pytest.mark.parametrize("state", [ActState.FAILED, ActState.MISSED, ActState.UNKNOWN])
def test_an_answer_that_did_not_leave_is_not_waited_for_under_no_post(
    state: ActState, copies: dict[str, Act], alice: Person, helen: Person
) -> None:
    talk = Conversation.objects.get(act=copies["vk"])
    asked = make_message(copies["vk"].account, conversation=talk, text="Во сколько начало?")
    made = answer(message=asked, by=alice, text="В полдень")
    Act.objects.filter(pk=made.act.pk).update(state=state, reason="Не дошло")
    take_down(copies, alice)
    for act in copies.values():
        confirm_by_hand(act, alice)
    press, head = client_of(alice), client_of(helen)
    pages = [main_of(press.get("/")), main_of(press.get(f"/inbox/{asked.pk}/")), main_of(head.get("/"))]
    settle.call()
    made.act.refresh_from_db()
    settled = main_of(press.get("/inbox/?show=all"))

    assert counts(alice.administration)[Show.WAITING] == 0
    told = zip(pages, ("Надо решить 1", "Попробовать ещё раз", "Комментарии: ждут"), strict=True)
    assert [word for page, word in told if word in page] == []
    assert "запись сняли, ответа не ждут" in settled
    assert "Записи, под которой его писали" in (made.act.taken_back or made.act.reason)
    assert made.act.state == (ActState.UNKNOWN if state == ActState.UNKNOWN else ActState.CANCELLED)
