"""A published post: corrected after a new approval, withdrawn with a reason, pinned; and its line in the plan."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from tests.midday import midday  # noqa: F401 -- the fixture
from tests.people import make_person
from tests.publishing.test_release import put
from tests.written import approved, step_of, with_picture, working, write
from veche.accounts.domain.queries import accounts_by_id
from veche.accounts.models import Passport
from veche.approval.domain.ask import ask
from veche.approval.enums import Verdict
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.networks.payload import act_from_json
from veche.networks.protocol import Edit, Pin, Unpin, Withdraw
from veche.norm.domain.week import week_norm
from veche.outbox.domain.divergence import open_divergence
from veche.outbox.enums import ActState, DivergenceKind
from veche.outbox.models import Act
from veche.posts.domain.queries import latest_version
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.catch_up import catch_up
from veche.publishing.domain.change import rewrite
from veche.publishing.domain.pins import is_pinned, pin, unpin
from veche.publishing.domain.queries import publications
from veche.publishing.domain.release import decide_and_release
from veche.publishing.domain.stands import asked_of, standings_of
from veche.publishing.domain.withdraw import withdraw
from veche.publishing.errors import PublishingError
from veche.publishing.models import Delivery
from veche.staff.enums import Role
from veche.staff.models import Person

BETTER = "Каток на Ленина открыт до десяти вечера."


@pytest.fixture
def out(alice: Person, carol: Person) -> PostVersion:
    """A version published in VK and Telegram."""
    version = approved(alice, carol)
    for number, network in enumerate(("vk", "telegram"), 5):
        act = put(version, network, ActState.CONFIRMED)
        Act.objects.filter(pk=act.pk).update(remote_id=str(number), remote_url=f"https://{network}.test/{number}")
    return version


def agreed(post: Post, alice: Person, carol: Person, text: str = BETTER) -> PostVersion:
    """A new version, written, submitted as a correction and approved."""
    rewrite(post=post, by=alice)
    write(post, alice, text)
    step = step_of(ask(version=working(post), by=alice, correction=True).version)
    decide_and_release(step=step, by=carol, verdict=Verdict.YES)
    return latest_version(post)


def act_of(version: PostVersion, network: str) -> Act:
    act: Act = Act.objects.get(delivery__version=version, account__network=network)
    return act


def wish(act: Act) -> object:
    return act_from_json(act.payload, media_root=Path("/media"))


def faces(post: Post) -> dict[str, tuple[str, bool]]:
    city, found = post.administration, publications(post.administration).get(pk=post.pk)
    stands = standings_of(city, [asked_of(found)], accounts_by_id(city))
    return {one.network: (one.state, one.out) for one in stands[post.pk]}


def test_a_correction_is_an_edit_where_the_post_stands(out: PostVersion, alice: Person, carol: Person):
    second = agreed(out.post, alice, carol)

    acts = {act.account.network: act for act in Act.objects.filter(delivery__version=second)}
    assert {(network, act.verb, act.state) for network, act in acts.items()} == {
        ("vk", "edit", "planned"),
        ("telegram", "edit", "planned"),
    }
    edit = wish(acts["vk"])
    assert isinstance(edit, Edit)
    assert edit.post_id == "5"
    assert edit.post.text == BETTER
    assert edit.before.text == out.text
    assert acts["vk"].about == act_of(out, "vk")
    assert Act.objects.filter(verb="publish").count() == 2


def test_a_correction_may_be_asked_and_agreed_long_after_the_hour(out: PostVersion, alice: Person, carol: Person):
    with time_machine.travel(out.post.plan_item.publish_at + timedelta(days=3), tick=False):
        second = agreed(out.post, alice, carol)
        step = step_of(second)
        assert step.due_at == step.sheet.opened_at + timedelta(hours=1)

    assert [act.verb for act in Act.objects.filter(delivery__version=second)] == ["edit", "edit"]


def test_beside_a_late_correction_no_late_publication_bursts_out(alice: Person, carol: Person):
    version = approved(alice, carol)
    put(version, "vk", ActState.CONFIRMED)
    put(version, "telegram", ActState.MISSED)
    item = version.post.plan_item

    with time_machine.travel(item.publish_at + timedelta(days=1), tick=False):
        second = agreed(version.post, alice, carol)

    late = act_of(second, "telegram")
    assert late.verb == "publish"
    assert late.due_at == item.publish_at
    assert late.not_after < item.publish_at + timedelta(days=1)
    assert act_of(second, "vk").verb == "edit"


def test_where_nothing_changes_nothing_goes(out: PostVersion, alice: Person, carol: Person):
    rewrite(post=out.post, by=alice)
    write(out.post, alice, out.text, telegram=BETTER)
    step = step_of(ask(version=working(out.post), by=alice, correction=True).version)

    decide_and_release(step=step, by=carol, verdict=Verdict.YES)

    second = latest_version(out.post)
    assert [d.account.network for d in Delivery.objects.filter(version=second)] == ["telegram"]


def test_a_new_picture_is_a_change(out: PostVersion, alice: Person, carol: Person):
    rewrite(post=out.post, by=alice)
    with_picture(out.post, alice)
    step = step_of(ask(version=working(out.post), by=alice, correction=True).version)

    decide_and_release(step=step, by=carol, verdict=Verdict.YES)

    assert Delivery.objects.filter(version=latest_version(out.post)).count() == 2


def test_a_second_correction_takes_the_first_back(out: PostVersion, alice: Person, carol: Person):
    second = agreed(out.post, alice, carol, "раз")
    third = agreed(out.post, alice, carol, "два")

    assert {act.state for act in Act.objects.filter(delivery__version=second)} == {"cancelled"}
    assert {act.state for act in Act.objects.filter(delivery__version=third)} == {"planned"}


def test_the_next_correction_starts_from_what_stands(out: PostVersion, alice: Person, carol: Person):
    second = agreed(out.post, alice, carol, "раз")
    Act.objects.filter(delivery__version=second).update(state=ActState.CONFIRMED, proof="answer", parts={"p": "1"})

    third = agreed(out.post, alice, carol, "два")

    edit = wish(act_of(third, "vk"))
    assert isinstance(edit, Edit)
    assert (edit.before.text, dict(edit.made)) == ("раз", {"p": "1"})


def test_where_the_key_cannot_a_card_waits(out: PostVersion, alice: Person, carol: Person):
    vk = act_of(out, "vk").account
    why = "Ключ администратора не вписан."
    Passport.objects.create(
        administration=vk.administration,
        account=vk,
        checked_at=now(),
        abilities={"edit": {"mode": "by_hand", "why": why, "steps": []}},
    )

    second = agreed(out.post, alice, carol)

    assert [(act_of(second, n).state, act_of(second, n).reason) for n in ("vk", "telegram")] == [
        ("by_hand", why),
        ("planned", ""),
    ]


def test_a_publication_in_doubt_is_corrected_when_it_turns_out_to_stand(alice: Person, carol: Person):
    version = approved(alice, carol)
    put(version, "vk", ActState.UNKNOWN)
    put(version, "telegram", ActState.CONFIRMED)
    second = agreed(version.post, alice, carol)
    assert catch_up() == 0
    assert [d.account.network for d in Delivery.objects.filter(version=second)] == ["telegram"]

    Act.objects.filter(pk=act_of(version, "vk").pk).update(state=ActState.SENT, remote_id="9")
    assert (catch_up(), catch_up()) == (1, 0)

    assert (act_of(second, "vk").verb, act_of(second, "vk").remote_id) == ("edit", "9")


def test_withdrawn_from_every_network_with_a_reason(out: PostVersion, alice: Person, carol: Person):
    second = agreed(out.post, alice, carol)

    row = withdraw(post=out.post, by=alice, reason="  Ошибка в адресе ")

    assert (row.reason, row.by) == ("Ошибка в адресе", alice)
    down = Act.objects.filter(verb="withdraw")
    assert {act.account.network: wish(act) for act in down} == {"vk": Withdraw("5"), "telegram": Withdraw("6")}
    assert {act.state for act in Act.objects.filter(delivery__version=second)} == {"cancelled"}
    entry = Entry.objects.of(alice.administration).get(verb="publishing.withdrawn")
    assert (entry.actor_id, entry.facts) == (alice.pk, {"acts": sorted(act.pk for act in down)})


def test_without_a_reason_nothing_is_withdrawn(out: PostVersion, alice: Person):
    with pytest.raises(PublishingError, match="почему"):
        withdraw(post=out.post, by=alice, reason="  ")

    assert not Act.objects.filter(verb="withdraw").exists()


def test_only_what_stands_is_withdrawn_and_once(out: PostVersion, alice: Person, carol: Person):
    planned = approved(alice, carol, accounts=[act_of(out, "vk").account])
    with pytest.raises(PublishingError, match="ещё не вышла"):
        withdraw(post=planned.post, by=alice, reason="Рано")

    withdraw(post=out.post, by=alice, reason="Ошибка")
    with pytest.raises(PublishingError, match="уже сняли"):
        withdraw(post=Post.objects.get(pk=out.post.pk), by=alice, reason="Ошибка")


def test_what_was_withdrawn_is_written_and_approved_no_more(out: PostVersion, alice: Person, carol: Person):
    rewrite(post=out.post, by=alice)
    write(out.post, alice, BETTER)
    step = step_of(ask(version=working(out.post), by=alice, correction=True).version)

    withdraw(post=out.post, by=alice, reason="Ошибка")

    with pytest.raises(Exception, match="забрал"):
        decide_and_release(step=step, by=carol, verdict=Verdict.YES)
    with pytest.raises(PublishingError, match="сняли с публикации"):
        rewrite(post=Post.objects.get(pk=out.post.pk), by=alice)


def test_a_publication_in_doubt_is_taken_down_when_it_turns_out_to_stand(alice: Person, carol: Person):
    version = approved(alice, carol)
    put(version, "vk", ActState.UNKNOWN)
    withdraw(post=version.post, by=alice, reason="Ошибка")
    assert catch_up() == 0

    Act.objects.filter(pk=act_of(version, "vk").pk).update(state=ActState.SENT, remote_id="9")
    assert (catch_up(), catch_up()) == (1, 0)

    down = Act.objects.get(verb="withdraw")
    assert (down.remote_id, down.by) == ("9", None)


def pinned_in(post: Post) -> list[str]:
    """Networks in which the post is pinned or being pinned."""
    acts = Act.objects.filter(delivery__version__post=post, verb="publish").order_by("pk")
    return [act.account.network for act in acts if is_pinned(act)]


def test_pinned_and_let_go_everywhere(out: PostVersion, alice: Person):
    acts = pin(post=out.post, by=alice)
    assert {act.account.network: wish(act) for act in acts} == {"vk": Pin("5"), "telegram": Pin("6")}
    assert pin(post=out.post, by=alice) == []
    assert sorted(pinned_in(out.post)) == ["telegram", "vk"]

    assert {type(wish(act)) for act in unpin(post=out.post, by=alice)} == {Unpin}
    assert pinned_in(out.post) == []
    assert {act.state for act in Act.objects.filter(verb="pin")} == {"cancelled"}
    said = Entry.objects.of(alice.administration).filter(verb__in=("publishing.pinned", "publishing.unpinned"))
    assert list(said.order_by("number").values_list("verb", flat=True)) == ["publishing.pinned", "publishing.unpinned"]


def test_vk_keeps_one_post_on_top(out: PostVersion, alice: Person, carol: Person):
    accounts = [act_of(out, network).account for network in ("vk", "telegram")]
    other = approved(alice, carol, title="Ещё", accounts=accounts)
    for network in ("vk", "telegram"):
        act = act_of(other, network)
        Act.objects.filter(pk=act.pk).update(state=ActState.CONFIRMED, proof="answer", remote_id="77")
    pin(post=out.post, by=alice)
    pin(post=other.post, by=alice)
    Act.objects.filter(verb="pin").update(state=ActState.CONFIRMED, proof="answer")

    assert pinned_in(out.post) == ["telegram"]
    assert sorted(pinned_in(other.post)) == ["telegram", "vk"]


def test_what_stands_nowhere_cannot_be_pinned(alice: Person, carol: Person):
    version = approved(alice, carol)

    with pytest.raises(PublishingError, match="нигде не стоит"):
        pin(post=version.post, by=alice)


def test_the_plan_says_corrected_withdrawn_and_gone(out: PostVersion, alice: Person, carol: Person):
    post = out.post
    assert faces(post) == {"vk": ("confirmed", True), "telegram": ("confirmed", True)}

    second = agreed(post, alice, carol)
    assert faces(post) == {"vk": ("planned", True), "telegram": ("planned", True)}
    Act.objects.filter(delivery__version=second).update(state=ActState.CONFIRMED, proof="answer")
    assert faces(post) == {"vk": ("corrected", True), "telegram": ("corrected", True)}

    open_divergence(act=act_of(out, "vk"), kind=DivergenceKind.GONE)
    open_divergence(act=act_of(out, "telegram"), kind=DivergenceKind.CHANGED, text="Купите слона")
    assert faces(post) == {"vk": ("post_gone", False), "telegram": ("changed", True)}

    withdraw(post=post, by=alice, reason="Ошибка")
    Act.objects.filter(verb="withdraw").update(state=ActState.CONFIRMED, proof="answer")
    assert faces(post) == {"vk": ("withdrawn", False), "telegram": ("withdrawn", False)}


def test_a_correction_makes_no_second_publication_of_the_week(out: PostVersion, alice: Person, carol: Person):
    city, day = alice.administration, out.post.plan_item.publish_at.date()
    second = agreed(out.post, alice, carol)
    Act.objects.filter(delivery__version=second).update(state=ActState.CONFIRMED, proof="answer")

    assert (week_norm(city, day).out, week_norm(city, day).forecast) == (1, 1)


def test_nobody_agrees_to_a_correction_of_their_own(out: PostVersion, carol: Person):
    boss = make_person(carol.administration, Role.PRESS_HEAD)
    rewrite(post=out.post, by=carol)
    write(out.post, carol, BETTER)
    step = step_of(ask(version=working(out.post), by=carol, correction=True).version)

    with pytest.raises(Exception, match="Свой текст"):
        decide_and_release(step=step, by=carol, verdict=Verdict.YES)
    decide_and_release(step=step, by=boss, verdict=Verdict.YES)
