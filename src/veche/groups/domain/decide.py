"""Decide about several comments at once. Nothing happens to them for ten seconds; then each gets its own decision."""

from collections import Counter
from collections.abc import Mapping

from django.db import transaction

from veche.groups.domain.members import MOST, Member, members
from veche.groups.enums import GroupKind, GroupVerb, Outcome
from veche.groups.errors import GroupError
from veche.groups.models import GroupDecision, GroupedMessage
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.domain.deleting import UNDO
from veche.moderation.enums import Ground
from veche.staff.domain.locking import lock_administration
from veche.staff.models import Person

NO_GROUND = "Выберите основание: без него не удаляют. Критика основанием не бывает. Ничего не изменилось."


def decide(
    *, by: Person, kind: GroupKind, verb: GroupVerb, chosen: Mapping[int, int], ground: str = ""
) -> GroupDecision:
    """Store the decision about the comments that may be in it. Raises `GroupError`.

    `chosen`: how many wordings of each comment the page showed, by its id.
    """
    if verb == GroupVerb.DELETE and ground not in Ground.values:
        raise GroupError(NO_GROUND)
    with transaction.atomic():
        lock_administration(by.administration)  # two who decide about one group take turns
        found = _free(members(by, list(chosen)[:MOST]), verb, by)
        moment = now()
        made: GroupDecision = GroupDecision.objects.create(
            administration=by.administration,
            kind=kind,
            verb=verb,
            ground=ground if verb == GroupVerb.DELETE else "",
            by=by,
            at=moment,
            due_at=moment + UNDO,
        )
        GroupedMessage.objects.bulk_create(
            GroupedMessage(
                administration=by.administration,
                decision=made,
                message=one.message,
                wordings=chosen[one.message.pk],
            )
            for one in found
        )
        facts = {"verb": verb.value, "comments": len(found)} | ({"ground": made.ground} if made.ground else {})
        record(administration=by.administration, actor=by, verb="group.decided", obj=made, facts=facts)
    return made


def _free(found: list[Member], verb: GroupVerb, by: Person) -> list[Member]:
    deciding = GroupedMessage.objects.of(by.administration).filter(outcome=Outcome.WAITS)
    taken = set(deciding.filter(message__in=[one.message for one in found]).values_list("message", flat=True))
    free = [one for one in found if not why_out(one, verb) and one.message.pk not in taken]
    if not free:
        raise GroupError("Решать не о чем: эти комментарии уже разобрали или разбирают. Ничего не изменилось.")
    return free


def why_out(member: Member, verb: GroupVerb) -> str:
    """Why it is left out of this decision, "" if it is not."""
    return member.left_out or (member.stays if verb == GroupVerb.DELETE else "")


def reasons(found: list[Member], verb: GroupVerb) -> list[tuple[str, int]]:
    """Why comments are left out, and how many."""
    return Counter(why for one in found if (why := why_out(one, verb))).most_common()
