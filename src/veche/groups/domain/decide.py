"""Decide about several comments at once. Nothing happens to them for ten seconds; then each gets its own decision."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from veche.cases.domain.answer import check_words, recipients, why_nobody
from veche.cases.domain.steps import locked
from veche.cases.enums import How
from veche.cases.errors import CaseError
from veche.cases.models import Case
from veche.groups.domain.members import MOST, Member, members
from veche.groups.enums import GroupKind, GroupVerb, Outcome
from veche.groups.errors import GroupError
from veche.groups.models import GroupDecision, GroupedMessage
from veche.inbox.models import Message
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.domain.deleting import UNDO
from veche.moderation.enums import Ground
from veche.staff.domain.locking import lock_administration
from veche.staff.models import Person

NO_GROUND = "Выберите основание: без него не удаляют. Критика основанием не бывает. Ничего не изменилось."
NONE_TICKED = "Ни один комментарий не отмечен. Отметьте тех, о ком решаете. Ничего не изменилось."
NOTHING_LEFT = "Решать не о чем: эти комментарии уже разобрали или разбирают. Ничего не изменилось."
LEAVES_ALREADY = "Ответ по этому делу уже уходит. Второй не отправили, ваш текст цел."
TAKEN = "О комментариях этого дела прямо сейчас решают группой. Отправьте через десять секунд: ваш текст цел."


@dataclass(frozen=True, slots=True)
class Words:
    """An answer to all. `how`: under each comment, or once under each post. `interim`: a case stays open after it.

    `whose`: the body that it names, if the question of the case is not ours.
    """

    text: str
    how: How
    interim: bool = False
    whose: str = ""


def decide(
    *,
    by: Person,
    kind: GroupKind,
    verb: GroupVerb,
    chosen: Mapping[int, int],
    ground: str = "",
    words: Words | None = None,
) -> GroupDecision:
    """Store the decision about the comments that may be in it. Raises `GroupError`.

    `chosen`: how many wordings of each comment the page showed, by its id. `words`: of `GroupVerb.ANSWER`.
    """
    if verb == GroupVerb.DELETE and ground not in Ground.values:
        raise GroupError(NO_GROUND)
    if not chosen:
        raise GroupError(NONE_TICKED)
    with transaction.atomic():
        lock_administration(by.administration)  # two who decide about one group take turns
        free = [one.message for one in _free(members(by, list(chosen)[:MOST]), verb, by)]
        if words is not None:
            _check(words, free)
        made = _stored(by, kind, verb, ground if verb == GroupVerb.DELETE else "", words)
        _enter(made, {one: chosen[one.pk] for one in free})
    return made


def answer_case(*, by: Person, case: Case, words: Words) -> GroupDecision:
    """Answer the case in ten seconds: all comments that are in it then. Raises `GroupError`."""
    with transaction.atomic():
        lock_administration(by.administration)
        try:
            found = locked(case)
        except CaseError as error:
            raise GroupError(str(error)) from error
        free, left = recipients(found)
        if not free:
            raise GroupError(why_nobody(left))
        if (leaving := _leaving(found)) is not None:
            if (leaving.text, leaving.whose) != (words.text, words.whose):
                raise GroupError(LEAVES_ALREADY)
            return leaving  # a second press
        if _taken(by, free):
            raise GroupError(TAKEN)
        _check(words, free)
        made = _stored(by, GroupKind.CASE, GroupVerb.ANSWER, "", words, found)
        _enter(made, dict.fromkeys(free, 0))
    return made


def _leaving(case: Case) -> GroupDecision | None:
    rows = GroupDecision.objects.of(case.administration_id).filter(case=case, done_at=None, undone_at=None)
    found: GroupDecision | None = rows.first()
    return found


def _check(words: Words, messages: Sequence[Message]) -> None:
    try:
        check_words(words.text, {one.account.network for one in messages})
    except CaseError as error:
        raise GroupError(str(error)) from error


def _stored(
    by: Person, kind: GroupKind, verb: GroupVerb, ground: str, words: Words | None, case: Case | None = None
) -> GroupDecision:
    moment = now()
    made: GroupDecision = GroupDecision.objects.create(
        administration=by.administration,
        kind=kind,
        verb=verb,
        ground=ground,
        text=words.text if words else "",
        how=words.how if words else "",
        interim=bool(words and words.interim),
        whose=words.whose if words else "",
        case=case,
        by=by,
        at=moment,
        due_at=moment + UNDO,
    )
    return made


def _enter(decision: GroupDecision, seen: Mapping[Message, int]) -> None:
    """`seen`: how many wordings of each comment the person was shown."""
    city = decision.administration
    GroupedMessage.objects.bulk_create(
        GroupedMessage(administration=city, decision=decision, message=message, wordings=wordings)
        for message, wordings in seen.items()
    )
    facts = {"verb": str(decision.verb), "comments": len(seen)} | (
        {"ground": decision.ground} if decision.ground else {}
    )
    record(administration=city, actor=decision.by, verb="group.decided", obj=decision, facts=facts)


def _free(found: list[Member], verb: GroupVerb, by: Person) -> list[Member]:
    taken = _taken(by, [one.message for one in found])
    free = [one for one in found if not why_out(one, verb) and one.message.pk not in taken]
    if not free:
        raise GroupError(NOTHING_LEFT)
    return free


def _taken(by: Person, messages: Sequence[Message]) -> set[int]:
    """Ids of those about which somebody is deciding as a group."""
    deciding = GroupedMessage.objects.of(by.administration).filter(outcome=Outcome.WAITS)
    return set(deciding.filter(message__in=messages).values_list("message", flat=True))


def why_out(member: Member, verb: GroupVerb) -> str:
    """Why it is left out of this decision, "" if it is not."""
    more = {GroupVerb.DELETE: member.stays, GroupVerb.ANSWER: member.unanswered}
    return member.left_out or more.get(verb, "")


def reasons(found: list[Member], verb: GroupVerb) -> list[tuple[str, int]]:
    """Why comments are left out, and how many."""
    return Counter(why for one in found if (why := why_out(one, verb))).most_common()
