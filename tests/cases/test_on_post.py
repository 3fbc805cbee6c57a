"""The question of a comment that was deleted for its words is answered on the post, and the page says so before."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases.test_unsent import ends, fresh, withdrawn
from tests.factories import make_account, make_message
from tests.inbox.conftest import Stand, max_, ok, telegram, vk  # noqa: F401 -- fixtures
from tests.markup import words
from tests.moderation.measures import able
from tests.people import client_of
from veche.accounts.models import Account
from veche.cases.domain.answer import answer
from veche.cases.domain.on_post import DELETED_MEANWHILE, NAMES, QUOTES
from veche.cases.domain.open import add_comments, open_case
from veche.cases.domain.unsent import settle_answers
from veche.cases.enums import CaseState, How
from veche.cases.errors import CaseError
from veche.cases.models import Case
from veche.inbox.enums import MessageState
from veche.inbox.models import Answer, Message
from veche.journal.models import Entry
from veche.moderation.domain.rule import delete
from veche.networks.protocol import OutgoingPost, Publish, Reply
from veche.outbox.domain.plan import plan_act
from veche.outbox.domain.unpack import network_act
from veche.outbox.enums import ActState
from veche.staff.models import Administration, Person

RUDE = "Скоты ленивые, когда почините лифт на Мира 5?"
REPLY = "Лифт на Мира 5 чинит подрядчик, заработает 28 ноября. Если не заработает, напишите здесь."


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice)


def rude(account: Account, **fields: object) -> Message:
    given = {"text": RUDE, "author_name": "Анна Ковалёва", "state": MessageState.DELETED} | fields
    return make_message(account, **given)  # type: ignore[arg-type]


def page_of(press: Client, case: Case) -> str:
    return words(press.get(reverse("cases:detail", args=[case.pk])).content.decode())


def send(press: Client, case: Case, text: str = REPLY, **more: str) -> tuple[int, str]:
    found = press.post(reverse("cases:answer", args=[case.pk]), {"text": text, **more})
    return found.status_code, words(found.content.decode())


def published(stand: Stand, by: Person) -> str:
    post = plan_act(
        account=stand.account, intent="publish:lift", title="Лифты", act=Publish(OutgoingPost("Лифты")), by=by
    )
    stand.carry_out(post)
    stand.look()
    return post.remote_id or str(stand.sandbox.posts(stand.slug, stand.number)[-1]["id"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("network", ["vk", "ok", "telegram", "max_"])
def test_the_answer_stands_on_the_post_of_each_network(
    network: str, request: pytest.FixtureRequest, alice: Person
) -> None:
    stand: Stand = request.getfixturevalue(network)
    stand.resident(published(stand, alice), RUDE)
    stand.look()
    message = stand.message(RUDE)
    case, press = open_case(message=message, by=alice), client_of(alice)
    stand.carry_out(delete(message=message, by=alice, ground="insult").act)
    message.refresh_from_db()
    assert message.state == MessageState.DELETED
    assert "Ответ выйдет отдельным комментарием страницы под записью «Лифты»" in page_of(press, case)

    assert send(press, case, on_post="1")[0] == 302

    assert stand.carry_out(Answer.objects.get().act).state == ActState.CONFIRMED
    found = stand.sandbox.comments(stand.slug, details=True)
    texts = {one["text"]: one for one in found if one["account"] == stand.number}
    assert (texts[RUDE]["deleted"], texts[REPLY]["deleted"]) == (True, False)
    assert str(texts[REPLY]["reply_to"]) != message.remote_id
    assert (fresh(case).state, settle_answers()) == (CaseState.ANSWERED, 0)


def test_it_names_nobody_quotes_nothing_and_surprises_nobody(account: Account, alice: Person) -> None:
    message = rude(account, state=MessageState.NEW)
    case, press = open_case(message=message, by=alice), client_of(alice)
    assert "отдельным комментарием" not in page_of(press, case)
    Message.objects.update(state=MessageState.DELETED)
    refused = {
        DELETED_MEANWHILE: {},
        NAMES: {"text": f"Анна, {REPLY}", "on_post": "1"},
        QUOTES: {"text": f"Вы пишете: «скоты ленивые, когда». {REPLY}", "on_post": "1"},
    }
    for why, typed in refused.items():
        status, shown = send(press, case, **typed)
        assert (status, why in shown, Answer.objects.count()) == (422, True, 0)

    assert send(press, case, on_post="1")[0] == 302

    sent = Answer.objects.get()
    assert network_act(sent.act) == Reply(message.conversation.post_id, "", REPLY)
    message.refresh_from_db()
    assert (message.state, fresh(case).state) == (MessageState.DELETED, CaseState.ANSWERED)
    assert Entry.objects.get(verb="comment.answered_on_post").facts == {"act": sent.act_id}
    assert Entry.objects.get(verb="case.answered").facts["posts"] == 1
    assert "Спросить в той же ветке" not in page_of(press, case)  # nobody is left to be asked

    ends(sent, ActState.FAILED)
    assert (settle_answers(), fresh(case).state) == (1, CaseState.UNSENT)
    assert "Ответ не вышел, без него 1 комментарий" in page_of(press, case)
    assert send(press, case, text=f"{REPLY} Ждём.", on_post="1")[0] == 302
    assert (settle_answers(), fresh(case).state, Answer.objects.count()) == (0, CaseState.ANSWERED, 2)


def test_a_person_writes_it_where_no_key_can(account: Account, alice: Person) -> None:
    able(account, reply="by_hand")
    case, press = open_case(message=rude(account), by=alice), client_of(alice)
    assert "но руками. Потому что by_hand. Дадим карточку с текстом и шагами" in page_of(press, case)

    assert send(press, case, on_post="1")[0] == 302

    act = Answer.objects.get().act
    card = reverse("outbox:detail", args=[act.pk])
    assert (act.state, f'href="{card}"' in press.get(reverse("cases:detail", args=[case.pk])).content.decode()) == (
        ActState.BY_HAND,
        True,
    )
    shown = words(press.get(card).content.decode())
    assert ("Вставьте комментарий отсюда" in shown, REPLY in shown) == (True, True)
    press.post(reverse("outbox:happened", args=[act.pk]))
    act.refresh_from_db()
    assert (act.state, settle_answers(), fresh(case).state) == (ActState.CONFIRMED, 0, CaseState.ANSWERED)


def test_one_answer_on_each_post_that_stands_and_none_beside_a_comment_that_is_there(
    account: Account, alice: Person
) -> None:
    first, twin = rude(account), rude(account, text="Где лифт?")
    gone = rude(account, conversation=withdrawn(account), text="Лифт!")
    case = open_case(message=first, by=alice)
    add_comments(case=case, by=alice, messages=[twin, gone])
    assert "Ответ не выйдет под записью" in page_of(client_of(alice), case)
    [sent] = answer(case=case, by=alice, text=REPLY, how=How.EACH, interim=True, on_post=True)
    assert sent.message == first

    there = rude(account, state=MessageState.NEW, text="Лифт когда?")
    add_comments(case=fresh(case), by=alice, messages=[there])
    [sent] = answer(case=fresh(case), by=alice, text=REPLY, how=How.EACH, interim=False, on_post=True)
    assert sent.message == there

    lone = open_case(message=rude(account, conversation=gone.conversation, text="Лифт!!"), by=alice)
    with pytest.raises(CaseError, match="Запись сняли"):
        answer(case=lone, by=alice, text=REPLY, how=How.EACH, interim=False, on_post=True)
