"""A post waits until its hour for a lost key, whether lost before or after approval; then a person publishes it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.factories import make_account
from tests.people import client_of
from tests.web.test_numbers import main_of
from tests.written import approved, asked, drafted
from veche.accounts.domain.abilities import POSTS_WAIT
from veche.accounts.domain.keys import put_key, revoke_key
from veche.accounts.models import Account, Key, Passport
from veche.alarms.domain.items import items_of
from veche.alarms.domain.notice import notice
from veche.alarms.domain.words import letter_to
from veche.alarms.models import Alarm
from veche.approval.enums import Verdict
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.kit.moments import spoken
from veche.outbox.domain.by_hand import take_by_hand
from veche.outbox.domain.deliver import deliver
from veche.outbox.domain.plan import NOT_AFTER
from veche.outbox.enums import ActState
from veche.outbox.errors import NotNow
from veche.outbox.models import Act
from veche.publishing.domain.change import move
from veche.publishing.domain.release import decide_and_release
from veche.staff.models import Person


@pytest.fixture
def account(alice: Person, ivan: Person) -> Account:
    made = make_account(alice.administration, responsible=alice, network="telegram", title="Город")
    able = {"publish_text": {"mode": "auto", "why": "", "slot": "bot", "steps": []}}
    Passport.objects.create(administration=alice.administration, account=made, abilities=able, checked_at=now())
    put_key(account=made, slot="bot", secret=Secret("7000000001:AAF-a-key-of-thirty-five-characters"), by=ivan)
    return made


def revoke(account: Account, by: Person) -> None:
    revoke_key(key=Key.objects.get(account=account, revoked_at=None), by=by)


def agreed_before(account: Account, alice: Person, carol: Person, ivan: Person) -> Act:
    act: Act = approved(alice, carol, accounts=[account]).deliveries.get().act
    revoke(account, ivan)
    return act


def agreed_after(account: Account, alice: Person, carol: Person, ivan: Person) -> Act:
    step = asked(alice, accounts=[account])
    revoke(account, ivan)
    post = step.sheet.version.post_id
    assert "уйдёт, когда согласуют и впишут ключ" in main_of(client_of(alice).get(f"/posts/{post}/"))
    assert "Здесь подождёт ключа: ключ отозван." in main_of(client_of(carol).get(f"/approval/{step.pk}/"))
    decide_and_release(step=step, by=carol, verdict=Verdict.YES)
    act: Act = step.sheet.version.deliveries.get().act
    return act


type Agreed = Callable[[Account, Person, Person, Person], Act]
ORDERS = pytest.mark.parametrize("agreed", [agreed_before, agreed_after])


@ORDERS
def test_it_waits_and_every_page_says_so(
    agreed: Agreed, account: Account, alice: Person, carol: Person, ivan: Person
) -> None:
    act = agreed(account, alice, carol, ivan)
    officer = client_of(alice)

    pages = [
        main_of(officer.get(f"/posts/{act.delivery.version.post_id}/")),
        main_of(officer.get(f"/outbox/{act.pk}/")),
        main_of(officer.get("/")),
        main_of(client_of(ivan).get(f"/accounts/{account.pk}/")),
    ]

    act.refresh_from_db()
    assert (act.state, act.reason) == (ActState.PLANNED, "")
    assert [str(POSTS_WAIT) in page for page in pages] == [True] * 4
    assert ["ждёт ключа" in page for page in pages[:2]] == [True] * 2
    assert ["Выпустить вручную" in page for page in pages[:2]] == [True] * 2


def test_the_editor_and_the_page_know_of_a_key_that_the_network_refused(account: Account, alice: Person) -> None:
    """The passport is unchanged: it shows the former abilities."""
    post = drafted(alice, accounts=[account])
    Key.objects.filter(account=account).update(refused_at=now())
    officer = client_of(alice)

    editor, page = (main_of(officer.get(f"/posts/{post.pk}/{place}")) for place in ("edit/", ""))

    assert "Телеграм: когда впишут ключ" in editor
    assert "ключи сетей это умеют" not in editor
    assert "уйдёт, когда согласуют и впишут ключ" in page
    assert [str(POSTS_WAIT) in shown for shown in (editor, page)] == [True, True]


@ORDERS
def test_at_its_hour_hands_do_it(agreed: Agreed, account: Account, alice: Person, carol: Person, ivan: Person) -> None:
    act = agreed(account, alice, carol, ivan)
    Act.objects.update(due_at=now() - timedelta(seconds=5), next_try_at=now() - timedelta(seconds=5))

    deliver(act.pk, worker="w")

    act.refresh_from_db()
    assert act.state == ActState.BY_HAND
    assert act.reason.startswith("Телеграм без ключа этого не сделает: нужен ключ бота, а его нет.")


@ORDERS
def test_a_person_may_publish_it_by_hand_before(
    agreed: Agreed, account: Account, alice: Person, carol: Person, ivan: Person
) -> None:
    act = agreed(account, alice, carol, ivan)

    said = client_of(alice).post(f"/outbox/{act.pk}/by-hand/", follow=True).content.decode()

    act.refresh_from_db()
    assert act.state == ActState.BY_HAND
    assert "в свой час её выложит человек" in said
    assert "что сделать" not in said


def test_what_leaves_by_itself_is_not_taken_from_it(account: Account, alice: Person, carol: Person) -> None:
    act = approved(alice, carol, accounts=[account]).deliveries.get().act

    with pytest.raises(NotNow, match="всё изменилось"):
        take_by_hand(act=act, by=alice)


@ORDERS
def test_it_hears_of_it_once(agreed: Agreed, account: Account, alice: Person, carol: Person, ivan: Person) -> None:
    act = agreed(account, alice, carol, ivan)
    notice()
    notice()

    items = items_of(list(Alarm.objects.filter(person=ivan, kind="no_key", subject=act.pk)), now()).items
    assert len(items) == 1
    body = letter_to(ivan, items, origin="https://veche.example", letter=act.idempotency_key).body
    assert "«Открыли каток» — ждёт ключа" in body
    assert str(POSTS_WAIT) in body
    assert f"Вписать ключ: https://veche.example/accounts/{account.pk}/" in body
    assert "Вече само это больше не отправит" not in body


@pytest.mark.parametrize("restored", [True, False])
def test_what_was_taken_by_hand_before_its_hour_goes_back_to_that_hour(
    account: Account, alice: Person, carol: Person, ivan: Person, *, restored: bool
) -> None:
    act = agreed_before(account, alice, carol, ivan)
    due_at, not_after = act.due_at, act.not_after
    take_by_hand(act=act, by=alice)
    if restored:
        put_key(account=account, slot="bot", secret=Secret("7000000001:AAF-another-key-of-thirty-six-letters"), by=ivan)

    said = client_of(alice).post(f"/outbox/{act.pk}/send-now/", follow=True).content.decode()
    deliver(act.pk, worker="w")

    act.refresh_from_db()
    assert act.state == ActState.PLANNED
    assert act.due_at == due_at
    assert act.not_after == not_after
    assert act.attempt == 0
    assert "Уйдёт сама в свой час" in said
    assert "Отправляем сейчас" not in said
    assert ("ждёт ключа" in said) is not restored


def test_what_a_person_is_to_do_on_a_later_day_stays_in_the_plan_until_then(
    account: Account, alice: Person, carol: Person, ivan: Person
) -> None:
    hour = now().replace(microsecond=0) + timedelta(days=3)
    act: Act = approved(alice, carol, accounts=[account], publish_at=hour).deliveries.get().act
    revoke(account, ivan)
    take_by_hand(act=act, by=alice)
    officer, when = client_of(alice), spoken(hour, account.administration.time_zone)

    post = officer.get(f"/posts/{act.delivery.version.post_id}/")
    listed = officer.get("/posts/?state=by_hand").context["page"].paginator.count
    sending = main_of(officer.get(f"/outbox/{act.pk}/"))
    refused = officer.post(f"/outbox/{act.pk}/happened/", follow=True).content.decode()
    later = hour + timedelta(days=2)
    move(item=act.delivery.version.post.plan_item, by=alice, publish_at=later)

    act.refresh_from_db()
    assert post.context["can_move"] is True
    assert post.context["after"].cards == []
    assert listed == 1
    assert ["Пусть уйдёт сама, когда будет ключ" in page for page in (main_of(post), sending)] == [True] * 2
    assert when in main_of(post)
    assert f"Выложите руками {when}." in sending
    assert "Её день ещё не пришёл" in refused
    assert act.state == ActState.BY_HAND
    assert act.due_at == later
    assert act.not_after == later + NOT_AFTER
