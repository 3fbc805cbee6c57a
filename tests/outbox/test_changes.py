"""Changes of a published post: corrected, withdrawn, pinned; the last decision wins and none is done by half."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest

from tests.grace import let_it_pass
from tests.profiles import shorten_calls
from tests.sandbox_process import SandboxProcess
from tests.undone import undone
from tests.waiting import wait_until
from veche.accounts.models import Account, Bucket, Passport
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.networks.protocol import Edit, OutgoingPost, Pin, Unpin, Verb, Withdraw
from veche.outbox.domain.by_hand import card_of, of_today, take_by_hand
from veche.outbox.domain.changes import plan_change
from veche.outbox.domain.closing import close_account
from veche.outbox.domain.deliver import deliver
from veche.outbox.domain.grace import may_judge_at
from veche.outbox.domain.person_decisions import say_happened, send_now
from veche.outbox.domain.queries import face_of, line_of
from veche.outbox.domain.read_back import confirm_hand_work
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

METHODS = {
    "vk": {"edit": "wall.edit", "withdraw": "wall.delete", "pin": "wall.pin"},
    "telegram": {"edit": "editMessageText", "withdraw": "deleteMessage", "pin": "pinChatMessage"},
}
BETTER = "стало лучше"
KINDS = pytest.mark.parametrize("kind", ["edit", "withdraw", "pin"])


@pytest.fixture(params=["vk", "telegram"])
def account(request: pytest.FixtureRequest) -> Account:
    found: Account = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def out(account: Account, post_to: Callable[..., Act], request: pytest.FixtureRequest) -> Act:
    """A proven publication."""
    act = run(post_to(account, f"Каток: {request.node.name}"[:150]))
    if act.state == ActState.SENT:
        if account.network == "vk":
            act = run(act)
        else:
            a_person_saw_it(act)
    assert act.state == ActState.CONFIRMED
    return act


@pytest.fixture(autouse=True)
def short_calls(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publications of both networks were made with sufficient time. Other tests are not run for each network."""
    if "out" in request.fixturenames:
        request.getfixturevalue("out")
    shorten_calls(monkeypatch)


def run(act: Act) -> Act:
    """Run the act, as if its pause had passed and its rate limit allowed it."""
    Act.objects.filter(pk=act.pk).update(next_try_at=now())
    its_turn()
    deliver(act.pk, worker="w")
    act.refresh_from_db()
    return act


def a_person_saw_it(act: Act) -> None:
    assert act.by is not None
    say_happened(act=act, by=act.by)
    act.refresh_from_db()


def its_turn() -> None:
    Bucket.objects.update(free_at=0.0)


def past_the_grace(act: Act) -> Act:
    let_it_pass(act)
    return run(act)


def applied(sandbox: SandboxProcess, network: str, method: str) -> None:
    """Wait until the delayed call was applied."""
    wait_until(lambda: sandbox.calls(network, method)[-1]["outcome"] != "")


def its_hour(act: Act) -> None:
    """End the grace of earlier acts that it waits for."""
    for older in Act.objects.filter(state__in=(ActState.SENDING, ActState.UNKNOWN)):
        let_it_pass(older)
    Act.objects.filter(pk=act.pk).update(due_at=now(), next_try_at=now())


def settled(act: Act) -> Act:
    """Run as the worker does until nothing changes by itself."""
    act.refresh_from_db()
    for _ in range(6):
        if act.state in (ActState.CONFIRMED, ActState.CANCELLED, ActState.BY_HAND):
            break
        act = past_the_grace(act)
    return act


def change(out: Act, kind: str, *, text: str = BETTER, intent: str = "") -> Act:
    acts: dict[str, Edit | Withdraw | Pin | Unpin] = {
        "edit": Edit(out.remote_id, OutgoingPost(text), OutgoingPost(out.payload["text"])),
        "withdraw": Withdraw(out.remote_id),
        "pin": Pin(out.remote_id),
        "unpin": Unpin(out.remote_id),
    }
    return plan_change(about=out, act=acts[kind], intent=intent or f"{kind}:{out.pk}:{text}", by=out.by)


