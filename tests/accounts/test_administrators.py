"""Administrators of an account in the network: stored silently the first time, each later change is reported once."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.factories import make_account
from tests.people import client_of
from veche.accounts.domain.administrators import event_received, store_list
from veche.accounts.domain.keys import put_key
from veche.accounts.domain.page_changes import give_verdict, open_page_changes
from veche.accounts.domain.people import STEPS, page_administrators_of, page_changes_in, says
from veche.accounts.domain.queries import accounts_of, lines
from veche.accounts.enums import Verdict
from veche.accounts.errors import AccountError
from veche.accounts.models import Account, PageChange, Passport
from veche.inbox.domain.process_events import process_events
from veche.inbox.domain.receive import receive
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.networks.protocol import Administrator, AdministratorChanged, PageChanged, Rank
from veche.staff.models import Administration, Person

OWNER = Administrator("1", "Владелец", Rank.OWNER)
EDITOR = Administrator("2", "Редактор", Rank.EDITOR, ("can_post",))
BOT = Administrator("3", "veche_bot", Rank.ADMINISTRATOR, bot=True)


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    """An account whose administrators were stored once."""
    made = make_account(rubtsovsk, responsible=alice)
    assert store_list(account=made, found=(OWNER, EDITOR, BOT)) == 0
    made.refresh_from_db()
    return made


def news(account: Account) -> list[tuple[str, str, str, str]]:
    return [(row.kind, row.name, row.before, row.after) for row in account.alterations.order_by("pk")]


def changed(person: str, before: str, after: str, **more: object) -> AdministratorChanged:
    at = now() + timedelta(seconds=1)
    return AdministratorChanged(f"a{person}{before}{after}", person, "Новый", before, after, at, **more)  # type: ignore[arg-type]


def test_the_first_list_is_kept_and_the_owner_stands_first(account: Account):
    assert [(one.name, one.rank, one.bot) for one in page_administrators_of(account).people] == [
        ("Владелец", "owner", False),
        ("Редактор", "editor", False),
        ("veche_bot", "administrator", True),
    ]
    assert (news(account), open_page_changes(account.administration)) == ([], [])


def test_who_came_who_went_and_who_may_something_else(account: Account):
    stronger = Administrator("2", "Редактор", Rank.ADMINISTRATOR, ("can_post", "can_delete"))
    stranger = Administrator("9", "Чужой", Rank.EDITOR)

    assert store_list(account=account, found=(OWNER, stronger, stranger)) == 3
    assert store_list(account=account, found=(OWNER, stronger, stranger)) == 0

    assert news(account) == [
        ("rights", "Редактор", "editor, can_post", "administrator, can_delete, can_post"),
        ("came", "Чужой", "", "editor"),
        ("gone", "veche_bot", "administrator", ""),
    ]
    entries: Any = Entry.objects.of(account.administration).order_by("number").values_list("verb", "actor", "facts")
    assert list(entries) == [
        (f"account.administrator_{what}", None, {"alteration": row.pk})
        for what, row in zip(("altered", "came", "gone"), account.alterations.order_by("pk"), strict=True)
    ]
    assert [one.name for one in page_administrators_of(account).people] == ["Владелец", "Редактор", "Чужой"]


def test_who_comes_back_is_news_again(account: Account):
    store_list(account=account, found=(OWNER, BOT))
    store_list(account=account, found=(OWNER, EDITOR, BOT))

    assert [(kind, name) for kind, name, *_ in news(account)] == [("gone", "Редактор"), ("came", "Редактор")]


@pytest.mark.parametrize(
    ("event", "then", "told"),
    [
        (("9", "", "editor"), (OWNER, EDITOR, BOT, Administrator("9", "Новый", Rank.EDITOR, ("all",))), "came"),
        (("2", "editor", ""), (OWNER, BOT), "gone"),
        (("2", "editor", "administrator"), (OWNER, Administrator("2", "Новый", Rank.ADMINISTRATOR), BOT), "rights"),
    ],
)
def test_an_event_tells_it_and_the_nightly_list_does_not_say_it_again(
    account: Account, event: tuple[str, str, str], then: tuple[Administrator, ...], told: str
):
    receive(account=account, events=[changed(*event)] * 2)
    process_events(account)

    assert store_list(account=account, found=then) == 0

    assert [(row.kind, row.person_id) for row in account.alterations.all()] == [(told, event[0])]
    assert {one.person_id for one in page_administrators_of(account).people} == {one.person_id for one in then}


def test_an_event_that_the_list_has_overtaken_is_no_news(account: Account):
    late = AdministratorChanged("x", "2", "Редактор", "", "editor", now() - timedelta(minutes=5))

    event_received(account=account, event=late)

    assert news(account) == []


@pytest.mark.parametrize(("mode", "told"), [("auto", 0), ("by_hand", 1)])
def test_before_the_first_list_an_event_counts_only_where_no_list_will_come(
    rubtsovsk: Administration, alice: Person, mode: str, told: int
):
    account = make_account(rubtsovsk, responsible=alice)
    known: dict[str, Any] = {"read_administrators": {"mode": mode, "why": "", "slot": None, "steps": []}}
    Passport.objects.create(administration=rubtsovsk, account=account, checked_at=now(), abilities=known)

    event_received(account=account, event=changed("9", "", "editor"))

    assert len(news(account)) == told


def test_a_change_of_the_page_stands_until_somebody_says_whose_it_was(
    account: Account, ivan: Person, carol: Person, alice: Person
):
    receive(account=account, events=[PageChanged("p1", "title", "Рубцовск", "Купи слона", now(), by_id="66")])
    process_events(account)
    row = PageChange.objects.get(account=account)
    page, today = reverse("outbox:account", args=[account.pk]), reverse("web:today")
    whole = "Изменена страница: название, было «Рубцовск», стало «Купи слона»"
    says = "Рубцовск официально: изменена страница: название"

    assert [whole in client_of(person).get(page).content.decode() for person in (ivan, carol, alice)] == [True] * 3
    assert [says in client_of(person).get(today).content.decode() for person in (ivan, carol, alice)] == [
        True,
        True,
        False,
    ]

    give_verdict(alteration=row, by=ivan, verdict=Verdict.OURS)
    with pytest.raises(AccountError, match="отметил кто-то другой"):
        give_verdict(alteration=row, by=carol, verdict=Verdict.NOT_OURS)

    assert says not in client_of(ivan).get(today).content.decode()
    assert "Иван" not in str(Entry.objects.of(account.administration).values_list("facts"))
    assert Entry.objects.of(account.administration).latest("number").verb == "account.alteration_ours"


def test_what_is_not_ours_shows_what_to_do_until_it_is_settled(account: Account, ivan: Person):
    store_list(account=account, found=(OWNER, EDITOR, BOT, Administrator("9", "Чужой", Rank.ADMINISTRATOR)))
    row = account.alterations.get()
    browser, page = client_of(ivan), reverse("outbox:account", args=[account.pk])
    press = reverse("accounts:say", args=[row.pk])

    shown = browser.post(press, {"verdict": "not_ours"}, follow=True).content.decode()
    assert all(str(step) in shown for step in STEPS)
    assert f'href="{reverse("outbox:freeze")}"' in shown
    assert "меняет кто-то чужой" in browser.get(reverse("web:today")).content.decode()

    browser.post(press, {"verdict": "settled"})
    assert str(STEPS[2]) not in browser.get(page).content.decode()
    assert [(line.row.verdict, line.is_open) for line in page_changes_in(account).rows] == [("settled", False)]
    assert browser.post(press, {"verdict": "whatever"}).status_code == 400


def test_the_switcher_says_it_until_it_is_explained(account: Account, ivan: Person):
    put_key(account=account, slot="admin", secret=Secret("vk1.a.Zm9yLXRoZS1uZXdlc3Q"), by=ivan)

    def said() -> tuple[str, str]:
        (line,) = lines(list(accounts_of(account.administration)))
        return line.words, line.tone

    before = said()
    store_list(account=account, found=(OWNER, BOT))
    altered = said()
    give_verdict(alteration=account.alterations.get(), by=ivan, verdict=Verdict.OURS)

    assert before == ("всё в порядке", "")
    assert altered == ("изменили в сети", "warn")
    assert said() == ("всё в порядке", "")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "editor, can_post_messages",
            "administrator, can_change_info, can_post_messages",
            "было «редактор, публиковать», стало «администратор, менять профиль, публиковать»",
        ),
        ("", "administrator: can_edit_messages can_fly", "«администратор: править чужие записи can_fly»"),
        ("administrator, add_admins, write", "", "«администратор, назначать администраторов, публиковать»"),
    ],
)
def test_rights_are_told_in_russian(account: Account, before: str, after: str, said: str):
    row = PageChange(account=account, kind="rights", name="Редактор", before=before, after=after)

    assert says(row).endswith(said)


def test_a_page_names_what_each_may_do(account: Account, ivan: Person):
    store_list(account=account, found=(OWNER, Administrator("5", "Пётр", Rank.EDITOR, ("write", "can_fly"))))

    page = client_of(ivan).get(reverse("outbox:account", args=[account.pk])).content.decode()

    assert "can_fly, публиковать" in page
