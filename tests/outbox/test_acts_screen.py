"""«Отправки»: the shown data of each act, filters, and the effect of a person's answer."""

from datetime import timedelta
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories import NOON, make_account, make_act
from tests.people import client_of
from veche.accounts.models import Account
from veche.kernel.clock import now
from veche.kernel.http import PACED
from veche.networks.payload import act_to_json
from veche.networks.protocol import NetworkError, OutgoingPost, Publish, Withdraw
from veche.outbox.domain.history import story_of
from veche.outbox.domain.queries import acts, counted, face_of
from veche.outbox.domain.results import did_not_happen
from veche.outbox.enums import ActState, Outcome, Proof
from veche.outbox.models import Act, Attempt
from veche.outbox.reasons import PUT_OFF
from veche.staff.models import Administration, Person


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice)


def post(browser: Client, name: str, act: Act, **data: object):
    return browser.post(reverse(f"outbox:{name}", args=[act.pk]), data, follow=True)


def state_of(act: Act) -> str:
    act.refresh_from_db()
    return str(act.state)


def test_each_filter_shows_its_states_and_their_number(rubtsovsk: Administration, account: Account, alice: Person):
    made = {state: make_act(account, state=state, due_at=now(), proof="answer") for state in ActState}
    away = make_account(rubtsovsk, responsible=account.responsible, network="max", unreachable_since=now())
    unkeyed = make_account(rubtsovsk, responsible=account.responsible, network="ok")
    unkeyed.keys.create(administration=rubtsovsk, slot="application", sealed="-", added_by=alice, refused_at=now())
    held = [make_act(account), make_act(away, due_at=now()), make_act(unkeyed, due_at=now() + timedelta(days=1))]
    later = make_act(away, due_at=now() + timedelta(hours=1))

    rows = {name: list(acts(rubtsovsk, state=name)) for name in counted(rubtsovsk)}
    shown = {name: {act.state for act in found} for name, found in rows.items() if name != "held"}

    assert shown == {
        "": set(made),
        "decide": {"failed", "unknown", "missed"},
        "by_hand": {"by_hand"},
        "ahead": {"planned", "preparing", "sending"},
        "frozen": {"stopped"},
        "paused": {"paused"},
        "checking": {"sent"},
        "out": {"confirmed"},
        "dropped": {"cancelled"},
    }
    assert {(act.pk, face_of(act)) for act in rows["held"]} == set(
        zip([act.pk for act in held], ("overdue", "waits_network", "waits_key"), strict=True)
    )
    assert later in rows["ahead"]
    assert counted(rubtsovsk) == {name: len(found) for name, found in rows.items()}


def test_each_sending_is_in_one_chip_and_they_add_up_to_all(rubtsovsk: Administration, account: Account, alice: Person):
    away = make_account(rubtsovsk, responsible=alice, network="max", unreachable_since=now())
    unkeyed = make_account(rubtsovsk, responsible=alice, network="ok")
    unkeyed.keys.create(administration=rubtsovsk, slot="application", sealed="-", added_by=alice, refused_at=now())
    hours = (now() - timedelta(hours=2), now() - timedelta(minutes=1), now() + timedelta(days=3))
    for place, state, due in product((account, away, unkeyed), ActState, hours):
        make_act(place, state=state, due_at=due, proof="answer")

    numbers = counted(rubtsovsk)
    shown = [act.pk for name in numbers if name for act in acts(rubtsovsk, state=name)]

    whole = numbers.pop("")
    assert (whole, sum(numbers.values())) == (len(ActState) * 9, whole)
    assert sorted(shown) == sorted(act.pk for act in acts(rubtsovsk))


