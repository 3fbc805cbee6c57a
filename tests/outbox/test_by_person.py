"""An act done by hand is recorded as a person's word: who, when, at which address; the network may prove it later."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.factories import NOON, make_account, make_act
from tests.markup import attribute
from tests.people import client_of
from veche.accounts.models import Account
from veche.journal.domain.record import record
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.networks.payload import act_to_json
from veche.networks.protocol import AnswerMessage, MessageCame, OutgoingPost, PostNow, PostSeen, Publish, Verb
from veche.outbox.domain.answer_seen import answer_seen
from veche.outbox.domain.history import story_of
from veche.outbox.domain.person_decisions import say_happened
from veche.outbox.domain.queries import line_of
from veche.outbox.domain.read_back import _compare
from veche.outbox.domain.seen import seen
from veche.outbox.enums import ActState, Proof
from veche.outbox.errors import WrongAddress
from veche.outbox.models import Act
from veche.outbox.reasons import HELD_BACK
from veche.outbox.words import word_of
from veche.staff.models import Administration, Person

TEXT = "Каток открыт"


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice, remote_id="220000001", title="Рубцовск")


def card(account: Account, **fields: object) -> Act:
    defaults: dict[str, Any] = {"state": "by_hand", "payload": act_to_json(Publish(OutgoingPost(TEXT)))}
    return make_act(account, due_at=now() - timedelta(minutes=5), **defaults | fields)


def address(number: int) -> str:
    return f"https://vk.com/wall-220000001_{number}"


def said(act: Act, by: Person, url: str = "") -> Act:
    say_happened(act=act, by=by, url=url)
    act.refresh_from_db()
    return act


def entries(act: Act) -> list[tuple[str, str, str]]:
    found = Entry.objects.filter(object_type="outbox.act", object_id=str(act.pk)).order_by("number")
    return [(entry.sentence, entry.who, entry.facts.get("proof", "")) for entry in found.select_related("actor")]


def test_it_is_the_word_of_a_person_everywhere(account: Account, alice: Person):
    act = said(card(account), alice, address(7))

    line = line_of(act)

    assert act.proof == Proof.PERSON
    assert act.confirmed_by == alice
    assert act.remote_id == "7"
    assert act.remote_url == address(7)
    assert (line.face, line.word) == ("confirmed_by_person", "вышла, подтвердил человек")
    assert act.proof_in_words == "подтвердил человек: alice"
    assert entries(act) == [("подтвердил человек", "alice", "")]
    [entry] = Entry.objects.filter(object_type="outbox.act", object_id=str(act.pk))
    assert entry.facts == {"network": "vk", "account": account.pk, "remote_id": "7", "url": address(7)}


@pytest.mark.parametrize("verb", list(Verb))
def test_no_word_of_it_names_the_network(account: Account, alice: Person, verb: Verb):
    act = make_act(account, verb=verb, state="confirmed", proof="person", proven_at=NOON, confirmed_by=alice)

    assert word_of(act).endswith(", подтвердил человек")
    assert "сеть" not in word_of(act)


def test_every_page_of_acts_says_who_and_when(account: Account, alice: Person, bob: Person):
    act = make_act(account, verb="delete_comment", state="confirmed", proof="person", proven_at=NOON, confirmed_by=bob)
    browser = client_of(alice)

    pages = [
        browser.get(url).content.decode() for url in (reverse("outbox:list"), reverse("outbox:detail", args=[act.pk]))
    ]

    for page in pages:
        assert "удалён, подтвердил человек" in page
        assert "подтвердил человек: bob" in page
        assert "25 ноября, 12:00" in page
        assert "сеть подтвердила" not in page
    assert "Записано со слов" in pages[1]


def test_an_entry_of_before_says_no_more_than_was_so(account: Account, alice: Person):
    """Earlier versions wrote «подтвердила сеть» beside a person's word; the chain stays as it is."""
    act = card(account)
    facts = {"proof": "person", "remote_id": ""}
    record(administration=account.administration, actor=None, verb="act.confirmed", obj=act, facts=facts)

    assert entries(act) == [("записали как сделанное, со слов человека", "Вече, само", "person")]
    assert "подтвердила сеть" not in client_of(alice).get(reverse("journal:list")).content.decode().replace(
        '<option value="act.confirmed">подтвердила сеть</option>', ""
    )


