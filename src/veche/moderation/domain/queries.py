"""The moderator's queue, and deleted comments."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)

from veche.accounts.models import Account
from veche.inbox.domain.asked_often import messages_of_topic
from veche.inbox.domain.findable import having
from veche.inbox.domain.holds import taken_by
from veche.inbox.domain.notes import noted
from veche.inbox.domain.posts import under_no_post
from veche.inbox.domain.queries import awaits_answer, in_the_list, pointless
from veche.inbox.enums import MessageState
from veche.inbox.models import Answer, Message
from veche.moderation.domain.danger import messages_in_danger
from veche.moderation.domain.gravity import SHARPEST, graded, with_gravity
from veche.moderation.enums import RulingVerb
from veche.moderation.models import Ruling
from veche.outbox.domain.states import NEEDS_PERSON
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.models import Administration, Person
from veche.staff.together import Reading


class Show(TextChoices):
    """Filters of the queue. WAITING is QUESTIONS, PROPOSED, PRIVATE and STUCK together, each line in one of them.

    HELD: answered or decided, held by a freeze; TALKS: all private conversations.
    """

    WAITING = "waiting", "Ждут"
    QUESTIONS = "questions", "Без ответа"
    PROPOSED = "proposed", "Предложено удалить"
    PRIVATE = "private", "Личные"
    STUCK = "stuck", "Не ушло"
    HELD = "held", "Ждут разморозки"
    TALKS = "talks", "Все личные"
    DELETED = "deleted", "Удалены"
    ALL = "all", "Все"


# By so much a network may be late with what is new.
LATE = timedelta(hours=1)
# Lines on a page of the queue.
PAGE = 25
# Much longer than a deletion waits for its undo (`deleting.UNDO`).
UNDO_AGO = timedelta(minutes=10)
TO_DECIDE = (Show.WAITING, Show.QUESTIONS, Show.PROPOSED, Show.PRIVATE, Show.STUCK)
# What `counts` counts by itself.
COUNTED = (Show.WAITING, Show.QUESTIONS, Show.PROPOSED, Show.PRIVATE, Show.HELD)
# Filters of `lines` whose queries are not compiled once; see `quick_filters`.
RARELY = frozenset(("author", "topic", "question", "since", "danger", "taken_by", "noted", "before"))
# `Waiting.kind` of what waits for a person and is no question, letter or proposal: an act that did not end by itself.
STUCK, QUESTION, LETTER = "stuck", "question", "letter"
type Order = tuple[tuple[str, bool], ...]
# Fields by which lists are ordered, and whether the largest comes first.
BY_TIME: Order = (("at", False), ("pk", False))
GONE = (MessageState.DELETING, MessageState.DELETED, MessageState.RESTORING, MessageState.GONE)


def queue(administration: Administration, *, show: str, sharp: bool = False, **narrowed: Any) -> "QuerySet[Message]":
    """Lines of the queue: waiting ones oldest first, others newest first.

    `sharp`: gravest proposals first, see `with_gravity`. Of a private conversation the last message counts, and any
    that is proposed for deletion. `narrowed`: of `lines`.
    """
    rows = lines(administration, **narrowed)
    if show in (*TO_DECIDE, Show.HELD):
        rows = rows.filter(in_sight(administration), pk__in=may_wait(administration))
    else:
        rows = rows.filter(followed=False)
    if show != Show.ALL:
        rows = rows.filter(shown_by(administration, show))
    order = order_of(show, sharp=sharp)
    rows = with_gravity(rows, proposed(administration)) if len(order) > len(BY_TIME) else rows
    return rows.order_by(*ordering(order))


def ordering(order: Order) -> list[str]:
    """Arguments of `order_by`."""
    return [f"-{name}" if descending else name for name, descending in order]


def order_of(show: str, *, sharp: bool) -> Order:
    if show not in TO_DECIDE:
        return tuple((name, True) for name, _ in BY_TIME)
    return (*SHARPEST, *BY_TIME) if sharp else BY_TIME


def lines(
    administration: Administration, *, private: bool = False, ground: str | None = None, **narrowed: Any
) -> "QuerySet[Message]":
    """All lines of these filters.

    `private`: the reader may read private messages; rows are also what stands further up in a private conversation.
    `ground`: only comments with this gravest ground. `narrowed`: of `NARROWING`.
    """
    rows = in_the_list(administration, private=private).order_by()
    rows = rows.filter(*(NARROWING[name](administration, value) for name, value in narrowed.items() if value))
    return graded(rows).filter(proposed(administration), Q(gravest=ground)) if ground else rows


# Filters by name. `account`: in place of `network`, where it has only this one. `author`: only what the author of this
# comment wrote in its account. `same`: only comments with the same text as this one. `among`: only these, in a compiled
# query. `topic`: only those of this `AskedTopic`. `question`: only those with its words. `since`: only those that came
# after this moment; a post's past, read late, is not among them. `danger`: only those that somebody must read at once.
# `taken_by`: only what this person has taken. `noted`: only what has a note. `before`: only those that nobody has
# answered since this moment.
NARROWING: dict[str, Callable[[Administration, Any], Any]] = {
    "network": lambda _city, slug: Q(account__network=slug),
    "account": lambda _city, pk: Q(account=pk),
    "author": lambda _city, one: Q(account=one.account_id, author_id=one.author_id),
    "same": lambda _city, first: Q(same_as=first),
    "among": lambda _city, ids: Q(pk__listed=ids),
    "topic": lambda city, topic: Q(pk__in=messages_of_topic(city, topic)),
    "question": having,
    "taken_by": taken_by,
    "noted": lambda city, _yes: noted(city),
    "before": lambda _city, moment: Q(at__lte=moment, state=MessageState.NEW),
    "danger": lambda city, _yes: Q(pk__in=messages_in_danger(city)),
    "since": lambda _city, moment: Q(received_at__gt=moment, at__gt=moment - LATE),
}


def by_account(administration: Administration, **narrowed: Any) -> dict[str, Any]:
    """The same filters; an account in place of a network that has one alone, as an index has its lines in order."""
    slug = narrowed.get("network")
    if not slug:
        return narrowed
    accounts = Account.objects.of(administration).filter(network=slug).values_list("pk", flat=True)[:2]
    if len(accounts) != 1:
        return narrowed
    return narrowed | {"network": None, "account": accounts[0]}


def quick_filters(administration: Administration, *, bounded: bool = True, **narrowed: Any) -> dict[str, Any]:
    """The same filters of lines that may wait, without those of `RARELY`: one query reads what these leave.

    So the large queries of a list, which take longer to build than to run, are compiled whatever is asked.
    `bounded`: look for words no further back than the oldest that waits, by one query more.
    """
    often = {name: value for name, value in narrowed.items() if name not in RARELY}
    if not any(narrowed[name] for name in narrowed.keys() & RARELY):
        return often
    waiting, words = may_wait(administration), list[Exists]()
    if bounded and (question := narrowed.pop("question", None)):
        moments = Message.objects.of(administration).filter(pk__in=waiting).order_by().values_list("at", flat=True)
        words = [having(administration, question, min(moments, default=None))]
    rows = lines(administration, **narrowed).filter(*words, pk__in=waiting)
    return often | {"among": list(rows.values_list("pk", flat=True))}


def shown_by(administration: Administration, show: str) -> Q:
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


def counts(administration: Administration, *, bounded: bool = True, **narrowed: Any) -> dict[str, int]:
    """The number of lines of each filter that asks for a person, and of those held by a freeze.

    `bounded`: of `quick_filters`; `narrowed`: of `lines`. One query, one more for rare filters.
    """
    filters = quick_filters(administration, bounded=bounded, **by_account(administration, **narrowed))
    rows = _counts(administration, **filters)
    found: dict[str, int] = dict(zip(COUNTED, rows[0] if rows else [0] * len(COUNTED), strict=True))
    # What waits stands in one list each.
    asked = found[Show.QUESTIONS] + found[Show.PROPOSED] + found[Show.PRIVATE]
    return found | {Show.STUCK: found[Show.WAITING] - asked}


@compiled_once
def _counts(
    administration: Administration,
    *,
    private: bool = False,
    network: str | None = None,
    account: int | None = None,
    same: int | None = None,
    ground: str | None = None,
    among: list[int] | None = None,
) -> "QuerySet[Message, tuple[int, ...]]":
    narrowed = {"network": network, "account": account, "same": same, "among": among}
    return _numbers(lines(administration, private=private, ground=ground, **narrowed), administration)


def _numbers(rows: "QuerySet[Message]", administration: Administration) -> "QuerySet[Message, tuple[int, ...]]":
    """One row with the numbers of `COUNTED`; none where nothing waits."""
    filters = {f"number_of_{show}": Count("pk", filter=shown_by(administration, show)) for show in COUNTED}
    waiting = rows.filter(in_sight(administration), pk__in=may_wait(administration)).values("administration")
    found: QuerySet[Message, tuple[int, ...]] = waiting.annotate(**filters).values_list(*filters)
    return found


def waiting_count(administration: Administration, *, private: bool = False) -> int:
    """The number beside «Входящие»: that of the filter «Ждут»."""
    return reading_of_waiting(administration, private=private).read()


def reading_of_waiting(administration: Administration, *, private: bool) -> Reading[int]:
    """`waiting_count`, to be read with other numbers."""
    return Reading(_waiting_count.bind(administration, private=private), sum)


@compiled_once
def _waiting_count(administration: Administration, *, private: bool) -> "QuerySet[Message, int]":
    """One row, none where nothing waits."""
    rows = queue(administration, show=Show.WAITING, private=private).order_by().values("administration")
    found: QuerySet[Message, int] = rows.annotate(number=Count("pk")).values_list("number", flat=True)
    return found


class Waiting(NamedTuple):
    """Lines of «Ждут» of one kind: QUESTION, LETTER, STUCK, or a gravest ground. `first`: id of the oldest."""

    kind: str
    number: int
    oldest: datetime
    first: int


def waiting_by_kind(administration: Administration, *, private: bool) -> list[Waiting]:
    """Lines of «Ждут» by kind. One query."""
    # Counted here: a database would find the kind of each line, which is all the work, again for each number.
    lines: dict[str, list[tuple[datetime, int]]] = {}
    for name, at, pk in _kinds(administration, private=private):
        lines.setdefault(name, []).append((at, pk))
    return [Waiting(name, len(found), *found[0]) for name, found in sorted(lines.items())]


@compiled_once
def _kinds(administration: Administration, *, private: bool) -> "QuerySet[Message, tuple[str, datetime, int]]":
    """Kind, hour and number of each line of «Ждут»."""
    kind = Case(
        When(proposed(administration), then=F("gravest")),
        When(_letters(administration), then=Value(LETTER)),
        When(_asks(administration), then=Value(QUESTION)),
        default=Value(STUCK),
        output_field=CharField(),
    )
    waiting = graded(queue(administration, show=Show.WAITING, private=private)).annotate(kind=kind)
    found: QuerySet[Message, tuple[str, datetime, int]] = waiting.values_list("kind", "at", "pk")
    return found


def _letters(administration: Administration) -> Q:
    """Private conversations that wait for an answer: of each its last message, unless it is proposed for deletion."""
    return Q(private=True, followed=False) & awaits_answer(administration) & ~proposed(administration)


def _asks(administration: Administration) -> Q:
    """Comments that wait for an answer: not proposed for deletion, answered, hidden or deleted."""
    return Q(private=False) & awaits_answer(administration) & ~proposed(administration)


def _waits(administration: Administration) -> Q:
    return awaits_answer(administration) | proposed(administration) | stuck(administration)


def _only_stuck(administration: Administration) -> Q:
    """Lines that wait only because an act got stuck."""
    asked = _letters(administration) | proposed(administration) | _asks(administration)
    return stuck(administration) & ~asked


def in_sight(administration: Administration) -> Q:
    """Of a private conversation the last message; further up only what is proposed for deletion or being deleted."""
    moving = Ruling.objects.of(administration).filter(message=OuterRef("pk"), undone_at=None)
    moving = moving.filter(act__state__in=(*NEEDS_PERSON, ActState.STOPPED))
    return Q(followed=False) | _suspect() | Q(Q(private=True), Exists(moving))


def may_wait(administration: Administration) -> "QuerySet[Message, Any]":
    """Ids of all that may match `_waits` or `_held`; each part uses an index, so closed years cost nothing."""
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
    """Messages whose deletion, restoration or answer got stuck; answers only under existing posts."""
    return _with_act(administration, NEEDS_PERSON, stuck_answers(administration))


def _not_deleted(administration: Administration) -> Q:
    """Comments still there because their deletion got stuck."""
    failed = Ruling.objects.of(administration).filter(
        message=OuterRef("pk"), verb=RulingVerb.DELETE, undone_at=None, act__state__in=NEEDS_PERSON
    )
    # Asked of the few that are being deleted: a list of them would read every deletion of the years.
    return Q(Q(state=MessageState.DELETING), Exists(failed))


def _held(administration: Administration) -> Q:
    """Comments and conversations with an act that leaves when the freeze ends."""
    answers = Answer.objects.of(administration).filter(act__state=ActState.STOPPED)
    return _with_act(administration, (ActState.STOPPED,), answers)


def _with_act(administration: Administration, states: Collection[ActState], answers: "QuerySet[Answer]") -> Q:
    """Filter for messages with one of `answers`, or with a deletion or restoration in one of `states`."""
    rulings = Ruling.objects.of(administration).filter(message=OuterRef("pk"), undone_at=None, act__state__in=states)
    in_private = Q(Q(private=True), Exists(answers.filter(message__conversation=OuterRef("conversation"))))
    return Q(Exists(rulings)) | Q(Exists(answers.filter(message=OuterRef("pk")))) | in_private


def stuck_answers(administration: Administration) -> "QuerySet[Answer]":
    rows: QuerySet[Answer] = Answer.objects.of(administration).filter(act__state__in=NEEDS_PERSON)
    return rows.exclude(pk__in=pointless(administration))


def proposed(administration: Administration) -> Q:
    """Comments proposed for deletion. An answer given after the proposal means that the person let the comment stay."""
    return Q(_suspect(), screened_at__isnull=False) & ~under_no_post(administration)


def _suspect() -> Q:
    """The condition of the index `inbox_message_suspect`."""
    return Q(state__in=(MessageState.NEW, MessageState.ANSWERED), suspect=True, heeded=False)


def rulings_of(message: Message) -> list[Ruling]:
    """Rulings that were not undone, oldest first."""
    rows = Ruling.objects.of(message.administration_id).filter(message=message, undone_at=None)
    return list(rows.select_related("person", "act__confirmed_by", "evidence"))


def undoable(person: Person) -> Ruling | None:
    """This person's newest deletion that has not left; only of the last minutes, so that an index applies."""
    return reading_of_undoable(person).read()


def reading_of_undoable(person: Person) -> Reading[Ruling | None]:
    """`undoable`, to be read with other things."""
    return Reading(_undoable.bind(person.administration_id, person), lambda rows: next(iter(rows), None))


@compiled_once
def _undoable(city: int, person: Person) -> "QuerySet[Ruling]":
    rows = (
        Ruling.objects.of(city)
        .filter(person=person, verb=RulingVerb.DELETE, undone_at=None, at__gte=this_moment() - UNDO_AGO)
        .filter(act__administration=city, act__state=ActState.PLANNED, act__due_at__gt=this_moment())
    )
    found: QuerySet[Ruling] = rows.select_related("message__account", "act").order_by("-pk")[:1]
    return found
