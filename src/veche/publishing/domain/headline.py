"""The headline of a publication's page: its state in the networks, then its state in approval."""

from collections.abc import Sequence
from dataclasses import dataclass

from veche.approval.enums import Verdict
from veche.approval.models import Decision
from veche.kernel.clock import now
from veche.kit.moments import spoken
from veche.networks.protocol import Verb
from veche.outbox.domain.states import HANDED, NEEDS_PERSON, OUT, STILL_TO_LEAVE
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.posts.enums import PostState
from veche.posts.models import Post, PostVersion
from veche.publishing.models import Delivery

# What becomes of the correction while the earlier words stand.
CORRECTION: dict[str, str] = {
    PostState.DRAFT: "вышла, исправление пишут",
    PostState.WAITING: "вышла, исправление ждёт согласия",
    PostState.RETURNED: "вышла, исправление вернули",
}


@dataclass(frozen=True, slots=True)
class Headline:
    """`state`: a face of `web.faces`; `word`: its words, if they differ from the face's."""

    state: str
    word: str = ""


def headline_of(
    post: Post, living: Sequence[Delivery], *, asked: PostVersion | None = None, writing: bool = False
) -> Headline:
    """The headline. `living`: deliveries not taken back, newest version first.

    `asked`: the version that waits for approval. `writing`: a newer version is being written.
    """
    if post.plan_item.cancelled_at is not None:
        return Headline(ActState.CANCELLED, "снята с плана")
    if getattr(post, "withdrawal", None) is not None:
        return _withdrawn(living)
    if not any(delivery.act.state in OUT for delivery in living):
        return _ahead(post, living, asked)
    state = PostState.DRAFT if writing and post.state == PostState.APPROVED else post.state
    if state in CORRECTION:
        return Headline(state, CORRECTION[state])
    not_out = [delivery.act for delivery in living if delivery.act.state not in OUT]
    return _partly_out(living, not_out) if not_out else _out_everywhere(living)


def _partly_out(living: Sequence[Delivery], not_out: Sequence[Act]) -> Headline:
    """The post is out in some networks; no alarm if a person published early and others wait for the hour."""
    if all(act.state in STILL_TO_LEAVE | HANDED and act.due_at > now() for act in not_out):
        return Headline(_worst(not_out), "вышла раньше, в других сетях её час впереди")
    stands_in = {delivery.account_id for delivery in living if delivery.act.state in OUT}
    corrects = all(act.verb == Verb.EDIT and act.account_id in stands_in for act in not_out)
    return Headline(_worst(not_out), "вышла, исправлена не везде" if corrects else "вышла, но не везде")


def _ahead(post: Post, living: Sequence[Delivery], asked: PostVersion | None) -> Headline:
    """Name an approved version that will go out while a newer one waits, because the page shows its text."""
    goes = next((one for one in living if one.act.state == ActState.PLANNED), None)
    if post.state != PostState.WAITING or asked is None or goes is None or goes.version_id == asked.pk:
        return Headline(post.state)
    when = spoken(goes.act.due_at, post.administration.time_zone)
    word = f"версия {asked.number} ждёт согласия, версия {goes.version.number} уйдёт {when}"
    return Headline(post.state, word)


def _worst(acts: Sequence[Act]) -> str:
    return str(next((act.state for act in acts if act.state in NEEDS_PERSON), acts[0].state))


def _withdrawn(living: Sequence[Delivery]) -> Headline:
    """By the withdrawal in each network: where it is not confirmed the post is still there."""
    down = [change for one in living for change in one.act.changes.all() if change.verb == Verb.WITHDRAW]
    gone = {act.account_id for act in down if act.state == ActState.CONFIRMED}
    stands = [act for act in down if act.account_id not in gone]
    if not stands:
        return Headline("withdrawn")
    return Headline(_worst(stands), "снята, но не везде" if gone else "снимаем с публикации")


def _out_everywhere(living: Sequence[Delivery]) -> Headline:
    """Whether the networks confirm it, or in some of them a person."""
    acts = [delivery.act for delivery in living]
    said = [act for act in acts if act.is_confirmed_by_person]
    if not said:
        return Headline(ActState.CONFIRMED)
    if len(said) == len(acts):
        return Headline("confirmed_by_person")
    networks = ", ".join(dict.fromkeys(str(act.account.get_network_display()) for act in said))
    word = f"вышла, {networks}: подтвердил человек"
    return Headline("confirmed_by_person", word)


def remark_to_mend(post: Post, said: Sequence[Decision]) -> Decision | None:
    """The open remark that nobody has begun to mend. `said`: newest first."""
    last = said[0] if said else None
    return last if post.state == PostState.RETURNED and last and last.verdict == Verdict.RETURN else None