@pytest.mark.parametrize(
    ("url", "begins"),
    [
        ("https://vk.com/wall-111_7", "Это запись другой страницы. Ничего не записали."),
        ("https://t.me/rubtsovsk/7", "Это адрес другой сети: Телеграм. Ничего не записали."),
        ("https://vk.cc/abc", "Это короткая ссылка, по ней не видно, чья запись. Ничего не записали."),
        ("https://sun9-2.userapi.com/shot.png", "Это картинка, а не запись. Ничего не записали."),
    ],
)
def test_a_foreign_address_is_refused_with_an_example(account: Account, alice: Person, url: str, begins: str):
    act = card(account)
    browser = client_of(alice)

    answer = browser.post(reverse("outbox:happened", args=[act.pk]), {"url": url, "next": "/posts/1/"})

    page = answer.content.decode()
    act.refresh_from_db()
    assert answer.status_code == 422
    assert act.state == "by_hand"
    assert entries(act) == []
    assert begins in page
    assert f"он выглядит так: {address(123)}" in page
    assert f'value="{url}"' in page
    assert '<input type="hidden" name="next" value="/posts/1/">' in page
    assert '<a href="/posts/1/">' in page


def test_from_the_refusal_a_good_address_leads_to_a_page(account: Account, alice: Person):
    act = card(account)
    browser, button = client_of(alice), reverse("outbox:happened", args=[act.pk])

    refused = browser.post(button, {"url": "https://vk.com/wall-111_7"})
    back = _hidden(refused.content.decode(), "next")
    taken = browser.post(button, {"url": address(7), "next": back}, follow=True)

    assert back == reverse("outbox:detail", args=[act.pk])
    assert (taken.redirect_chain, taken.status_code) == ([(back, 302)], 200)
    assert "подтвердил человек: alice" in taken.content.decode()


def test_one_post_is_not_two(account: Account, alice: Person):
    said(card(account), alice, address(7))
    other = card(account)

    with pytest.raises(WrongAddress, match=r"^Это адрес записи «Каток открыт»\. Ничего не записали\. "):
        say_happened(act=other, by=alice, url=address(7))

    other.refresh_from_db()
    assert other.state == ActState.BY_HAND


MAX = "https://max.ru/{page}/{code}"


@pytest.mark.parametrize("page", ["c/-70801090403050", "rubtsovsk"])
@pytest.mark.parametrize("verb", ["publish", "edit"])
def test_the_address_of_another_post_is_no_proof_in_max(rubtsovsk: Administration, alice: Person, page: str, verb: str):
    """An address in MAX has no id, only its code, under either form of the page."""
    account = make_account(
        rubtsovsk, responsible=alice, network="max", remote_id="-70801090403050", username="rubtsovsk"
    )
    stands: dict[str, Any] = {"state": "confirmed", "proof": "answer", "proven_at": NOON}
    make_act(
        account, **stands, title="Остановка", remote_id="mid.1", remote_url=MAX.format(page="rubtsovsk", code="AaIp")
    )
    own = make_act(account, **stands, remote_id="mid.2", remote_url=MAX.format(page="rubtsovsk", code="aaip"))
    act = card(account) if verb == "publish" else card(account, verb="edit", about=own)

    with pytest.raises(WrongAddress, match=r"^Это адрес записи «Остановка»\. Ничего не записали\. "):
        say_happened(act=act, by=alice, url=MAX.format(page=page, code="AaIp"))

    code = "BbIp" if verb == "publish" else "aaip"
    assert said(act, alice, MAX.format(page=page, code=code)).remote_url == MAX.format(page=page, code=code)


