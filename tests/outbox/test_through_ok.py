"""OK through all rooms: acts proven by id, acts that only a person can confirm, residents' comments."""

import uuid
from collections.abc import Callable

import pytest

from tests.grace import let_it_pass
from tests.profiles import shorten_calls
from tests.sandbox_process import SandboxProcess
from veche.accounts.domain.check import check
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Account, Bucket, Key
from veche.inbox.domain.receive import poll
from veche.inbox.models import InboundEvent
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.outbox.domain.deliver import deliver
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def short_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    shorten_calls(monkeypatch, "ok")


@pytest.fixture
def group(sandbox: SandboxProcess, rubtsovsk: Administration, alice: Person) -> Account:
    given = sandbox.add_account("ok", "Рубцовск")
    account = Account.objects.create(
        administration=rubtsovsk,
        network="ok",
        title="Рубцовск",
        remote_id=str(given["group_id"]),
        responsible=alice,
    )
    for slot, name in (("admin", "access_token"), ("application", "application_key"), ("secret", "application_secret")):
        put_key(account=account, slot=slot, secret=Secret(given[name]), by=alice)
    return account


def run(act: Act) -> Act:
    Act.objects.filter(pk=act.pk).update(next_try_at=now())
    Bucket.objects.update(free_at=0.0)
    deliver(act.pk, worker="w")
    act.refresh_from_db()
    return act


def past_the_grace(act: Act) -> Act:
    let_it_pass(act)
    return run(act)


def standing(sandbox: SandboxProcess, group: Account) -> list[str]:
    return [post["text"] for post in sandbox.posts("ok", int(group.remote_id))]


def test_a_post_is_proven_by_its_number(sandbox: SandboxProcess, group: Account, post_to: Callable[..., Act]) -> None:
    act = run(post_to(group, "Каток открыт"))
    assert act.state == ActState.SENT

    act = run(act)

    assert (act.state, act.proof) == (ActState.CONFIRMED, Proof.READ_BACK)
    assert act.remote_url == f"https://ok.ru/group/{group.remote_id}/topic/{act.remote_id}"
    assert standing(sandbox, group) == ["Каток открыт"]


@pytest.mark.parametrize(("fault", "stand"), [("lost_after_apply", 1), ("dropped", 0)])
def test_a_lost_answer_is_never_sent_twice(
    sandbox: SandboxProcess, group: Account, post_to: Callable[..., Act], fault: str, stand: int
) -> None:
    sandbox.fault("ok", "mediatopic.post", fault)
    act = run(post_to(group, "Каток закрыт"))

    for _ in range(3):
        act = past_the_grace(act)

    assert (act.state, act.remote_id) == (ActState.UNKNOWN, "")
    assert standing(sandbox, group) == ["Каток закрыт"] * stand


def test_a_lost_answer_is_found_when_somebody_has_written_under_the_post(
    sandbox: SandboxProcess, group: Account, post_to: Callable[..., Act]
) -> None:
    sandbox.fault("ok", "mediatopic.post", "lost_after_apply")
    act = run(post_to(group, "Каток закрыт"))
    [post] = sandbox.posts("ok", int(group.remote_id))
    sandbox.write_comment("ok", post["id"], "Анна Ковалёва", "Жаль", account=post["account"])

    act = past_the_grace(act)

    assert act.state == ActState.CONFIRMED
    assert act.proof == Proof.READ_BACK
    assert act.remote_id == str(post["id"])


def test_what_residents_write_is_polled_once(
    sandbox: SandboxProcess, group: Account, post_to: Callable[..., Act]
) -> None:
    # Comments from before the first poll are not reported.
    poll(group)
    group.refresh_from_db()
    act = run(post_to(group, f"Каток {uuid.uuid4()}"))
    sandbox.write_comment("ok", int(act.remote_id), "Анна Ковалёва", "Когда?", account=int(group.remote_id))

    for _ in range(2):
        poll(group)
        group.refresh_from_db()

    kinds = sorted(InboundEvent.objects.of(group.administration).values_list("kind", flat=True))
    assert kinds == ["comment", "post_seen"]


def test_the_passport_says_whose_key_is_wrong(sandbox: SandboxProcess, group: Account, alice: Person) -> None:
    assert check(account=group).abilities["publish_text"]["mode"] == "auto"

    put_key(account=group, slot="secret", secret=Secret("0" * 32), by=alice)
    passport = check(account=group)

    assert (passport.abilities["publish_text"]["mode"], passport.abilities["publish_text"]["slot"]) == (
        "by_hand",
        "secret",
    )
    refused = Key.objects.of(group.administration).exclude(refused_at=None).values_list("slot", flat=True)
    assert list(refused) == ["secret"]