def test_what_goes_to_an_account_whose_key_was_revoked_waits_for_a_key(rubtsovsk: Administration, alice: Person):
    def keyed(network: str, *slots: str, left: tuple[str, ...] = ()) -> Account:
        made = make_account(rubtsovsk, responsible=alice, network=network)
        for slot in slots:
            made.keys.create(administration=rubtsovsk, slot=slot, sealed="-", added_by=alice, revoked_at=now())
        for slot in left:
            made.keys.create(administration=rubtsovsk, slot=slot, sealed="-", added_by=alice)
        return made

    def act_of(account: Account) -> Act:
        return make_act(account, due_at=now() + timedelta(days=1))

    lost = [act_of(one) for one in (keyed("max", "bot"), keyed("ok", "secret", left=("admin", "application")))]
    replaced, other = act_of(keyed("telegram", "bot", left=("bot",))), act_of(keyed("vk", "admin", left=("community",)))

    faces = {name: {(act.pk, face_of(act)) for act in acts(rubtsovsk, state=name)} for name in ("held", "ahead")}

    assert faces == {
        "held": {(act.pk, "waits_key") for act in lost},
        "ahead": {(act.pk, "planned") for act in (replaced, other)},
    }


def test_they_are_found_by_network_day_and_words(rubtsovsk: Administration, account: Account, alice: Person):
    channel = make_account(rubtsovsk, responsible=alice, network="telegram")
    ice = make_act(account, title="Открыли каток «Берёзка»")
    snow = make_act(channel, title="Где чистят снег", due_at=NOON + timedelta(hours=13))  # 1:00 of the next day there

    def ids(**wanted: object) -> list[int]:
        return [act.pk for act in acts(rubtsovsk, **wanted)]  # type: ignore[arg-type]

    assert ids() == [snow.pk, ice.pk]
    assert ids(network="telegram") == [snow.pk]
    assert (ids(day=NOON.date()), ids(day=NOON.date() + timedelta(days=1))) == ([ice.pk], [snow.pk])
    assert (ids(search="БЕРЕЗКА"), ids(search="катка(")) == ([ice.pk], [])


def test_the_page_heeds_the_filters_and_survives_nonsense(account: Account, alice: Person):
    make_act(account, title="Опоздала на час", state="missed")
    make_act(account, title="Ещё впереди")
    browser, url = client_of(alice), reverse("outbox:list")

    decide = browser.get(url, {"state": "decide"}).content.decode()
    nonsense = browser.get(url, {"state": "nope", "day": "вчера", "network": "nope", "page": "x"})

    assert ("Опоздала на час" in decide, "Ещё впереди" in decide) == (True, False)
    assert (nonsense.status_code, "Ещё впереди" in nonsense.content.decode()) == (200, True)


def test_the_list_costs_the_same_for_many(
    account: Account, alice: Person, django_assert_max_num_queries: DjangoAssertNumQueries
):
    browser, url = client_of(alice), reverse("outbox:list")
    make_act(account)
    browser.get(url)
    with django_assert_max_num_queries(15) as few:
        browser.get(url)
    for state in ActState:
        make_act(account, state=state, proof="answer")

    with django_assert_max_num_queries(len(few)):
        browser.get(url)


def test_a_channel_without_a_group_proves_nothing(rubtsovsk: Administration, alice: Person):
    bare = make_account(rubtsovsk, responsible=alice, network="telegram")
    linked = make_account(rubtsovsk, responsible=alice, network="telegram", linked_group_id="-1001234567")

    faces = [face_of(make_act(channel, state="sent")) for channel in (bare, linked)]

    assert faces == ["unproven", "sent"]


def test_the_proof_is_a_link(account: Account, alice: Person):
    act = make_act(
        account, state="confirmed", proof=Proof.READ_BACK, proven_at=NOON, remote_url="https://vk.com/wall-1_2"
    )

    page = client_of(alice).get(reverse("outbox:detail", args=[act.pk])).content.decode()

    assert ('href="https://vk.com/wall-1_2"' in page, "прочитали в сети" in page) == (True, True)


