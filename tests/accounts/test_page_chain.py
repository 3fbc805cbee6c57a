"""Against the training networks: administrators, page settings, changes made by others and by us."""

import base64
from pathlib import Path

import pytest
from django.db.models import F
from pytest_django import Settings

from tests.sandbox_process import SandboxProcess
from tests.written import jpeg
from veche.accounts.domain.administrators import read_administrators
from veche.accounts.domain.keys import put_key
from veche.accounts.domain.people import page_administrators_of
from veche.accounts.models import Account, Bucket
from veche.accounts.tasks import check_account
from veche.inbox.domain.process_events import process_events
from veche.inbox.domain.receive import poll
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.kernel.uploads import take_picture
from veche.networks.protocol import Describe, Photo, SetAvatar, SetCover
from veche.outbox.domain.deliver import deliver
from veche.outbox.domain.page import plan_profile_change
from veche.outbox.domain.profile_drift import OURS_FOR, check_profile_drift
from veche.outbox.domain.read_back import confirm_hand_work
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Официальная страница администрации."
SEATS = {"vk": "editor", "ok": "moderator", "telegram": "administrator", "max": "administrator"}
KEYS = {
    "vk": {"community": "community_token", "admin": "admin_token"},
    "ok": {"admin": "access_token", "application": "application_key", "secret": "application_secret"},
    "telegram": {"bot": "token"},
    "max": {"bot": "token"},
}
NUMBERS = {"vk": "group_id", "ok": "group_id", "telegram": "channel_id", "max": "chat_id"}


# The adapters are tried one by one in tests/networks: two of them are enough here, except in a sweep.
@pytest.fixture(params=["vk", "telegram", *(pytest.param(slug, marks=pytest.mark.sweep) for slug in ("ok", "max"))])
def account(request: pytest.FixtureRequest, sandbox: SandboxProcess, alice: Person) -> Account:
    """A new account with keys checked, administrators stored and no events waiting."""
    slug = request.param
    more = {} if slug in ("vk", "ok") else {"new_bot": True}
    given = sandbox.add_account(slug, "Рубцовск", **more)
    made = Account.objects.create(
        administration=alice.administration,
        network=slug,
        title="Рубцовск",
        remote_id=str(given[NUMBERS[slug]]),
        linked_group_id=str(given.get("group_id", "")) if slug == "telegram" else "",
        responsible=alice,
    )
    for slot, name in KEYS[slug].items():
        put_key(account=made, slot=slot, secret=Secret(given[name]), by=alice)
    hear(made)
    its_turn()
    check_account.func(made.pk, None)
    return fresh(made)


def its_turn() -> None:
    Bucket.objects.update(free_at=0.0)


def fresh(account: Account) -> Account:
    return Account.objects.select_related("passport", "administration").get(pk=account.pk)


def hear(account: Account) -> None:
    its_turn()
    poll(fresh(account))
    process_events(account)


def look(account: Account) -> None:
    its_turn()
    assert read_administrators(fresh(account)) is not None


def seat(sandbox: SandboxProcess, account: Account, status: str) -> None:
    order = {"account": int(account.remote_id), "name": "Пётр Лосев", "status": status, "rights": []}
    sandbox.ask("POST", account.network, "rights", order)


def news(account: Account) -> list[tuple[str, str]]:
    return [(row.kind, row.name or row.what) for row in account.alterations.order_by("pk")]


@pytest.mark.parametrize("first", [hear, look], ids=["event-first", "list-first"])
def test_each_change_of_administrators_is_said_once(account: Account, sandbox: SandboxProcess, first):
    then = look if first is hear else hear
    at_first = {one.person_id for one in page_administrators_of(account).people}
    assert at_first != set()

    seat(sandbox, account, SEATS[account.network])
    first(account)
    then(account)
    assert [one.name for one in page_administrators_of(fresh(account)).people if one.person_id not in at_first] == [
        "Пётр Лосев"
    ]

    seat(sandbox, account, "left")
    first(account)
    then(account)
    look(account)

    assert news(account) == [("came", "Пётр Лосев"), ("gone", "Пётр Лосев")]
    assert {one.person_id for one in page_administrators_of(fresh(account)).people} == at_first


