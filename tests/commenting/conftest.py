import pytest

from tests.factories import make_account, make_act
from tests.inbox.conftest import stand, telegram, vk  # noqa: F401 -- fixtures
from veche.accounts.models import Account, Passport
from veche.kernel.clock import now
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Administration, Person


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice)


def stands(act: Act | None, state: ActState = ActState.CONFIRMED) -> None:
    """Set the act's state, as after the network's confirmation."""
    assert act is not None
    Act.objects.filter(pk=act.pk).update(state=state, proof=Proof.ANSWER if state == ActState.CONFIRMED else "")


def published(account: Account, title: str = "Каток открыт", post: str = "77") -> Act:
    url = f"https://vk.com/wall-1_{post}"
    body = {"verb": "publish", "text": title, "photos": []}
    return make_act(
        account, title=title, remote_id=post, remote_url=url, state=ActState.CONFIRMED, proof=Proof.ANSWER, payload=body
    )


def able(account: Account, mode: str) -> None:
    known = {"set_comment_mode": {"mode": mode, "why": "Ключа администратора нет.", "steps": []}}
    city = account.administration
    Passport.objects.create(administration=city, account=account, abilities=known, checked_at=now())
