"""Closing an account: planned acts are listed, and cancelled only by the person's choice."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import make_account, make_act
from tests.people import client_of
from veche.accounts.models import Account
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.outbox.domain.closing import close_account
from veche.outbox.enums import ActState
from veche.outbox.errors import StillPlanned
from veche.outbox.models import Act
from veche.staff.models import Administration, Person


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice, title="Рубцовск. Спорт")


@pytest.fixture
def acts(account: Account, alice: Person) -> dict[str, Act]:
    """One in every state, and one for another account."""
    soon = now() + timedelta(hours=2)
    made = {str(state): make_act(account, state=state, due_at=soon, **_proof(state)) for state in ActState}
    return made | {"elsewhere": make_act(make_account(account.administration, responsible=alice), due_at=soon)}


def _proof(state: ActState) -> dict[str, str]:
    return {"proof": "event", "title": f"Каток {state}"} if state == ActState.CONFIRMED else {"title": f"Каток {state}"}


def states(acts: dict[str, Act]) -> dict[str, str]:
    return {name: Act.objects.of(act.administration).get(pk=act.pk).state for name, act in acts.items()}


def entries(administration: Administration) -> list[tuple[str, str]]:
    return [(entry.verb, entry.object_id) for entry in Entry.objects.of(administration).order_by("number")]


def address(account: Account) -> str:
    return reverse("outbox:account_close", args=[account.pk])


def is_closed(account: Account) -> bool:
    account.refresh_from_db()
    return account.closed_at is not None


def test_while_acts_are_planned_it_is_not_closed_by_itself(account: Account, acts: dict[str, Act], carol: Person):
    before = states(acts)

    with pytest.raises(StillPlanned, match="Отметьте, что отправки снять, или оставьте аккаунт открытым"):
        close_account(account=account, by=carol, cancel=False)

    assert is_closed(account) is False
    assert states(acts) == before
    assert entries(account.administration) == []


def test_by_choice_what_is_planned_is_taken_off(account: Account, acts: dict[str, Act], carol: Person):
    gone = ("planned", "preparing", "stopped", "paused")

    taken = close_account(account=account, by=carol, cancel=True)

    after = {name: ("cancelled" if name in gone else act.state) for name, act in acts.items()}
    assert taken == 4
    assert is_closed(account) is True
    assert states(acts) == after
    told = [("act.given_up", str(acts[name].pk)) for name in gone]
    assert sorted(entries(account.administration)[:-1]) == sorted(told)
    assert entries(account.administration)[-1] == ("account.closed", str(account.pk))
    assert Act.objects.get(pk=acts["planned"].pk).reason == "Сняли: аккаунт закрыт."


def test_the_page_counts_and_names_them(account: Account, acts: dict[str, Act], carol: Person):
    for number in range(4):
        make_act(account, title=f"Позже {number}", due_at=now() + timedelta(days=1, minutes=number))

    page = client_of(carol).get(address(account)).content.decode()

    assert "8\N{NO-BREAK SPACE}отправок" in page
    assert all(f"Каток {state}" in page for state in ("planned", "preparing", "stopped", "paused"))
    assert "Каток missed" not in page
    assert "Позже 0" in page
    assert "Позже 1" not in page
    assert "и ещё 3" in page


def test_without_the_tick_the_page_comes_back(account: Account, acts: dict[str, Act], carol: Person):
    browser = client_of(carol)

    answer = browser.post(address(account))
    assert (answer.status_code, is_closed(account)) == (422, False)
    assert "Отметьте, что отправки снять, или оставьте аккаунт открытым" in answer.content.decode()

    answer = browser.post(address(account), {"cancel": "on"}, follow=True)
    assert is_closed(account)
    assert "снято отправок: 4" in answer.content.decode()


def test_an_account_without_plans_asks_for_no_tick(account: Account, carol: Person):
    browser = client_of(carol)

    assert 'name="cancel"' not in browser.get(address(account)).content.decode()
    answer = browser.post(address(account), follow=True)

    assert is_closed(account)
    assert "Аккаунт закрыт, ключи отозваны. Записи в сети остались." in answer.content.decode()
    again = browser.post(address(account), follow=True)
    assert "Аккаунт уже закрыт. Ничего не изменилось." in again.content.decode()
