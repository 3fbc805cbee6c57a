"""Groups made ready for their page."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst

from veche.groups.domain.decide import reasons, why_out
from veche.groups.domain.find import Group
from veche.groups.domain.members import Member
from veche.groups.domain.recent import Recent
from veche.groups.enums import GroupKind, GroupVerb
from veche.inbox.models import Message
from veche.inbox.words import where
from veche.kernel.clock import now
from veche.kit.excerpts import excerpt
from veche.kit.moments import briefly, lasts
from veche.moderation.enums import Ground
from veche.morphology.numerals import counted, form
from veche.networks.registry import NETWORKS
from veche.routing.topics import topics

EXAMPLES = 3
# Of the text of a comment, in the list of groups and in its own line.
SHORT, LONG = 90, 220


@dataclass(frozen=True, slots=True)
class GroupLine:
    """`meta`: of how long and why. `bad`: most of its comments are proposed for deletion. `busy`: names of colleagues
    who have taken some.
    """

    key: str
    url: str
    number: int
    title: str
    meta: str
    networks: Sequence[str]
    examples: Sequence[str]
    bad: bool
    here: bool
    busy: Sequence[str]


@dataclass(frozen=True, slots=True)
class MemberLine:
    """`value`: what the form sends of it. `why`: why it is left out; `stays`: why it is not deleted; `unanswered`:
    why it gets no answer.
    """

    value: str
    message: Message
    badge: str
    when: str
    text: str
    why: str
    stays: str
    unanswered: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class GroundChoice:
    value: str
    label: str
    norm: str
    number: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """What stands chosen in a group. `ticked`: ids of comments; None: all. `ground`: "" for the proposed one."""

    ticked: Collection[int] | None = None
    ground: str = ""


ALL = Chosen()


@dataclass(frozen=True, slots=True)
class AnswerPlan:
    """One answer to all. `free`: how many comments get it. `each`, `one`: what each way means, in a sentence."""

    free: int
    each: str
    one: str
    will: Sequence[str]


@dataclass(frozen=True, slots=True)
class Panel:
    """The chosen group. `free`: how many can be decided about; `will`: what a decision does, in sentences.

    `more`: comments beyond those that are shown. `answer`: what one answer to all would do; None where none is offered.
    """

    line: GroupLine
    kind: str
    lines: Sequence[MemberLine]
    free: int
    more: int
    will: Sequence[str]
    grounds: Sequence[GroundChoice]
    may_case: bool
    answer: "AnswerPlan | None"
    next: str

    @property
    def kind_of_delete(self) -> str:
        """Kind of the button «Удалить»: the main one where most comments are proposed for deletion."""
        return "danger" if self.line.bad else ""

    @property
    def kind_of_case(self) -> str:
        """Kind of the button for a case: the main one where nobody can be answered."""
        return "" if self.answer else "primary"


@dataclass(frozen=True, slots=True)
class RecentLine:
    """`seconds`: until it leaves; 0 if it has. `face`: a state of `web.faces`. `case`: the answered one."""

    pk: int
    says: str
    seconds: int
    may_undo: bool
    moving: bool
    face: str
    case: int | None


def address(key: str = "", network: str = "", again: str = "") -> str:
    """Of a group, among all groups or those of one network. `again`: id of the decision that was taken back."""
    named = {"group": key, "net": network, "again": again}
    said = urlencode({name: value for name, value in named.items() if value})
    return reverse("groups:list") + (f"?{said}" if said else "")


def line_of(
    group: Group, examples: Sequence[Message], *, chosen: str, network: str = "", busy: Sequence[str] = ()
) -> GroupLine:
    """`examples`: its first comments, with conversation and case; equal words are shown once. `busy`: names of
    colleagues who have taken some."""
    return GroupLine(
        key=group.key,
        url=address(group.key, network),
        number=len(group.members),
        title=_title(group, examples),
        meta=_meta(group),
        networks=sorted({one.network for one in group.members}),
        examples=list(dict.fromkeys(excerpt(one.text, SHORT) or "снимок без слов" for one in examples)),
        bad=group.is_proposed,
        here=group.key == chosen,
        busy=busy,
    )


def _title(group: Group, examples: Sequence[Message]) -> str:
    if group.kind == GroupKind.CASE:
        return f"В деле «{examples[0].in_case.case.title}»" if examples else "В одном деле"
    if group.kind == GroupKind.POST:
        return f"{capfirst(where(examples[0]))} пишут то, что предложено удалить" if examples else ""
    if group.kind == GroupKind.TROUBLE:
        about = ": " + topic if (topic := _topic(group)) else ""
        return f"Об одном {form(group.authors, 'спрашивает', 'спрашивают', 'спрашивают')} {_people(group)}{about}"
    if group.is_proposed:
        return f"Одно и то же от {counted(group.authors, 'автора', 'авторов', 'авторов')}: похоже на рассылку"
    return f"Об одном {form(group.authors, 'пишет', 'пишут', 'пишут')} {_people(group)}"


def _people(group: Group) -> str:
    return counted(group.authors, "человек", "человека", "человек")


def _topic(group: Group) -> str:
    """«водоснабжение»: the topic of most of them."""
    [(key, _number)] = Counter(one.topic for one in group.members).most_common(1)
    known = topics().get(key)
    return known.name.lower() if known else ""


def _meta(group: Group) -> str:
    first, last = group.members[0].at, group.members[-1].at
    grounds = ", ".join(f"{Ground(ground).label.lower()} {number}" for ground, number in group.grounds)
    said = [f"за {lasts(last - first)}", f"самый давний ждёт {lasts(now() - first)}"]
    return ", ".join([*said, f"предложено: {grounds}"] if grounds else said)


def panel_of(
    line: GroupLine,
    group: Group,
    found: Sequence[Member],
    *,
    zone: str,
    norms: Mapping[str, str],
    decided: int,
    next_key: str,
    begun: Chosen,
) -> Panel:
    """`decided`: comments of the group that wait for nobody any more."""
    free = sum(not one.left_out for one in found)
    return Panel(
        line=line,
        kind=group.kind.value,
        lines=[_member_line(one, zone, begun.ticked) for one in found],
        free=free,
        more=len(group.members) - len(found),
        will=_will(group, found, free, decided),
        grounds=_grounds(group, norms, begun.ground),
        may_case=group.kind != GroupKind.CASE,
        answer=_answer_plan(found) if group.kind != GroupKind.CASE and not group.is_proposed else None,
        next=next_key,
    )


def _answer_plan(found: Sequence[Member]) -> AnswerPlan | None:
    free = [one.message for one in found if not why_out(one, GroupVerb.ANSWER)]
    if not free:
        return None
    posts = len({one.conversation_id for one in free})
    by_network = Counter(one.account.network for one in free)
    badges = ", ".join(f"{NETWORKS[slug].names.badge} {number}" for slug, number in by_network.most_common())
    will = [f"Ответить: соберём отмеченное в одно дело и закроем его этим ответом. Сейчас это {badges}."]
    left = reasons([one for one in found if not one.left_out], GroupVerb.ANSWER)
    if left:
        will.append(f"Без ответа останутся: {_listed(left)}.")
    return AnswerPlan(
        free=len(free),
        each=f"{len(free)} {form(len(free), 'ответ', 'ответа', 'ответов')}{_takes(free)}",
        one=f"{posts} {form(posts, 'ответ', 'ответа', 'ответов')}, под первым комментарием каждой записи",
        will=will,
    )


def _takes(messages: Sequence[Message]) -> str:
    """«, займёт 3 мин: быстрее сети не дают», if it takes a minute."""
    numbers = Counter((one.account.network, one.account_id) for one in messages)
    longest = max(NETWORKS[slug].pace.seconds_of_replies(number) for (slug, _), number in numbers.items())
    return f", займёт {lasts(timedelta(seconds=longest))}: быстрее сети не дают" if longest >= 60 else ""


def _listed(left: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{why} — {number}" for why, number in left)


def _member_line(one: Member, zone: str, ticked: Collection[int] | None) -> MemberLine:
    return MemberLine(
        value=f"{one.message.pk}.{one.wordings}",
        message=one.message,
        badge=NETWORKS[one.message.account.network].names.badge,
        when=briefly(one.message.at, zone),
        text=excerpt(one.message.text, LONG) or "снимок без слов",
        why=one.left_out,
        stays=one.stays,
        unanswered=one.unanswered,
        ticked=not one.left_out and (ticked is None or one.message.pk in ticked),
    )


def _grounds(group: Group, norms: Mapping[str, str], chosen: str) -> list[GroundChoice]:
    proposed = dict(group.grounds)
    first = chosen or (next(iter(proposed), "") if group.is_proposed else "")
    return [
        GroundChoice(ground.value, str(ground.label), norms[ground], proposed.get(ground, 0), ground == first)
        for ground in Ground
    ]


def _will(group: Group, found: Sequence[Member], free: int, decided: int) -> list[str]:
    said = [f"Решим о {form(free, 'комментарии', 'комментариях', 'комментариях')}: {free}, о каждом отдельно."]
    left = [*reasons(list(found), GroupVerb.KEEP), *([("уже решены", decided)] if decided else [])]
    if left:
        said.append(f"Пропустим: {_listed(left)}.")
    if stuck := sum(bool(one.stays) for one in found if not one.left_out):
        said.append(f"Удалить не выйдет: {stuck}, ключ аккаунта этого не может. Оставить можно.")
    said.append("Удалить: с основанием и доказательством. Оставить: ответа больше не ждут.")
    if group.kind != GroupKind.CASE:
        said.append("В одно дело: передадите отделу, а ответите всем сразу.")
    return said


def recent_line(one: Recent, *, may_undo: bool, may_open_case: bool) -> RecentLine:
    decision = one.decision
    left = ceil((decision.due_at - now()).total_seconds())
    stands = decision.begun_at is None and decision.undone_at is None
    return RecentLine(
        pk=decision.pk,
        says=_said(one),
        seconds=max(left, 0) if stands else 0,
        may_undo=may_undo and stands,
        moving=decision.undone_at is None and decision.done_at is None,
        face="cancelled" if decision.undone_at else "confirmed" if decision.done_at else "planned",
        case=decision.case_id if may_open_case and (decision.done_at or decision.undone_at) else None,
    )


_DOES = {
    GroupVerb.DELETE: "Удалим",
    GroupVerb.KEEP: "Оставим на месте",
    GroupVerb.CASE: "Соберём в одно дело",
    GroupVerb.ANSWER: "Ответим на",
}
_DID = {
    GroupVerb.DELETE: "Решили удалить",
    GroupVerb.KEEP: "Оставили на месте",
    GroupVerb.CASE: "Собрали в одно дело",
    GroupVerb.ANSWER: "Ответили",
}


def _said(one: Recent) -> str:
    decision = one.decision
    ground = f" ({decision.get_ground_display().lower()})" if decision.ground else ""
    verb = GroupVerb(decision.verb)
    if decision.undone_at:
        if verb == GroupVerb.ANSWER:
            return "Отменили: ответ не ушёл, текст цел"
        return f"Отменили: {_comments(one.comments)} на месте, ничего не изменилось"
    if decision.begun_at is None:
        return f"{_DOES[verb]} {_comments(one.comments)}{ground}"
    if decision.done_at is None:
        again = ". Сразу не вышло, сейчас повторим" if decision.failures else ""
        return f"{_DID[verb]}{ground}: {one.done} из {one.comments}{again}"
    left = f". Пропустили: {_left(one.reasons)}" if one.left else ""
    return f"{_DID[verb]}{ground}: {one.done} из {one.comments}{left}"


def _comments(number: int) -> str:
    return counted(number, "комментарий", "комментария", "комментариев")


def _left(reasons: Iterable[tuple[str, int]]) -> str:
    return "; ".join(f"{why.rstrip('.')} — {number}" for why, number in list(reasons)[:3])
