"""Settings of an account's page: changed by acts, by hand without an API, within the network's limits."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.urls import reverse
from pytest_django import Settings

from tests.factories import make_account
from tests.outbox.test_changes import its_turn, run
from tests.people import client_of
from tests.sandbox_process import SandboxProcess
from tests.written import jpeg
from veche.accounts.domain.check import check
from veche.accounts.domain.page_changes import open_page_changes
from veche.accounts.models import Account, Passport
from veche.inbox.domain.process_events import process_events
from veche.inbox.domain.receive import receive
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.networks.protocol import Describe, PageChanged, Photo, SetCover, Verb
from veche.outbox.domain.by_hand import card_of
from veche.outbox.domain.grace import may_judge_at
from veche.outbox.domain.page import (
    last_changes,
    plan_profile_change,
    plan_profile_changes,
    profile_abilities,
    standing_description,
)
from veche.outbox.domain.queries import line_of
from veche.outbox.domain.results import rule_out
from veche.outbox.enums import ActState, Proof
from veche.outbox.errors import NotNow
from veche.outbox.models import Act
from veche.staff.models import Administration, Person

WORDS = "Официальная страница администрации. Отвечаем в будни с 9 до 18."


@pytest.fixture(autouse=True)
def own_media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice)


def knows(account: Account, **modes: str) -> Account:
    abilities = {
        name: {"mode": mode, "why": "Ключу этого не дали.", "slot": None, "steps": ["Раз.", "Два."]}
        for name, mode in modes.items()
    }
    Passport.objects.create(
        administration=account.administration, account=account, checked_at=now(), abilities=abilities
    )
    account.refresh_from_db()
    return account


def picture(width: int, height: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("герб.jpg", jpeg(width, height), content_type="image/jpeg")


def page_of(account: Account) -> str:
    return reverse("outbox:account_page", args=[account.pk])


def test_the_head_of_press_changes_all_three_and_each_is_an_act(account: Account, carol: Person):
    filled = {"description": WORDS, "avatar": picture(400, 400), "cover": picture(1600, 400)}

    answer = client_of(carol).post(page_of(account), filled, follow=True)

    acts = Act.objects.of(account.administration).order_by("pk")
    assert [(act.verb, act.state, act.title, act.by) for act in acts] == [
        ("describe", "planned", "Описание страницы: Рубцовск официально", carol),
        ("set_avatar", "planned", "Аватар страницы: Рубцовск официально", carol),
        ("set_cover", "planned", "Обложка страницы: Рубцовск официально", carol),
    ]
    assert acts[0].payload == {"verb": "describe", "text": WORDS}
    assert [entry.verb for entry in Entry.objects.of(account.administration)] == ["act.look_asked"] * 3
    assert "меняем обложку" in answer.content.decode()
    shown = client_of(carol).get(reverse("outbox:picture", args=[acts[1].pk]))
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert client_of(carol).get(reverse("outbox:picture", args=[acts[0].pk])).status_code == 404


@pytest.mark.parametrize(
    ("network", "filled", "sentence"),
    [
        ("vk", {}, "Менять нечего"),
        ("telegram", {"description": "я" * 256}, "Здесь 256 знаков, а сеть берёт 255. Сократите на 1."),
        ("telegram", {"description": "😀" * 128}, "Здесь 256 знаков, а сеть берёт 255."),
        ("max", {"description": "я" * 16_001}, "а сеть берёт 16000"),
        ("vk", {"avatar": (150, 300)}, "Картинка 150 × 300, а сети нужно не меньше 200 × 200. Возьмите крупнее."),
        ("vk", {"cover": (1000, 900)}, "Картинка 1000 × 900 слишком вытянута."),
    ],
)
def test_what_a_network_does_not_take_is_said_before_it_leaves(
    rubtsovsk: Administration,
    alice: Person,
    carol: Person,
    network: str,
    filled: dict,
    sentence: str,
    settings,
    tmp_path,
):
    account = make_account(rubtsovsk, responsible=alice, network=network)
    sent = {name: picture(*value) if isinstance(value, tuple) else value for name, value in filled.items()}

    answer = client_of(carol).post(page_of(account), sent)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Act.objects.count() == 0


def test_what_is_no_picture_is_refused_in_words(account: Account, carol: Person):
    fake = SimpleUploadedFile("герб.jpg", b"<svg/>", content_type="image/jpeg")

    answer = client_of(carol).post(page_of(account), {"avatar": fake})

    assert (answer.status_code, "не картинка" in answer.content.decode()) == (422, True)


def test_what_no_key_can_is_said_before_pressing_and_becomes_a_card(account: Account, carol: Person):
    knows(account, describe="by_hand", set_avatar="auto", set_cover="absent")
    before = client_of(carol).get(page_of(account)).content.decode()

    client_of(carol).post(page_of(account), {"description": WORDS})

    act = Act.objects.get()
    card = card_of(act)
    assert "Ключу этого не дали. Подготовим карточку" in before
    assert act.state == "by_hand"
    assert act.reason == "Ключу этого не дали."
    assert card.text == WORDS
    assert card.steps == ("Раз.", "Два.")
    assert "смените описание руками" in client_of(carol).get(page_of(account)).content.decode()


def test_a_network_without_covers_offers_none(rubtsovsk: Administration, alice: Person, carol: Person):
    account = make_account(rubtsovsk, responsible=alice, network="telegram")

    page = client_of(carol).get(page_of(account)).content.decode()

    assert ("У страниц этой сети обложки нет." in page, 'name="cover"' in page) == (True, False)
    assert profile_abilities(account)[Verb.SET_COVER].mode == "absent"


def test_the_newest_decision_wins(account: Account, carol: Person):
    first, second = (plan_profile_change(account=account, act=Describe(words), by=carol) for words in ("Раз", "Два"))

    first.refresh_from_db()
    assert (first.state, second.state) == (ActState.CANCELLED, ActState.PLANNED)
    assert [change.line.act for change in last_changes(account)] == [second]


def test_a_closed_account_is_left_alone(account: Account, carol: Person):
    Account.objects.filter(pk=account.pk).update(closed_at=now())
    account.refresh_from_db()

    with pytest.raises(NotNow):
        plan_profile_change(account=account, act=Describe(WORDS), by=carol)
    assert not Act.objects.exists()


def heard(account: Account, what: str, after: str = "", **more: object) -> None:
    fields = {"at": now(), **more}
    receive(account=account, events=[PageChanged(f"{what}{after}", what, "", after, **fields)])  # type: ignore[arg-type]
    process_events(account)


def test_the_networks_event_proves_our_own_words_and_closes_the_card(account: Account, carol: Person):
    knows(account, describe="by_hand")
    act = plan_profile_change(account=account, act=Describe(WORDS), by=carol)

    heard(account, "description", "Купи слона")
    assert [row.after for row in open_page_changes(account.administration)] == ["Купи слона"]

    heard(account, "description", f"{WORDS} ")
    act.refresh_from_db()
    assert act.state == ActState.CONFIRMED
    assert act.proof == Proof.EVENT
    assert standing_description(account) == WORDS
    assert len(open_page_changes(account.administration)) == 1


def test_a_picture_is_known_by_its_hour(account: Account, carol: Person):
    client_of(carol).post(page_of(account), {"avatar": picture(400, 400)})
    Act.objects.update(state=ActState.CONFIRMED, proof=Proof.ANSWER, first_call_at=now())

    heard(account, "avatar")
    assert open_page_changes(account.administration) == []

    heard(account, "avatar", "x", at=now() + timedelta(minutes=30))
    assert [row.what for row in open_page_changes(account.administration)] == ["avatar"]


@pytest.mark.django_db(transaction=True)
def test_telegram_shows_the_new_words(sandbox: SandboxProcess, telegram: Account, carol: Person):
    check(account=telegram)
    telegram.refresh_from_db()
    its_turn()

    act = run(plan_profile_change(account=telegram, act=Describe(WORDS), by=carol))

    assert (act.state, act.proof) == (ActState.CONFIRMED, Proof.ANSWER)
    assert standing_description(telegram) == WORDS


def test_what_others_changed_is_put_back_by_our_own_words(account: Account, carol: Person):
    plan_profile_change(account=account, act=Describe(WORDS), by=carol)
    Act.objects.update(state=ActState.CONFIRMED, proof=Proof.ANSWER, proven_at=now())
    browser, page = client_of(carol), page_of(account)
    assert browser.post(page, {"description": WORDS}).status_code == 422

    heard(account, "description", "Купи слона")

    assert "«Сменить» вернёт его" in browser.get(page).content.decode()
    assert browser.post(page, {"description": WORDS}).status_code == 302
    assert list(Act.objects.order_by("pk").values_list("state", flat=True)) == ["confirmed", "planned"]


def test_older_words_in_doubt_never_come_after_the_newer(account: Account, carol: Person):
    older = plan_profile_change(account=account, act=Describe("Раз"), by=carol)
    called = {"first_call_at": now(), "doubt_since": now(), "last_call_deadline": now() + timedelta(seconds=20)}
    Act.objects.filter(pk=older.pk).update(state=ActState.UNKNOWN, **called)

    newer = plan_profile_change(account=account, act=Describe("Два"), by=carol)

    older.refresh_from_db()
    assert (newer.due_at, older.not_after <= now()) == (may_judge_at(older), True)
    rule_out(older)
    older.refresh_from_db()
    assert (older.state, older.reason) == (ActState.CANCELLED, "Уже не нужна: о том же решили заново.")


def test_a_picture_changed_before_the_card_closes_no_card(account: Account, carol: Person):
    knows(account, set_avatar="by_hand")
    client_of(carol).post(page_of(account), {"avatar": picture(400, 400)})

    heard(account, "avatar", at=now() - timedelta(hours=1))

    assert Act.objects.get().state == ActState.BY_HAND
    assert [row.what for row in open_page_changes(account.administration)] == ["avatar"]


def test_words_that_somebody_took_away_are_news(account: Account, carol: Person):
    plan_profile_change(account=account, act=Describe(WORDS), by=carol)
    Act.objects.update(state=ActState.CONFIRMED, proof=Proof.ANSWER, first_call_at=now(), proven_at=now())

    gone = PageChanged("gone", "description", WORDS, "", now())
    receive(account=account, events=[gone])
    process_events(account)

    assert [(row.what, row.after) for row in open_page_changes(account.administration)] == [("description", "")]


def test_a_picture_that_was_sent_twice_is_put_up_once(account: Account, carol: Person):
    browser = client_of(carol)
    browser.post(page_of(account), {"avatar": picture(400, 400)})
    Act.objects.update(state=ActState.CONFIRMED, proof=Proof.ANSWER)

    assert browser.post(page_of(account), {"avatar": picture(400, 400)}).status_code == 302
    assert Act.objects.count() == 1

    Act.objects.update(created_at=now() - timedelta(minutes=1))
    browser.post(page_of(account), {"avatar": picture(400, 400)})
    assert Act.objects.count() == 2


@pytest.mark.parametrize(("network", "offered"), [("vk", True), ("ok", False)])
def test_the_program_offers_to_try_only_where_some_key_could(
    rubtsovsk: Administration, alice: Person, carol: Person, network: str, offered: bool
):
    account = knows(make_account(rubtsovsk, responsible=alice, network=network), describe="by_hand")

    act = plan_profile_change(account=account, act=Describe(WORDS), by=carol)

    page = client_of(alice).get(reverse("outbox:detail", args=[act.pk])).content.decode()
    assert ("Сделано" in page, "Пусть попробует программа" in page) == (True, offered)
    assert line_of(act).choices == ("happened", *(["send_now"] if offered else []), "give_up")


@pytest.mark.parametrize(("timed", "said"), [(True, False), (False, True)])
def test_a_change_without_an_hour_says_when_we_heard_of_it(account: Account, carol: Person, timed: bool, said: bool):
    heard(account, "website", "https://example.org", timed=timed)

    [row] = open_page_changes(account.administration)
    passport = client_of(carol).get(reverse("outbox:account", args=[account.pk])).content.decode()
    today = client_of(carol).get("/").content.decode()
    assert row.timed == timed
    assert ("получено" in passport) == said
    assert ("получено" in today) == said


def test_a_late_event_without_an_hour_is_judged_by_what_is_shown(account: Account, carol: Person):
    client_of(carol).post(page_of(account), {"avatar": picture(400, 400)})
    hours_ago = now() - timedelta(hours=3)
    Act.objects.update(state=ActState.CONFIRMED, proof=Proof.ANSWER, first_call_at=hours_ago, read_back_at=now())

    heard(account, "avatar", timed=False)

    act = Act.objects.get()
    assert (open_page_changes(account.administration), act.read_back_at) == ([], hours_ago)
    heard(account, "avatar", "x", timed=True)
    assert [row.what for row in open_page_changes(account.administration)] == ["avatar"]


def test_of_several_changes_all_are_planned_or_none(account: Account, carol: Person):
    knows(account, describe="auto", set_cover="absent")
    # A network without covers.
    Account.objects.filter(pk=account.pk).update(network="telegram")
    account.refresh_from_db()

    with pytest.raises(NotNow):
        plan_profile_changes(
            account=account, acts=[Describe(WORDS), SetCover(Photo(Path("герб.jpg"), "image/jpeg"))], by=carol
        )

    assert (Act.objects.count(), Entry.objects.of(account.administration).count()) == (0, 0)
    asked = plan_profile_changes(account=account, acts=[Describe(WORDS)], by=carol)
    assert [(act.verb, act.state) for act in asked] == [("describe", "planned")]


def test_the_form_with_three_changes_is_one_transaction(account: Account, carol: Person):
    """A third change refused by the database cancels the other two."""
    filled = {"description": WORDS, "avatar": picture(400, 400), "cover": picture(1600, 400)}

    def no_cover(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('INSERT INTO "outbox_act"') and "set_cover" in params:
            raise OperationalError("disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(no_cover), pytest.raises(OperationalError):
        client_of(carol).post(page_of(account), filled)

    assert (Act.objects.count(), Entry.objects.of(account.administration).count()) == (0, 0)