def test_the_words_stand_there_as_they_leave(account: Account, alice: Person):
    payload = act_to_json(Publish(OutgoingPost("Каток <b>открыт</b>\n\nдо 21:00")))
    act = make_act(account, payload=payload)

    page = client_of(alice).get(reverse("outbox:detail", args=[act.pk])).content.decode()

    assert "<p>Каток &lt;b&gt;открыт&lt;/b&gt;</p>" in page


def test_the_story_is_told_in_order(account: Account, alice: Person, bob: Person):
    act = make_act(account, by=alice, state="unknown", created_at=NOON)
    Act.objects.filter(pk=act.pk).update(created_at=NOON)
    for number, outcome in enumerate((Outcome.DID_NOT_HAPPEN, Outcome.UNKNOWN), 1):
        Attempt.objects.create(
            administration=act.administration,
            act=act,
            number=number,
            started_at=NOON + timedelta(minutes=number),
            outcome=outcome,
            detail=f"подробность {number}",
        )
    post(client_of(bob), "happened", act)
    act.refresh_from_db()

    story = [(moment.what, moment.detail) for moment in story_of(act)]

    assert story == [
        ("поставлена в очередь", "alice"),
        ("попытка 1: не ушла", "подробность 1"),
        ("попытка 2: ответа нет, неизвестно", "подробность 2"),
        ("подтвердил человек", "bob"),
    ]


def test_a_person_says_that_it_is_there(account: Account, alice: Person):
    act = make_act(account, state="unknown")

    answer = post(client_of(alice), "happened", act, url=f"m.vk.com/feed?w=wall-{account.remote_id}_2")

    act.refresh_from_db()
    address = f"https://vk.com/wall-{account.remote_id}_2"
    assert act.state == "confirmed"
    assert act.proof == "person"
    assert act.remote_url == address
    assert act.remote_id == "2"
    assert "Записали с ваших слов: вышла" in answer.content.decode()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "не ссылка"])
def test_what_is_no_link_is_refused(account: Account, alice: Person, url: str):
    act = make_act(account, state="unknown")

    answer = post(client_of(alice), "happened", act, url=url)

    assert (answer.status_code, state_of(act)) == (422, "unknown")
    assert "Это не похоже на ссылку" in answer.content.decode()


def test_a_second_press_changes_nothing_and_hears_why(account: Account, alice: Person, bob: Person):
    act = make_act(account, state="missed")

    post(client_of(alice), "give_up", act)
    second = post(client_of(bob), "send_now", act)

    assert state_of(act) == "cancelled"
    assert "Пока вы смотрели, всё изменилось" in second.content.decode()


def test_too_early_a_no_is_not_taken(account: Account, alice: Person):
    act = make_act(account, state="unknown", last_call_deadline=now())

    answer = post(client_of(alice), "not_happened", act)

    assert state_of(act) == "unknown"
    assert "Сеть ещё может показать запись с опозданием" in answer.content.decode()


def test_send_now_gives_a_new_hour(account: Account, alice: Person):
    act = make_act(account, state="missed")

    post(client_of(alice), "send_now", act)

    assert (state_of(act), act.not_after > now()) == ("planned", True)


@pytest.mark.parametrize(
    ("state", "answers"),
    [
        ("planned", ()),
        ("stopped", ()),
        ("missed", ("send_now", "by_hand")),
        ("failed", ("send_now", "by_hand")),
        ("by_hand", ("happened", "send_now")),
    ],
)
def test_while_a_withdrawn_post_stands_nobody_gives_its_withdrawal_up(
    account: Account, alice: Person, state: str, answers: tuple[str, ...]
):
    out = make_act(account, state="confirmed", proof="event", remote_id="5")
    down = make_act(account, state=state, verb="withdraw", about=out, payload=act_to_json(Withdraw("5")))
    offered = ("happened", "not_happened", "send_now", "by_hand", "give_up")

    page = client_of(alice).get(reverse("outbox:detail", args=[down.pk])).content.decode()
    answer = post(client_of(alice), "give_up", down)

    assert tuple(verb for verb in offered if reverse(f"outbox:{verb}", args=[down.pk]) in page) == answers
    assert state_of(down) == state
    assert "в сети она ещё стоит" in answer.content.decode()