def standing(sandbox: SandboxProcess, out: Act) -> str | None:
    """The text of the post in the network, None if it is deleted."""
    posts = sandbox.posts(out.account.network, int(out.account.remote_id))
    [post] = [post for post in posts if str(post["id"]) == out.remote_id]
    return None if post["deleted"] else post["text"]


def wanted(out: Act, kind: str) -> str | None:
    words: dict[str, str | None] = {"edit": BETTER, "withdraw": None, "pin": out.payload["text"]}
    return words[kind]


@KINDS
def test_is_done_and_proven(sandbox: SandboxProcess, out: Act, kind: str) -> None:
    act = settled(change(out, kind))

    proof = Proof.READ_BACK if out.account.network == "vk" else Proof.ANSWER
    assert act.state == ActState.CONFIRMED
    assert act.proof == proof
    assert act.remote_id == out.remote_id
    assert standing(sandbox, out) == wanted(out, kind)
    assert face_of(act) == {"edit": "corrected", "withdraw": "withdrawn", "pin": "confirmed"}[kind]


@pytest.mark.sweep
@KINDS
@pytest.mark.parametrize("fault", ["lost_after_apply", "dropped", "refused_before_apply", "truncated", "bad_gateway"])
def test_whatever_the_network_does_it_is_done_once_and_proven(
    sandbox: SandboxProcess, out: Act, kind: str, fault: str
) -> None:
    sandbox.fault(out.account.network, METHODS[out.account.network][kind], fault)
    act = run(change(out, kind))
    assert act.state == ActState.UNKNOWN

    act = settled(act)

    assert (act.state, standing(sandbox, out)) == (ActState.CONFIRMED, wanted(out, kind))


@pytest.mark.sweep
@KINDS
def test_applied_late_is_found_as_it_is(sandbox: SandboxProcess, out: Act, kind: str) -> None:
    method = METHODS[out.account.network][kind]
    sandbox.fault(out.account.network, method, "applied_late", seconds=1.3)
    act = run(change(out, kind))
    assert act.state == ActState.UNKNOWN

    applied(sandbox, out.account.network, method)
    act = settled(act)

    assert (act.state, standing(sandbox, out)) == (ActState.CONFIRMED, wanted(out, kind))


@KINDS
def test_a_refusal_becomes_a_card_for_a_person(sandbox: SandboxProcess, vk: Account, out_vk: Act, kind: str) -> None:
    sandbox.fault("vk", METHODS["vk"][kind], "error", code="15")

    act = run(change(out_vk, kind))

    assert act.state == ActState.BY_HAND
    card = card_of(act)
    assert (card.url, card.text) == (out_vk.remote_url, BETTER if kind == "edit" else "")
    assert len(card.steps) == 3
    assert [one.pk for one in Act.objects.of(vk.administration).filter(of_today(now() + timedelta(days=1)))] == [act.pk]
    assert list(Entry.objects.of(vk.administration).filter(verb="act.handed_over").values_list("object_id", flat=True))


@pytest.fixture
def out_vk(vk: Account, post_to: Callable[..., Act], request: pytest.FixtureRequest) -> Act:
    return run(run(post_to(vk, f"VK: {request.node.name}"[:150])))


@pytest.fixture
def out_telegram(telegram: Account, post_to: Callable[..., Act], request: pytest.FixtureRequest) -> Act:
    act = run(post_to(telegram, f"TG: {request.node.name}"[:150]))
    a_person_saw_it(act)
    return act


