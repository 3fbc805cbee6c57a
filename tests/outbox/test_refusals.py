"""Every known refusal of the four networks, ordered in the training network, and the resulting state of the act."""

from collections.abc import Callable

import pytest

from scripts.errors import state
from tests.sandbox_process import SandboxProcess
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Account, Bucket, Key
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.networks.max import publish as max_publish
from veche.networks.max import refusals as max_refusals
from veche.networks.ok import refusals as ok_refusals
from veche.networks.refusal import Code
from veche.networks.telegram import refusals as telegram_refusals
from veche.networks.vk import refusals as vk_refusals
from veche.outbox.domain.deliver import deliver
from veche.outbox.models import Act, Attempt
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db

CODES = {
    "vk": vk_refusals.CODES,
    "ok": ok_refusals.CODES,
    "telegram": telegram_refusals.CODES,
    "max": max_refusals.CODES,
}
PUBLISHES = {"vk": "wall.post", "ok": "mediatopic.post", "telegram": "sendMessage", "max": "POST /messages"}
# The most frequent ones; they must stay in the tables.
NAMED = {
    "vk": {"5", "6", "9", "14", "27", "29", "214", "1051"},
    "ok": {"8", "10", "11", "102", "104", "454", "511"},
    "telegram": {"400", "403", "409", "429", "413"},
    "max": {"429", "attachment.not.ready", "access.denied", "internal.error"},
}


@pytest.fixture
def account(
    request: pytest.FixtureRequest, sandbox: SandboxProcess, rubtsovsk: Administration, alice: Person
) -> Account:
    """An account of the training network's default city."""
    network = request.node.callspec.params["network"]
    given = sandbox.info[network]
    number = given["channel_id" if network == "telegram" else "chat_id" if network == "max" else "group_id"]
    account: Account = Account.objects.create(
        administration=rubtsovsk, network=network, title="Город", remote_id=str(number), responsible=alice
    )
    tokens = {
        "vk": {"community": "community_token", "admin": "admin_token"},
        "ok": {"admin": "access_token", "application": "application_key", "secret": "application_secret"},
    }
    for slot, name in tokens.get(network, {"bot": "token"}).items():
        put_key(account=account, slot=slot, secret=Secret(given[name]), by=alice)
    return account


@pytest.mark.parametrize("network", ["max"])
@pytest.mark.parametrize(
    ("code", "end"),
    [("success_false", "unknown"), ("success_false:access.denied", "failed"), ("success_false:not.found", "failed")],
)
def test_a_yes_of_max_that_is_none(
    network: str, code: str, end: str, account: Account, sandbox: SandboxProcess, post_to: Callable[..., Act]
) -> None:
    """Status 200 and `success: false`."""
    sandbox.fault(network, "POST /messages", "error", code=code)
    act = post_to(account, "Это ещё не да")
    deliver(act.pk, worker="w")
    act.refresh_from_db()

    assert act.state == end


def ordered(code: Code) -> str:
    """The code in the format of the control API."""
    if code.words.startswith("success: false, "):
        return code.words.replace("success: false, ", "success_false:")
    return code.words or code.said


@pytest.mark.sweep
@pytest.mark.parametrize("network", CODES)
def test_every_known_code_reaches_the_state_that_the_table_names(
    network: str,
    account: Account,
    sandbox: SandboxProcess,
    post_to: Callable[..., Act],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(max_publish, "PAUSES", (0, 0, 0))  # repeat at once for a picture that is not ready
    ends = {}
    for number, code in enumerate(CODES[network]):
        sandbox.fault(network, PUBLISHES[network], "error", code=ordered(code), times=9)
        act = post_to(account, f"{network} {number}")
        Bucket.objects.update(free_at=0.0)
        Key.objects.update(refused_at=None)  # a post that waits for a refused key becomes an act by hand
        deliver(act.pk, worker="w")
        sandbox.clear_faults(network)
        act.refresh_from_db()
        ends[code] = (
            act.state,
            Attempt.objects.get(act=act).called_at is not None,
            bool(act.reason),
            act.next_try_at > now(),
        )

    assert NAMED[network] <= {code.said for code in CODES[network]}
    assert ends == {code: (state(code.refusal), True, True, state(code.refusal) != "failed") for code in CODES[network]}
    words = {f"{network} {number}" for number in range(len(CODES[network]))}
    assert [post for post in sandbox.posts(network) if post["text"] in words] == []