@pytest.mark.parametrize(
    ("next_", "leads_to"), [("/outbox/?state=decide", "/outbox/?state=decide"), ("//evil.test/", None), ("evil", None)]
)
def test_the_answer_leads_back_and_nowhere_else(account: Account, alice: Person, next_: str, leads_to: str | None):
    act = make_act(account, state="failed")

    answer = client_of(alice).post(reverse("outbox:give_up", args=[act.pk]), {"next": next_})

    assert answer.headers["Location"] == (leads_to or reverse("outbox:detail", args=[act.pk]))


def test_a_read_only_role_sees_no_buttons(account: Account, audrey: Person, alice: Person):
    act = make_act(account, state="missed")
    button = reverse("outbox:send_now", args=[act.pk])

    shown = [button in client_of(who).get(reverse("outbox:list")).content.decode() for who in (audrey, alice)]

    assert shown == [False, True]


def test_giving_up_asks_first_and_leads_back(account: Account, alice: Person):
    act = make_act(account, state="failed", title="Каток")
    address = reverse("outbox:give_up", args=[act.pk])

    page = client_of(alice).get(address, {"next": "/"}).content.decode()
    foreign = client_of(alice).get(address, {"next": "//evil.test/"}).content.decode()

    assert state_of(act) == "failed"
    assert "<b>Каток</b></p><p>Сеть ВКонтакте: запись туда не уйдёт." in page
    assert '<input type="hidden" name="next" value="/">' in page
    assert "evil" not in foreign


def test_waiting_for_its_turn_is_no_refusal_of_the_network(account: Account):
    act = make_act(account)
    attempt = Attempt.objects.create(
        administration=account.administration, act=act, number=1, started_at=now(), called_at=None
    )
    act.attempt = 1
    Act.objects.filter(pk=act.pk).update(attempt=1, state=ActState.PREPARING)

    did_not_happen(act, NetworkError("Шлём не чаще, чем разрешено.", retry_after=5, code=PACED))

    attempt.refresh_from_db()
    assert (attempt.outcome, attempt.detail) == (Outcome.DID_NOT_HAPPEN, PUT_OFF)
    assert story_of(act)[-1].what == "ждала своей очереди: шлём не чаще, чем разрешено"


@pytest.mark.parametrize(
    ("network", "story", "url", "closes", "label"),
    [
        ("vk", False, "", True, "Ссылка на запись, если есть"),
        ("vk", True, "", True, "Ссылка на запись, если есть"),
        ("telegram", False, "", True, "Ссылка на запись, если есть"),
        ("telegram", True, "", False, "Ссылка на запись, если есть"),
        ("ok", True, "https://ok.ru/group/54/topic/1", False, "Ссылка на запись, если изменилась"),
    ],
)
def test_a_card_promises_only_what_the_network_shows(
    rubtsovsk: Administration, alice: Person, network: str, story: bool, url: str, closes: bool, label: str
):
    wanted = act_to_json(Publish(OutgoingPost("Каток", story=story)))
    place = make_account(rubtsovsk, responsible=alice, network=network)
    act = make_act(place, state="by_hand", payload=wanted, remote_url=url)

    page = client_of(alice).get(reverse("outbox:detail", args=[act.pk])).content.decode()

    assert ("карточка закроется сама" in page, f">{label}<" in page) == (closes, True)


@pytest.mark.parametrize(
    ("state", "verb", "told"), [("unknown", "publish", 1), ("sent", "publish", 0), ("unknown", "edit", 0)]
)
def test_the_page_of_an_act_in_doubt_tells_how_far_the_promise_reaches(
    account: Account, alice: Person, state: str, verb: str, told: int
):
    act = make_act(account, state=state, verb=verb)

    page = client_of(alice).get(reverse("outbox:detail", args=[act.pk])).content.decode()

    assert page.count("и через 60 с после срока вызова") == told
