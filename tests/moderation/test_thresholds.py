"""The page with the thresholds of every account."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_account, make_message
from tests.people import client_of
from veche.accounts.models import Account
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.domain.rule import delete, keep
from veche.moderation.domain.thresholds import measures_of, thresholds_of
from veche.moderation.models import Threshold
from veche.screening.thresholds import DEFAULT
from veche.staff.models import Person

PAGE = "/inbox/deletions/thresholds/"


@pytest.fixture
def head(carol: Person) -> Client:
    return client_of(carol)


def typed(account: Account, **percents: object) -> dict[str, object]:
    return {f"{account.pk}-{ground}": percent for ground, percent in percents.items()}


def test_what_was_typed_is_in_force_and_can_be_taken_back(head: Client, account: Account) -> None:
    head.post(reverse("moderation:tune", args=[account.pk]), typed(account, spam=90, insult=75))
    chosen = thresholds_of(account)
    head.post(reverse("moderation:tune", args=[account.pk]), typed(account, spam=90))

    assert chosen.spam == 0.9
    assert chosen.insult == 0.75
    assert chosen.threat == DEFAULT.threat
    assert (thresholds_of(account).spam, thresholds_of(account).insult) == (0.9, DEFAULT.insult)
    assert 'value="90"' in head.get(PAGE).content.decode()


@pytest.mark.parametrize("percent", ["0", "101", "много"])
def test_a_wrong_number_is_told_and_changes_nothing(head: Client, account: Account, percent: str) -> None:
    answer = head.post(reverse("moderation:tune", args=[account.pk]), typed(account, spam=percent, insult=75))

    assert (answer.status_code, "Число от 1 до 100" in answer.content.decode()) == (422, True)
    assert Threshold.objects.of(account.administration_id).count() == 0


def test_what_people_said_stands_beside(head: Client, account: Account, alice: Person) -> None:
    first, second = (make_message(account, text="Ты идиот") for _number in range(2))
    propose_for_new()
    delete(message=first, by=alice, ground="insult")
    keep(message=second, by=alice)

    measures = {
        one.ground.value: (one.right, one.wrong) for one in measures_of(account.administration, [account])[account.pk]
    }

    assert measures == dict.fromkeys(measures, (0, 0)) | {"insult": (1, 1)}
    assert "удалили 1, оставили 1" in head.get(PAGE).content.decode()


def test_who_does_not_tune_sees_numbers_alone(alice: Person, account: Account) -> None:
    html = client_of(alice).get(PAGE).content.decode()

    assert account.title in html
    assert '<input type="number"' not in html
    assert "Запомнить" not in html


def test_ten_accounts_cost_what_one_costs(head: Client, account: Account, alice: Person) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            head.get(PAGE)
        return len(seen)

    head.get(PAGE)
    one = queries()
    for _number in range(9):
        make_account(account.administration, responsible=alice)

    assert queries() == one