@KINDS
def test_without_the_key_nothing_is_tried_and_a_card_waits(
    sandbox: SandboxProcess, vk: Account, out_vk: Act, kind: str
) -> None:
    why = "Ключ администратора не вписан."
    abilities = {name: {"mode": "by_hand", "why": why, "steps": []} for name in ("edit", "withdraw", "pin")}
    Passport.objects.create(administration=vk.administration, account=vk, abilities=abilities, checked_at=now())
    calls = len(sandbox.calls("vk"))
    out = Act.objects.select_related("account__passport").get(pk=out_vk.pk)

    act = settled(change(out, kind))

    assert act.state == ActState.BY_HAND
    assert act.reason == why
    assert len(sandbox.calls("vk")) == calls
    assert line_of(act).choices == ("happened", "send_now", *(() if kind == "withdraw" else ("give_up",)))


@KINDS
def test_a_card_closes_when_the_network_shows_that_it_is_done(
    sandbox: SandboxProcess, vk: Account, out_vk: Act, kind: str
) -> None:
    sandbox.fault("vk", METHODS["vk"][kind], "error", code="15")
    act = run(change(out_vk, kind))
    its_turn()
    assert confirm_hand_work(vk) == 0

    # Posts of other tests have the same number in other accounts.
    place = {"id": int(out_vk.remote_id), "account": int(vk.remote_id)}
    if kind == "edit":
        sandbox.ask("POST", "vk", "posts/edit", place | {"text": BETTER})
    elif kind == "withdraw":
        sandbox.ask("POST", "vk", "posts/delete", place)
    else:
        settled(change(out_vk, "pin", intent="again"))
        Act.objects.filter(pk=act.pk).update(state=ActState.BY_HAND)
    its_turn()
    assert confirm_hand_work(vk) == 1

    act.refresh_from_db()
    assert (act.state, act.proof) == (ActState.CONFIRMED, Proof.READ_BACK)


def test_a_person_ticks_a_card_or_gives_it_back(
    sandbox: SandboxProcess, vk: Account, out_vk: Act, alice: Person
) -> None:
    sandbox.fault("vk", "wall.edit", "error", code="15")
    act = run(change(out_vk, "edit"))

    send_now(act=act, by=alice)
    assert settled(act).state == ActState.CONFIRMED

    sandbox.fault("vk", "wall.pin", "error", code="15")
    pin = run(change(out_vk, "pin"))
    address = f"https://vk.com/wall-{vk.remote_id}_2"
    say_happened(act=pin, by=alice, url=address)
    pin.refresh_from_db()
    assert pin.state == ActState.CONFIRMED
    assert pin.proof == Proof.PERSON
    assert pin.confirmed_by == alice
    assert pin.remote_url == address


def test_a_failed_publication_may_be_done_by_hand_and_the_network_proves_it(
    sandbox: SandboxProcess, vk: Account, post_to: Callable[..., Act], alice: Person
) -> None:
    sandbox.fault("vk", "wall.post", "error", code="214")
    act = run(post_to(vk, "Выложим сами"))
    assert line_of(act).choices == ("send_now", "by_hand", "give_up")

    take_by_hand(act=act, by=alice)
    made = sandbox.write_post("vk", "Выложим сами")
    its_turn()
    assert confirm_hand_work(vk) == 1

    act.refresh_from_db()
    assert (act.state, act.remote_id) == (ActState.CONFIRMED, str(made["id"]))


def test_what_somebody_has_removed_is_no_card_but_news(sandbox: SandboxProcess, vk: Account, out_vk: Act) -> None:
    sandbox.ask("POST", "vk", "posts/delete", {"id": int(out_vk.remote_id), "account": int(out_vk.account.remote_id)})

    act = run(change(out_vk, "edit"))

    assert act.state == ActState.FAILED
    assert [found.kind for found in out_vk.divergences.all()] == ["gone"]


def test_a_later_correction_takes_the_earlier_one_back(sandbox: SandboxProcess, out: Act) -> None:
    first = change(out, "edit", text="раз")
    second = change(out, "edit", text="два")
    first.refresh_from_db()
    assert first.state == ActState.CANCELLED

    assert settled(second).state == ActState.CONFIRMED
    assert settled(first).state == ActState.CANCELLED
    assert standing(sandbox, out) == "два"


