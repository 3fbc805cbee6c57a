"""Questions to a network about an account note why they failed, also if our own keyring was the reason."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.factories import make_act, make_plan_item, make_post
from tests.sandbox_process import SandboxProcess
from veche.accounts.domain.administrators import read_administrators
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Account, Bucket
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.outbox.domain.profile_drift import check_profile_drift
from veche.outbox.domain.read_back import confirm_hand_work, read_back
from veche.publishing.domain.figures import read_figures
from veche.publishing.models import Delivery
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {"verb": "publish", "text": "Каток открыт", "photos": []}


@pytest.fixture
def account(sandbox: SandboxProcess, alice: Person) -> Account:
    """An account with something for each of the questions."""
    given = sandbox.add_account("vk", "Рубцовск")
    made = Account.objects.create(
        administration=alice.administration,
        network="vk",
        title="Рубцовск",
        remote_id=str(given["group_id"]),
        responsible=alice,
    )
    for slot in ("community", "admin"):
        put_key(account=made, slot=slot, secret=Secret(given[f"{slot}_token"]), by=alice)
        sandbox.revoke_token("vk", given[f"{slot}_token"])
    moment = now()
    known: dict[str, Any] = {"due_at": moment - timedelta(hours=1), "payload": WORDS}
    out = make_act(made, state="confirmed", proof="answer", remote_id="7", **known)
    make_act(made, state="by_hand", **known)
    look = {"verb": "describe", "text": "Официальная страница"}
    make_act(made, verb="describe", state="confirmed", proof="answer", payload=look, proven_at=moment)
    post = make_post(make_plan_item(made.administration, author=alice, accounts=(made,)))
    Delivery.objects.create(administration=made.administration, version=post.versions.get(), account=made, act=out)
    Bucket.objects.update(free_at=0.0)
    return made


def trouble_of(account: Account) -> str:
    account.refresh_from_db()
    return account.trouble


QUESTIONS = pytest.mark.parametrize(
    "question", [read_administrators, read_back, confirm_hand_work, check_profile_drift, read_figures]
)


@QUESTIONS
def test_a_network_that_refuses_is_noted(account: Account, question: Callable[[Account], int | None]) -> None:
    assert not question(account)

    assert trouble_of(account).startswith("VK не принял ключ")


@QUESTIONS
def test_a_key_that_does_not_open_is_noted(account: Account, question: Callable[[Account], int | None]) -> None:
    account.keys.update(sealed="k1.broken")

    assert not question(account)

    assert trouble_of(account) == ("Закрытое значение повреждено или перенесено из другой записи: введите ключ заново.")
