"""Answer the comments of a case: each under its words, or once under each post."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from veche.cases.domain.draft import settle_request
from veche.cases.domain.on_post import DELETED_MEANWHILE, posts_to_answer, refuse_names, why_on_no_post
from veche.cases.domain.queries import messages_in
from veche.cases.domain.steps import add_step, end_answered, locked
from veche.cases.domain.templates import fields_of
from veche.cases.domain.terms import begin_term, interim_due
from veche.cases.domain.unsent import drop_failed, unanswered_in
from veche.cases.enums import CaseState, How, StepKind
from veche.cases.errors import CaseError
from veche.cases.models import Case, CaseMessage
from veche.inbox.domain.answer import ANSWERABLE, SAME_ANSWER, answer_together, why_unanswerable
from veche.inbox.domain.answer import answer as send_answer
from veche.inbox.domain.on_post import answer_on_post, why_not_on_post
from veche.inbox.domain.posts import with_post
from veche.inbox.enums import MessageState
from veche.inbox.errors import InboxError
from veche.inbox.models import Answer, Message
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.networks.registry import render_reply
from veche.staff.models import Administration, Person
from veche.style.answers import copied

NOBODY_LEFT = "Отвечать некому: комментариев больше нет или их удалили. Закройте дело без ответа, текст на месте."
FIELDS = "Заполните в ответе {fields} и отправьте: с пустыми местами он не уйдёт."
EMPTY = "Напишите ответ: пустой не уйдёт."
LATELY = timedelta(days=7)
MOST = 300


def answer(
    *, case: Case, by: Person, text: str, how: How, interim: bool, whose: str = "", on_post: bool = False
) -> list[Answer]:
    """Send the answer to all comments that it can go to; the outbox keeps the networks' pace.

    Comments that no answer can stand under stay as they are: `recipients` and `left_out` say which and why.
    `whose`: the body that the answer names, if the question is not ours: the case is closed by it.
    A case without a comment keeps the answer for the system where it stands.
    After an answer that did not go out to all it goes to those without one. `on_post`: the person was told that the
    comments were deleted and that the answer stands on their posts; without it nothing is said there.

    The same interim answer pressed again sends none. Raises `CaseError`, and nothing is sent then.
    """
    check_words(text)
    with transaction.atomic():
        found = locked(case)
        if interim and _is_second_press(found.interim_at, found, text):
            return []
        free, left = recipients(found)
        posts = [] if free or left else _posts(found, text, on_post=on_post)
        if not free and not posts and not stands_elsewhere(found):
            raise CaseError(why_nobody(left))
        drop_failed([*free, *posts], by)
        try:
            sent = [*_send(free, by, text, how), *(answer_on_post(message=one, by=by, text=text) for one in posts)]
        except InboxError as error:
            raise CaseError(str(error)) from error
        late = now() > found.due_at
        _answered(found, text, interim=interim, whose=whose)
        if not interim:
            settle_request(found, by)
        found.save()
        add_step(found, StepKind.INTERIM if interim else StepKind.NOT_OURS if whose else StepKind.ANSWERED, by)
        record(
            administration=found.administration,
            actor=by,
            verb="case.interim" if interim else "case.not_ours" if whose else "case.answered",
            obj=found,
            facts={"comments": len(free), "late": late}
            | ({"left": len(left)} if left else {})
            | ({"posts": len(posts)} if posts else {}),
        )
    return sent


def _posts(case: Case, text: str, *, on_post: bool) -> list[Message]:
    """Deleted comments on whose posts the answer stands, one of each post. Raises `CaseError`."""
    found = posts_to_answer(case)
    if why := why_on_no_post(found):
        raise CaseError(f"{why} Ответ не ушёл, текст на месте.")
    if found and not on_post:
        raise CaseError(DELETED_MEANWHILE)
    if found:
        refuse_names(text, case)
    return [one for one in found if not why_not_on_post(one)]


def check_words(text: str, networks: Collection[str] = ()) -> None:
    """Raise `CaseError` if this is no answer, or one of these networks would not take it."""
    if not text.strip():
        raise CaseError(EMPTY)
    if fields := fields_of(text):
        raise CaseError(FIELDS.format(fields=", ".join(fields)))
    for network in networks:
        if problems := render_reply(network, text).problems:
            raise CaseError(problems[0].sentence)


def stands_elsewhere(case: Case) -> bool:
    """Whether the question stands in another system alone: its answer is kept here and given there."""
    return not CaseMessage.objects.of(case.administration_id).filter(case=case).exists()


def goes_to_several(case: Case) -> bool:
    return len(answerable(case)) > 1


def is_sent(case: Case, text: str) -> bool:
    """Whether the case was answered with these words a moment ago: a form that was sent twice."""
    return _is_second_press(case.answered_at, case, text)


def _is_second_press(moment: datetime | None, case: Case, text: str) -> bool:
    return moment is not None and case.text == text and now() - moment < SAME_ANSWER


def _answered(case: Case, text: str, *, interim: bool, whose: str) -> None:
    moment, case.text, case.whose = now(), text, whose
    case.routed_at = case.routed_at or moment
    if interim:
        case.interim_at = moment
        case.state = CaseState.INTERIM if case.state == CaseState.ROUTING else CaseState(case.state)
        begin_term(case, moment, interim_due(moment, case.administration))
        return
    case.answered_at = moment
    end_answered(case)


def answerable(case: Case) -> list[Message]:
    """The comments that wait for an answer to the case, oldest first."""
    rows = messages_in(case).filter(state__in=ANSWERABLE)
    if case.answered_at is not None:
        rows = rows.filter(pk__in=unanswered_in(case).values("pk"))
    told = with_post(rows, case.administration)
    return list(told.select_related("account__passport", "conversation", "administration").order_by("at", "pk"))


class Recipients(NamedTuple):
    """`free`: comments that an answer goes to, oldest first. `left`: why it cannot go to others, by their ids."""

    free: list[Message]
    left: Mapping[int, str]


def recipients(case: Case) -> Recipients:
    waiting = answerable(case)
    left = {one.pk: why for one in waiting if (why := why_unanswerable(one))}
    return Recipients([one for one in waiting if one.pk not in left], left)


def why_nobody(left: Mapping[int, str]) -> str:
    """Why the answer goes to nobody, a sentence."""
    return f"{next(iter(left.values()))} Ответ не ушёл, текст на месте." if left else NOBODY_LEFT


def reached(comments: Sequence[Message], left: Mapping[int, str]) -> list[Message]:
    """Comments that an answer goes to, of those that `comments_of` reads. `left`: as of `left_out`."""
    return [one for one in comments if one.state in ANSWERABLE and not one.ours and one.pk not in left]


def left_out(case: Case, comments: Sequence[Message]) -> dict[int, str]:
    """Why some of its comments get no answer, or have none, by their ids. `comments`: as `comments_of` reads them."""
    if not case.is_open and case.answered_at is None:
        return {}
    states = set(ANSWERABLE) if case.is_open else set(ANSWERABLE) - {MessageState.ANSWERED}
    there = [one for one in comments if one.state in states and not one.ours]
    return {one.pk: why for one in there if (why := why_unanswerable(one))}


def _send(waiting: Sequence[Message], by: Person, text: str, how: How) -> list[Answer]:
    if how == How.EACH:
        return [send_answer(message=one, by=by, text=text) for one in waiting]
    first: dict[int, Answer] = {}
    for message in waiting:
        if message.conversation_id in first:
            answer_together(message=message)
        else:
            first[message.conversation_id] = send_answer(message=message, by=by, text=text)
    return list(first.values())


def times_answered(administration: Administration, text: str) -> int:
    """How many other cases were answered alike within a week."""
    rows = Case.objects.of(administration).filter(closed_at__gte=now() - LATELY, state=CaseState.ANSWERED)
    recent = list(rows.order_by("-closed_at").values_list("text", flat=True)[:MOST])
    return sum(1 for one in copied([text, *recent]) if one.first == 0) if text.strip() else 0