def test_our_own_words_are_no_news_and_those_of_others_are(account: Account, sandbox: SandboxProcess, carol: Person):
    act = plan_profile_change(account=fresh(account), act=Describe(WORDS), by=carol)
    if account.network == "ok":
        assert (act.state, bool(act.reason)) == (ActState.BY_HAND, True)
        return
    done(act)
    hear(account)

    assert act.state == ActState.CONFIRMED
    assert page_of(account, sandbox)["description"] == WORDS
    assert news(account) == []
    sandbox.ask("POST", account.network, "page", {"account": int(account.remote_id), "title": "Купи слона"})
    hear(account)
    assert news(account) == [("page", "title")]


def test_a_new_avatar_and_a_cover_where_there_is_one(
    account: Account, sandbox: SandboxProcess, carol: Person, settings: Settings
):
    root = Path(settings.MEDIA_ROOT)
    taken = take_picture(jpeg(1920, 768), name="площадь.jpg", root=root)
    photo = Photo(taken.path(root), taken.mime, sha256=taken.sha256)
    avatar = done(plan_profile_change(account=fresh(account), act=SetAvatar(photo), by=carol))
    assert (avatar.state, page_of(account, sandbox)["avatar"] != "") == (ActState.CONFIRMED, True)

    if account.network == "vk":
        cover = done(plan_profile_change(account=fresh(account), act=SetCover(photo), by=carol))
        assert (cover.state, page_of(account, sandbox)["cover"] != "") == (ActState.CONFIRMED, True)
    hear(account)
    assert news(account) == []


def test_another_picture_minutes_after_our_own_is_noticed_once(
    account: Account, sandbox: SandboxProcess, carol: Person, settings: Settings
):
    root = Path(settings.MEDIA_ROOT)
    taken = take_picture(jpeg(400, 400), name="герб.jpg", root=root)
    done(plan_profile_change(account=fresh(account), act=SetAvatar(Photo(taken.path(root), taken.mime)), by=carol))
    hear(account)
    assert compared(account) == 0

    theirs = base64.b64encode(jpeg(400, 400, colour="olive")).decode()
    sandbox.ask("POST", account.network, "page", {"account": int(account.remote_id), "avatar": theirs})
    hear(account)
    assert (compared(account), news(account)) == (TOLD[account.network], [("page", "avatar")] * TOLD[account.network])

    the_minutes_are_over(account)
    compared(account)
    assert news(account) == ([] if account.network == "ok" else [("page", "avatar")])


# The number of picture changes per event; MAX and OK report none.
TOLD = {"vk": 1, "telegram": 1, "max": 0, "ok": 0}


def compared(account: Account) -> int:
    its_turn()
    return check_profile_drift(fresh(account))


def the_minutes_are_over(account: Account) -> None:
    earlier = {name: F(name) - OURS_FOR for name in ("first_call_at", "proven_at", "read_back_at")}
    Act.objects.filter(account=account).update(**earlier)


def test_words_that_others_changed_are_noticed_where_no_event_tells_of_them(
    account: Account, sandbox: SandboxProcess, carol: Person
):
    if account.network == "ok":
        return
    done(plan_profile_change(account=fresh(account), act=Describe(WORDS), by=carol))
    compared(account)
    sandbox.ask("POST", account.network, "page", {"account": int(account.remote_id), "description": "Купи слона"})

    the_minutes_are_over(account)
    assert compared(account) == 1
    assert compared(account) == 0
    assert news(account) == [("page", "description")]


def done(act: Act) -> Act:
    for _ in range(3):
        Act.objects.filter(pk=act.pk).update(next_try_at=now())
        its_turn()
        deliver(act.pk, worker="w")
    act.refresh_from_db()
    return act


def page_of(account: Account, sandbox: SandboxProcess) -> dict[str, str]:
    found: dict[str, str] = sandbox.ask("GET", account.network, f"page?account={account.remote_id}")
    return found


def test_what_a_person_did_by_hand_is_looked_for_and_never_guessed(
    account: Account, sandbox: SandboxProcess, carol: Person
):
    act = plan_profile_change(account=account, act=Describe(WORDS), by=carol)
    Act.objects.filter(pk=act.pk).update(state=ActState.BY_HAND)

    its_turn()
    assert confirm_hand_work(account) == 0
    sandbox.ask("POST", account.network, "page", {"account": int(account.remote_id), "description": WORDS})
    its_turn()
    closed = confirm_hand_work(account)

    act.refresh_from_db()
    assert (closed, act.state) == ((0, ActState.BY_HAND) if account.network == "ok" else (1, ActState.CONFIRMED))
