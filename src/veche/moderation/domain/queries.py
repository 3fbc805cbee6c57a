"""The queue of the moderator, and what was deleted."""

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, TextChoices, Value, When
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext_lazy as _

from veche.inbox.domain.posts import fate_of_post, under_no_post
from veche.inbox.domain.queries import awaits_answer, in_the_list
from veche.inbox.enums import MessageState
from veche.inbox.models import Answer, Message
from veche.kernel.clock import now
from veche.moderation.enums import RulingVerb
from veche.moderation.models import Proposal, Ruling
from veche.outbox.domain.states import NEEDS_PERSON
from veche.outbox.enums import ActState
from veche.staff.models import Administration, Person


class Show(TextChoices):
    """The filters over the queue."""

    WAITING = "waiting", _("Ждут")
    PROPOSED = "proposed", _("Предложено удалить")
    PRIVATE = "private", _("Личные")
    DELETED = "deleted", _("Удалены")
    ALL = "all", _("Все")


TO_DECIDE = (Show.WAITING, Show.PROPOSED)
GONE = (MessageState.DELETING, MessageState.DELETED, MessageState.RESTORING, MessageState.GONE)


def queue(
    administration: Administration,
    *,
    show: str,
    network: str = "",
    private: bool = False,
    sharp: bool = False,
    same: int = 0,
) -> "QuerySet[Message]":
    """What waits stands in the order it came; what is looked up later, newest first.

    `private`: whoever looks may read private messages. Of a private talk the last word stands for all. `sharp`: what
    sounds the most heated stands first among what waits; it is an order to read in, and no ground for anything.
    `same`: only comments that say the same as this one.
    """
    rows = in_the_list(administration, private=private).filter(followed=False)
    if network:
        rows = rows.filter(account__network=network)
    if same:
        rows = rows.filter(same_as=same)
    match show:
        case Show.WAITING:
            rows = rows.filter(awaits_answer(administration) | stuck(administration))
        case Show.PROPOSED:
            rows = rows.filter(_proposed(administration) & ~under_no_post(administration))
        case Show.PRIVATE:
            rows = rows.filter(private=True)
        case Show.DELETED:
            rows = rows.filter(state__in=GONE)
    order: tuple[str | OrderBy, ...] = ("at", "pk") if show in TO_DECIDE else ("-at", "-pk")
    if sharp and show in TO_DECIDE:
        order = (F("proposal__toxicity").desc(nulls_last=True), *order)
    ordered: QuerySet[Message] = rows.order_by(*order)
    return ordered


def for_the_list(rows: "QuerySet[Message]", administration: Administration) -> "QuerySet[Message]":
    """With what a line of the queue says; the number of queries does not depend on the number of lines."""
    rulings: QuerySet[Ruling] = (
        Ruling.objects.of(administration).filter(undone_at=None).select_related("act").order_by("pk")
    )
    answers: QuerySet[Answer] = Answer.objects.of(administration).select_related("act__confirmed_by")
    # An answer that failed stands in the talk above: its last word tells of it.
    talk = Exists(_stuck_answers(administration).filter(message__conversation=OuterRef("conversation")))
    found: QuerySet[Message] = rows.select_related("account", "proposal").prefetch_related(
        Prefetch("rulings", rulings, "standing"), Prefetch("answers", answers)
    )
    return found.annotate(
        talk_stuck=Case(When(private=True, then=talk), default=Value(False)), post_fate=fate_of_post(administration)
    )


def counts(
    administration: Administration, *, network: str = "", private: bool = False, same: int = 0
) -> dict[str, int]:
    """Only of what asks for a person."""
    waiting = queue(administration, show=Show.WAITING, network=network, private=private, same=same)
    found = waiting.aggregate(all=Count("pk"), private=Count("pk", filter=Q(private=True)))
    proposed = queue(administration, show=Show.PROPOSED, network=network, same=same)
    return {Show.WAITING: found["all"], Show.PROPOSED: proposed.count(), Show.PRIVATE: found["private"]}


def stuck(administration: Administration) -> Q:
    """Comments whose deletion, return or answer did not end by itself."""
    rulings = Ruling.objects.of(administration).filter(undone_at=None, act__state__in=NEEDS_PERSON)
    answers = _stuck_answers(administration)
    talks = answers.filter(message__private=True).values("message__conversation")
    in_private = Q(private=True, conversation__in=talks)
    return Q(pk__in=rulings.values("message")) | Q(pk__in=answers.values("message")) | in_private


def _stuck_answers(administration: Administration) -> "QuerySet[Answer]":
    rows: QuerySet[Answer] = Answer.objects.of(administration).filter(act__state__in=NEEDS_PERSON)
    return rows


def _proposed(administration: Administration) -> Q:
    found = Proposal.objects.of(administration).exclude(ground="")
    open_ones = found.filter(message__state__in=(MessageState.NEW, MessageState.ANSWERED))
    return Q(pk__in=open_ones.values("message"))


def rulings_of(message: Message) -> list[Ruling]:
    """Oldest first, without those that were taken back."""
    rows = Ruling.objects.of(message.administration_id).filter(message=message, undone_at=None)
    return list(rows.select_related("person", "act__confirmed_by", "evidence"))


def undoable(person: Person) -> Ruling | None:
    """The newest deletion of this person that has not left yet."""
    rows = Ruling.objects.of(person.administration_id).filter(
        person=person, verb=RulingVerb.DELETE, undone_at=None, act__state=ActState.PLANNED, act__due_at__gt=now()
    )
    found: Ruling | None = rows.select_related("message__account", "act").order_by("-pk").first()
    return found


def deletions(administration: Administration, *, ground: str = "", taken_back: bool = False) -> "QuerySet[Ruling]":
    """Newest first. `taken_back`: also those that were cancelled before they left."""
    rows = Ruling.objects.of(administration).filter(verb=RulingVerb.DELETE)
    rows = rows if taken_back else rows.filter(undone_at=None)
    rows = rows.filter(ground=ground) if ground else rows
    found: QuerySet[Ruling] = rows.select_related(
        "message__account__passport", "person", "act__confirmed_by", "evidence"
    ).order_by("-pk")
    return found
