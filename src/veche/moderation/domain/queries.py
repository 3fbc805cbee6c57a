"""The queue of the moderator, and what was deleted."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from veche.inbox.domain.posts import fate_of_post, under_no_post
from veche.inbox.domain.queries import awaits_answer, in_the_list, pointless
from veche.inbox.enums import MessageState
from veche.inbox.models import Answer, Message
from veche.kernel.clock import now
from veche.moderation.domain.gravity import graded, gravest_first
from veche.moderation.enums import RulingVerb
from veche.moderation.models import Ruling
from veche.outbox.domain.states import NEEDS_PERSON, OUT
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.models import Administration, Person


class Show(TextChoices):
    """The filters over the queue. WAITING is QUESTIONS, PROPOSED, PRIVATE and STUCK together, each line in one of them;
    HELD is what a person answered or decided and a freeze holds; TALKS are all private talks, also those that wait for
    nothing."""

    WAITING = "waiting", _("Ждут")
    QUESTIONS = "questions", _("Без ответа")
    PROPOSED = "proposed", _("Предложено удалить")
    PRIVATE = "private", _("Личные")
    STUCK = "stuck", _("Не ушло")
    HELD = "held", _("Ждут разморозки")
    TALKS = "talks", _("Все личные")
    DELETED = "deleted", _("Удалены")
    ALL = "all", _("Все")


WEEK = timedelta(days=7)
TO_DECIDE = (Show.WAITING, Show.QUESTIONS, Show.PROPOSED, Show.PRIVATE, Show.STUCK)
# `Waiting.kind` of what waits for a person and is no question, letter or proposal: an act that did not end by itself.
STUCK, QUESTION, LETTER = "stuck", "question", "letter"
GONE = (MessageState.DELETING, MessageState.DELETED, MessageState.RESTORING, MessageState.GONE)


def queue(
    administration: Administration,
    *,
    show: str,
    network: str = "",
    private: bool = False,
    sharp: bool = False,
    same: int = 0,
    ground: str = "",
) -> "QuerySet[Message]":
    """What waits stands in the order it came; what is looked up later, newest first.

    `private`: whoever looks may read private messages. Of a private talk the last word stands for all. `sharp`: the
    gravest proposals stand first among what waits, see `gravest_first`. `same`: only comments that say the same as this
    one. `ground`: only those whose gravest proposed ground is this one.
    """
    rows = in_the_list(administration, private=private).filter(followed=False)
    if network:
        rows = rows.filter(account__network=network)
    if same:
        rows = rows.filter(same_as=same)
    if ground:
        rows = graded(rows).filter(proposed(administration), Q(gravest=ground))
    if show in (*TO_DECIDE, Show.HELD):
        rows = rows.filter(pk__in=may_wait(administration))
    if show != Show.ALL:
        rows = rows.filter(_shown(administration, show))
    order = ("at", "pk") if show in TO_DECIDE else ("-at", "-pk")
    if sharp and show in TO_DECIDE:
        return gravest_first(rows, proposed(administration), *order)
    ordered: QuerySet[Message] = rows.order_by(*order)
    return ordered


def _shown(administration: Administration, show: str) -> Q:
    if show in (Show.TALKS, Show.DELETED):
        return Q(private=True) if show == Show.TALKS else Q(state__in=GONE) & ~_not_deleted(administration)
    asked = {
        Show.QUESTIONS: _asks,
        Show.PROPOSED: proposed,
        Show.PRIVATE: _letters,
        Show.STUCK: _only_stuck,
        Show.HELD: _held,
    }
    return asked.get(Show(show), _waits)(administration)


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
        talk_stuck=Case(When(private=True, then=talk), default=Value(False)),
        post_fate=fate_of_post(administration),
        is_proposed=Case(When(proposed(administration), then=Value(True)), default=Value(False)),
    )


def counts(
    administration: Administration, *, network: str = "", private: bool = False, same: int = 0, ground: str = ""
) -> dict[str, int]:
    """How many lines each filter shows that asks for a person, and how many a freeze holds. Two queries."""
    rows = queue(administration, show=Show.WAITING, network=network, private=private, same=same, ground=ground)
    waiting = rows.order_by()
    found: dict[str, int] = waiting.aggregate(
        **{
            Show.WAITING: Count("pk"),
            Show.QUESTIONS: Count("pk", filter=_asks(administration)),
            Show.PROPOSED: Count("pk", filter=proposed(administration)),
            Show.PRIVATE: Count("pk", filter=_letters(administration)),
        }
    )
    # What waits stands in one list each.
    found[Show.STUCK] = 2 * found[Show.WAITING] - sum(found.values())
    held = queue(administration, show=Show.HELD, network=network, private=private, same=same, ground=ground)
    return found | {Show.HELD: held.count()}


def waiting_count(administration: Administration, *, private: bool = False) -> int:
    """The number beside «Входящие», the same as of the filter «Ждут»."""
    return queue(administration, show=Show.WAITING, private=private).count()


class Waiting(NamedTuple):
    """Lines of «Ждут» of one kind: QUESTION, LETTER, STUCK, or the gravest ground that is proposed."""

    kind: str
    number: int
    oldest: datetime


def waiting_by_kind(administration: Administration, *, private: bool) -> list[Waiting]:
    """The lines of «Ждут», each in one kind. One query."""
    kind = Case(
        When(_letters(administration), then=Value(LETTER)),
        When(proposed(administration), then=F("gravest")),
        When(_asks(administration), then=Value(QUESTION)),
        default=Value(STUCK),
        output_field=CharField(),
    )
    waiting = graded(queue(administration, show=Show.WAITING, private=private).order_by())
    rows = waiting.annotate(kind=kind).values("kind")
    found = rows.annotate(number=Count("pk"), oldest=Min("at")).order_by("kind")
    return [Waiting(*row) for row in found.values_list("kind", "number", "oldest")]


def oldest(administration: Administration) -> dict[str, int]:
    """What «Ответить» opens, by Show.QUESTIONS and Show.PRIVATE: the oldest line of each. One query."""
    asked = queue(administration, show=Show.WAITING, private=True).filter(
        _asks(administration) | _letters(administration)
    )
    place = Window(RowNumber(), partition_by=F("private"), order_by=(F("at"), F("pk")))
    first = asked.annotate(place=place).filter(place=1).order_by()
    return {Show.PRIVATE if private else Show.QUESTIONS: pk for pk, private in first.values_list("pk", "private")}


def _letters(administration: Administration) -> Q:
    """Private talks that wait for an answer of ours."""
    return Q(private=True, followed=False) & awaits_answer(administration)


def _asks(administration: Administration) -> Q:
    """Comments that wait for an answer of ours: not proposed for deletion, not answered, not hidden or deleted."""
    return Q(private=False) & awaits_answer(administration) & ~proposed(administration)


def _waits(administration: Administration) -> Q:
    return awaits_answer(administration) | proposed(administration) | stuck(administration)


def _only_stuck(administration: Administration) -> Q:
    """What waits because an act of ours did not end, and for no other reason."""
    asked = _letters(administration) | proposed(administration) | _asks(administration)
    return stuck(administration) & ~asked


def may_wait(administration: Administration) -> "QuerySet[Message, Any]":
    """Numbers of all that `_waits` or `_held` may be true of. An index leads to each part, so that years of what is
    over cost nothing."""
    messages = Message.objects.of(administration).filter(ours=False).order_by()
    open_acts = Act.objects.of(administration).filter(state__in=(*NEEDS_PERSON, ActState.STOPPED)).order_by()
    answers = open_acts.filter(answer__isnull=False)
    talks = answers.filter(answer__message__private=True).values("answer__message__conversation")
    found: QuerySet[Message, Any] = (
        messages.filter(state=MessageState.NEW, followed=False)
        .values("pk")
        .union(
            messages.filter(_suspect()).values("pk"),
            answers.values("answer__message"),
            open_acts.filter(ruling__undone_at=None, ruling__isnull=False).values("ruling__message"),
            messages.filter(private=True, followed=False, conversation__in=talks).values("pk"),
        )
    )
    return found


def stuck(administration: Administration) -> Q:
    """Comments whose deletion, return or answer did not end by itself; no answer under a post that does not stand."""
    return _with_act(administration, NEEDS_PERSON, _stuck_answers(administration))


def _not_deleted(administration: Administration) -> Q:
    """Comments that stand, because their deletion did not end by itself."""
    failed = Ruling.objects.of(administration).filter(
        verb=RulingVerb.DELETE, undone_at=None, act__state__in=NEEDS_PERSON
    )
    return Q(state=MessageState.DELETING, pk__in=failed.values("message"))


def _held(administration: Administration) -> Q:
    """Comments and talks of which an answer, a deletion or a return goes out when the freeze is over."""
    answers = Answer.objects.of(administration).filter(act__state=ActState.STOPPED)
    return _with_act(administration, (ActState.STOPPED,), answers)


def _with_act(administration: Administration, states: Collection[ActState], answers: "QuerySet[Answer]") -> Q:
    """With one of `answers`, or with a deletion or a return in one of `states`; asked of each message by itself."""
    rulings = Ruling.objects.of(administration).filter(message=OuterRef("pk"), undone_at=None, act__state__in=states)
    in_private = Q(Q(private=True), Exists(answers.filter(message__conversation=OuterRef("conversation"))))
    return Q(Exists(rulings)) | Q(Exists(answers.filter(message=OuterRef("pk")))) | in_private


def _stuck_answers(administration: Administration) -> "QuerySet[Answer]":
    rows: QuerySet[Answer] = Answer.objects.of(administration).filter(act__state__in=NEEDS_PERSON)
    return rows.exclude(pk__in=pointless(administration))


def proposed(administration: Administration) -> Q:
    """Comments that are proposed for deletion and wait for a person. Who answered one after it was proposed has seen
    the proposal and let the comment stand."""
    return Q(_suspect(), screened_at__isnull=False) & ~under_no_post(administration)


def _suspect() -> Q:
    """The condition of the index `inbox_message_suspect`; a new comment that was answered has been given back."""
    return Q(state__in=(MessageState.NEW, MessageState.ANSWERED), suspect=True, heeded=False)


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


def deletions(
    administration: Administration, *, ground: str = "", taken_back: bool = False, lately: bool = False
) -> "QuerySet[Ruling]":
    """Newest first. `taken_back`: also those that were cancelled before they left. `lately`: of the last week, those
    that the network has carried out."""
    rows = Ruling.objects.of(administration).filter(verb=RulingVerb.DELETE)
    rows = rows if taken_back else rows.filter(undone_at=None)
    rows = rows.filter(ground=ground) if ground else rows
    rows = rows.filter(at__gte=now() - WEEK, act__state__in=OUT) if lately else rows
    found: QuerySet[Ruling] = rows.select_related(
        "message__account__passport", "person", "act__confirmed_by", "evidence"
    ).order_by("-at", "-pk")
    return found