def test_a_photo_of_anothers_album_is_that_post(rubtsovsk: Administration, alice: Person):
    account = make_account(
        rubtsovsk, responsible=alice, network="telegram", remote_id="-1001234567890", username="city"
    )
    make_act(account, title="Альбом", remote_id="40", more_ids=["41", "42"])

    with pytest.raises(WrongAddress, match=r"^Это адрес записи «Альбом»"):
        say_happened(act=card(account), by=alice, url="https://t.me/city/42")

    assert said(card(account), alice, "https://t.me/city/43").remote_id == "43"


def test_a_number_that_the_network_gave_stays(account: Account, alice: Person):
    act = card(account, state="sent", remote_id="5")

    with pytest.raises(WrongAddress, match="Сеть сама назвала номер этой записи, 5"):
        say_happened(act=act, by=alice, url=address(7))

    assert said(act, alice, address(5)).remote_id == "5"


@pytest.mark.parametrize("number", ["7", ""])
def test_the_network_may_prove_it_later(account: Account, alice: Person, number: str):
    act = said(card(account), alice, address(7) if number else "")

    seen(account=account, event=PostSeen("post:7", "7", TEXT, 0, now(), url=address(7)))

    act.refresh_from_db()
    assert act.proof == Proof.EVENT
    assert act.confirmed_by == alice
    assert act.remote_id == "7"
    assert act.remote_url == address(7)
    assert act.proof_in_words == "сеть прислала событие"
    assert [(moment.what, moment.detail) for moment in story_of(act)][1:] == [
        ("подтвердил человек", "alice"),
        ("подтвердила сеть", "Вече, само"),
    ]


def test_other_words_at_that_address_prove_nothing(account: Account, alice: Person):
    act = said(card(account), alice, address(7))

    seen(account=account, event=PostSeen("post:7", "7", "Совсем другое", 0, now(), url=address(7)))

    act.refresh_from_db()
    assert act.proof == Proof.PERSON


def test_an_old_word_is_not_taken_for_a_new_post(account: Account, alice: Person):
    act = said(card(account), alice)
    Act.objects.filter(pk=act.pk).update(proven_at=now() - timedelta(days=2), due_at=now() - timedelta(days=3))

    assert seen(account=account, event=PostSeen("post:8", "8", TEXT, 0, now())) is None


@pytest.mark.parametrize(("text", "proof"), [(TEXT, Proof.READ_BACK), ("Другое", Proof.PERSON), (None, Proof.PERSON)])
def test_reading_our_very_words_proves_it(account: Account, alice: Person, text: str | None, proof: Proof):
    act = said(card(account), alice, address(7))

    _compare({"7": act}, {"7": PostNow(stands=True, text=text)})

    act.refresh_from_db()
    assert (act.proof, act.confirmed_by) == (proof, alice)


def test_an_answer_that_a_person_sent_is_found_in_the_talk(account: Account, alice: Person):
    payload = act_to_json(AnswerMessage("101", TEXT))
    act = said(card(account, verb="answer_message", payload=payload), alice)

    found = answer_seen(account=account, event=MessageCame("m:9", "9", "101", "", "", TEXT, now(), ours=True))

    act.refresh_from_db()
    assert found == act
    assert act.proof == Proof.EVENT
    assert act.remote_id == "9"


def _hidden(page: str, name: str) -> str:
    return attribute(page, f"input[name={name}]", "value")


def test_what_was_held_is_not_called_taken_off(account: Account):
    held = make_act(account, state="cancelled", reason=HELD_BACK)

    assert [word_of(held), word_of(make_act(account, state="cancelled", reason="Сняли: больше не нужна."))] == [
        "придержана",
        "",
    ]