def test_a_correction_in_doubt_never_comes_after_the_newer_one(sandbox: SandboxProcess, out: Act) -> None:
    sandbox.fault(out.account.network, METHODS[out.account.network]["edit"], "dropped")
    first = run(change(out, "edit", text="раз"))
    assert first.state == ActState.UNKNOWN

    second = change(out, "edit", text="два")
    its_hour(second)
    second, first = settled(second), settled(first)

    assert (first.state, second.state) == (ActState.CANCELLED, ActState.CONFIRMED)
    assert standing(sandbox, out) == "два"


def test_a_correction_that_the_network_applies_late_is_waited_for(sandbox: SandboxProcess, out: Act) -> None:
    network, method = out.account.network, METHODS[out.account.network]["edit"]
    sandbox.fault(network, method, "applied_late", seconds=1.3)
    first = run(change(out, "edit", text="раз"))

    second = run(change(out, "edit", text="два"))
    assert (first.state, second.state) == (ActState.UNKNOWN, ActState.PLANNED)
    applied(sandbox, network, method)
    its_hour(second)

    assert (settled(second).state, settled(first).state) == (ActState.CONFIRMED, ActState.CANCELLED)
    assert standing(sandbox, out) == "два"


def test_a_change_waits_for_an_older_one_that_may_still_come(out_vk: Act) -> None:
    pairs = [("edit", "edit"), ("pin", "unpin"), ("unpin", "pin"), ("pin", "withdraw")]
    for (older, newer), state in product(pairs, (ActState.SENDING, ActState.UNKNOWN)):
        with undone():
            first = change(out_vk, older, text="раз")
            Act.objects.filter(pk=first.pk).update(state=state, last_call_deadline=now() + timedelta(seconds=1))

            second = change(out_vk, newer, text="два")

            first.refresh_from_db()
            assert second.due_at == may_judge_at(first), (older, newer, state)


def test_a_clock_that_jumps_ahead_brings_no_change_before_an_older_one(sandbox: SandboxProcess, out: Act) -> None:
    sandbox.fault(out.account.network, METHODS[out.account.network]["edit"], "dropped")
    first = run(change(out, "edit", text="раз"))
    # By the wall clock the call was an hour ago; by the monotonic one it was now.
    Act.objects.filter(pk=first.pk).update(last_call_deadline=now() - timedelta(hours=1))
    began = now()

    second = change(out, "edit", text="два")
    assert second.due_at > began + timedelta(seconds=1)
    Act.objects.filter(pk=second.pk).update(due_at=now())  # and the clock jumps once more
    second = run(second)

    assert (second.state, second.last_call_at) == (ActState.PLANNED, None)
    its_hour(second)
    assert (settled(second).state, standing(sandbox, out)) == (ActState.CONFIRMED, "два")


def test_a_withdrawal_drops_what_was_planned_about_the_post(sandbox: SandboxProcess, out: Act) -> None:
    others = [change(out, "edit"), change(out, "pin")]

    gone = settled(change(out, "withdraw"))

    assert gone.state == ActState.CONFIRMED
    assert [settled(act).state for act in others] == [ActState.CANCELLED] * 2
    assert standing(sandbox, out) is None


def test_a_closed_account_leaves_a_card_for_what_was_to_be_taken_down(
    sandbox: SandboxProcess, out: Act, alice: Person
) -> None:
    down = change(out, "withdraw")

    assert close_account(account=out.account, by=alice, cancel=False) == 0

    down = run(down)
    assert down.state == ActState.BY_HAND
    assert card_of(down).url == out.remote_url
    assert standing(sandbox, out) == out.payload["text"]


def test_once_for_each_intent(out: Act) -> None:
    assert change(out, "edit").pk == change(out, "edit").pk
    assert out.changes.filter(verb=Verb.EDIT).count() == 1
