"""The comments of a group as a person decides about them, and which of them are left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count

from veche.cases.domain.no_replies import takes_no_answers
from veche.groups.domain.find import Group
from veche.groups.enums import GroupKind
from veche.inbox.domain.answer import reply_by_hand
from veche.inbox.domain.holds import reading_of_holds
from veche.inbox.domain.posts import why_nobody_waits, with_post
from veche.inbox.enums import MessageState
from veche.inbox.models import Hold, Message
from veche.moderation.domain.deleting import delete_by_hand
from veche.staff.models import Administration, Person

# A person reads all that they decide about; the rest is the next group.
MOST = 100


@dataclass(frozen=True, slots=True)
class Member:
    """`wordings`: how many its page has. `left_out`: why it is in no decision about a group, "" if it is.

    `stays`: why it cannot be deleted here, though it can be kept. `unanswered`: why an answer to all leaves it out,
    though it can be decided about.
    """

    message: Message
    wordings: int
    left_out: str
    stays: str
    unanswered: str


def members_of(group: Group, me: Person) -> list[Member]:
    """At most `MOST`, oldest first. Two queries."""
    return members(me, [one.pk for one in group.members[:MOST]])


def members(me: Person, ids: Sequence[int]) -> list[Member]:
    """The comments with these ids that are the administration's own. Two queries."""
    rows = _rows(me.administration, ids)
    holds = reading_of_holds(me.administration, [row.message for row in rows]).read()
    return [_member(row, holds, me) for row in rows]


class _Row(NamedTuple):
    message: Message
    wordings: int
    takes_no_answers: bool


def _rows(administration: Administration, ids: Sequence[int]) -> list[_Row]:
    rows = Message.objects.of(administration).filter(pk__in=ids, private=False)
    told = rows.select_related("account__passport", "conversation", "proposal").annotate(
        said_times=Count("wordings"), takes_no_answers=takes_no_answers(administration)
    )
    found: Any = with_post(told, administration).order_by("at", "pk")
    return [_Row(one, one.said_times, one.takes_no_answers) for one in found]


def _member(row: _Row, holds: Mapping[int, Hold], me: Person) -> Member:
    message = row.message
    return Member(
        message=message,
        wordings=row.wordings,
        left_out=_left_out(message, holds.get(message.pk), me),
        stays="ключ не может удалить" if delete_by_hand(message) else "",
        unanswered=_unanswered(row),
    )


def _unanswered(row: _Row) -> str:
    message = row.message
    if message.suspect and not message.heeded and message.screened_at:
        return "предложено удалить, сначала решите о нём"
    if row.takes_no_answers:
        return "автор не принимает ответы"
    if why_nobody_waits(message):
        return "записи больше нет"
    return "ключ не может ответить" if reply_by_hand(message) else ""


def _left_out(message: Message, hold: Hold | None, me: Person) -> str:
    if message.ours:
        return "наши"
    if message.state != MessageState.NEW:
        return "уже решены"
    if hold is not None and hold.person_id != me.pk:
        return f"взято: {hold.person.display_name}"
    proposal = getattr(message, "proposal", None)
    if proposal is not None and proposal.danger and message.screened_at:
        return "опасные, их читают по одному"
    return ""


def decided_before(group: Group, administration: Administration) -> int:
    """How many comments of the group wait for nobody any more. One query."""
    rows = Message.objects.of(administration).filter(private=False).exclude(state=MessageState.NEW)
    if group.kind == GroupKind.SAME:
        return rows.filter(same_as=group.number).count()
    if group.kind == GroupKind.TROUBLE:
        return rows.filter(sorted__first=group.number).count()
    if group.kind == GroupKind.CASE:
        return rows.filter(in_case__case=group.number).count()
    return 0
