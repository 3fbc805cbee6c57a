"""«Ждёт вас»: tasks of this person's role."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from veche.approval.models import Step
from veche.kernel.clock import now
from veche.kit.moments import spoken, until
from veche.moderation.domain.queries import LETTER, QUESTION, STUCK, Show, waiting_by_kind
from veche.moderation.enums import Ground
from veche.morphology.numerals import counted
from veche.posts.enums import PostState
from veche.posts.models import Post
from veche.staff.models import Administration, Person
from veche.web import words
from veche.web.pages.row import Row, Verb

MOST_ROWS = 4
GROUNDS = {
    Ground.INSULT: "оскорбления",
    Ground.SPAM: "спам",
    Ground.OBSCENE: "мат",
    Ground.ILLEGAL: "незаконное",
    Ground.THREAT: "угрозы",
    Ground.PERSONAL_DATA: "личные данные",
}


@dataclass(frozen=True, slots=True)
class Comments:
    """Lines of «Ждут»: `plain` without a proposal, since `oldest`; `proposed` by ground, most frequent first.

    `first`: the oldest of both; `private`: waiting since `private_since`; `stuck`: acts that got stuck. `question`,
    `letter`: the oldest of each, which «Ответить» opens.
    """

    plain: int = 0
    oldest: datetime | None = None
    proposed: tuple[tuple[str, int], ...] = ()
    private: int = 0
    private_since: datetime | None = None
    first: datetime | None = None
    stuck: int = 0
    question: int | None = None
    letter: int | None = None

    @property
    def to_delete(self) -> int:
        return sum(number for _ground, number in self.proposed)

    @property
    def all(self) -> int:
        return self.plain + self.to_delete + self.private + self.stuck


def comments_waiting(administration: Administration, *, private: bool) -> Comments:
    """The counts. One query. `private`: the person may read private messages."""
    kinds = {row.kind: row for row in waiting_by_kind(administration, private=private)}
    asked, letters, stuck = (kinds.pop(kind, None) for kind in (QUESTION, LETTER, STUCK))
    first = [row.oldest for row in (asked, *kinds.values()) if row]
    return Comments(
        plain=asked.number if asked else 0,
        oldest=asked.oldest if asked else None,
        proposed=tuple(sorted(((row.kind, row.number) for row in kinds.values()), key=lambda pair: -pair[1])),
        private=letters.number if letters else 0,
        private_since=letters.oldest if letters else None,
        first=min(first, default=None),
        stuck=stuck.number if stuck else 0,
        question=asked.first if asked else None,
        letter=letters.first if letters else None,
    )


def mine_rows(
    me: Person,
    asked: Sequence[Step],
    comments: Comments | None,
    desk: Sequence[Post],
) -> list[Row]:
    """`asked`: pending decisions of this person, most urgent first. `desk`: posts of `on_the_desk_of`."""
    zone = me.administration.time_zone
    return [
        *(_comments(comments, zone) if comments else ()),
        *(_approval(step, zone) for step in asked[:MOST_ROWS]),
        *_more_approvals(len(asked) - MOST_ROWS),
        *(_returned(post, zone) for post in desk if post.came_back),  # type: ignore[attr-defined] # annotated
        *(_held(post, zone) if post.is_held else _begun(post, zone) for post in desk if post.to_write),  # type: ignore[attr-defined] # annotated
    ]


def _since(number: int, oldest: str, moment: datetime | None, zone: str) -> str:
    """«самое давнее вчера в 8:00»; "" for a single one."""
    if moment is None:
        return ""
    return f"{oldest} {spoken(moment, zone)}" if number > 1 else spoken(moment, zone)


def _comments(comments: Comments, zone: str) -> Iterable[Row]:
    if comments.private:
        yield _private(comments, zone)
    if comments.plain:
        yield _unanswered(comments, zone)
    if comments.to_delete:
        yield _to_delete(comments)


def _private(comments: Comments, zone: str) -> Row:
    letters = _opened(comments.letter, Show.PRIVATE)
    return Row(
        what=counted(
            comments.private,
            "личное сообщение без ответа",
            "личных сообщения без ответа",
            "личных сообщений без ответа",
        ),
        icon="mail",
        tone="accent",
        say=_since(comments.private, "самое давнее", comments.private_since, zone),
        url=letters,
        verbs=(Verb("Ответить", letters),),
    )


def _unanswered(comments: Comments, zone: str) -> Row:
    asked = _opened(comments.question, Show.QUESTIONS)
    return Row(
        what=counted(
            comments.plain,
            "комментарий ждёт ответа",
            "комментария ждут ответа",
            "комментариев ждут ответа",
        ),
        icon="message-question",
        tone="accent",
        say=_since(comments.plain, "самый давний", comments.oldest, zone),
        url=asked,
        verbs=(Verb("Ответить", asked),),
    )


def _to_delete(comments: Comments) -> Row:
    proposed = f"{_opened(None, Show.PROPOSED)}&order=sharp"  # The row names threats, so its list begins with them.
    grounds = ", ".join(f"{GROUNDS[Ground(ground)]} {count}" for ground, count in comments.proposed)
    return Row(
        what=counted(
            comments.to_delete,
            "комментарий предложено удалить",
            "комментария предложено удалить",
            "комментариев предложено удалить",
        ),
        icon="shield-question",
        tone="accent",
        rest=f"{grounds}. Решаете вы",
        url=proposed,
        verbs=(Verb("Разобрать", proposed),),
    )


def _opened(pk: int | None, show: Show) -> str:
    """The URL of a comment in the queue of its kind, else of the queue."""
    page = reverse("web:message", args=[pk]) if pk else reverse("web:inbox")
    return f"{page}?show={show}"


def _approval(step: Step, zone: str) -> Row:
    item = step.sheet.version.post.plan_item
    url = reverse("approval:detail", args=[step.pk])
    return Row(
        what=f"Согласовать {words.quoted(item.title)}",
        icon="checks",
        tone="accent",
        rest=_correction(step, zone)
        if step.sheet.correction
        else f"выходит {spoken(step.sheet.version.hour, zone)}, ваше слово {until(step.due_at, zone)}",
        url=url,
        verbs=(Verb("Прочитать", url),),
    )


def _correction(step: Step, zone: str) -> str:
    """The row of a correction; it is never late, as the post is out."""
    when = until(step.due_at, zone)
    if step.due_at < now():
        return f"исправление, запись уже вышла, ждали {when}"
    return f"исправление, запись уже вышла, ваше слово {when}"


def _more_approvals(number: int) -> Iterable[Row]:
    if number > 0:
        queue = reverse("approval:list")
        yield Row(
            what=f"И ещё {number} на согласовании",
            icon="checks",
            tone="accent",
            url=queue,
            verbs=(Verb("Открыть", queue),),
            things=number,
        )


def _returned(post: Post, zone: str) -> Row:
    url = reverse("publishing:detail", args=[post.pk])
    return Row(
        what=f"Поправить {words.quoted(post.plan_item.title)}",
        icon="arrow-back-up",
        tone="accent",
        say=f"выходит {spoken(post.goes_at, zone)}",  # type: ignore[attr-defined] # annotated
        rest=words.quoted(post.note) if post.note else "",  # type: ignore[attr-defined] # annotated
        url=url,
        verbs=(Verb("Открыть", url),),
    )


def _held(post: Post, zone: str) -> Row:
    url = reverse("publishing:edit", args=[post.pk])
    return Row(
        what=f"Дописать {words.quoted(post.plan_item.title)}",
        icon="hand-stop",
        tone="accent",
        say=f"в плане {spoken(post.plan_item.publish_at, zone)}",
        rest="согласованную версию придержали, она не уйдёт",
        url=url,
        verbs=(Verb("Писать", url),),
    )


def _begun(post: Post, zone: str) -> Row:
    url, when = reverse("publishing:edit", args=[post.pk]), spoken(post.goes_at, zone)  # type: ignore[attr-defined] # annotated
    if post.is_out:  # type: ignore[attr-defined] # annotated
        rest = "запись вышла в прежнем виде"
    elif post.state == PostState.WAITING:
        rest = f"прежняя версия ждёт согласия, выход {when}"
    elif post.by_hand:  # type: ignore[attr-defined] # annotated
        rest = f"согласованную версию выкладывает человек, час выхода {when}"
    else:
        rest = f"согласованная версия уйдёт сама, {when}"
    return Row(
        what=f"Дописать правку {words.quoted(post.plan_item.title)}",
        icon="pencil",
        tone="accent",
        say="правку начали, не отправили",
        rest=rest,
        url=url,
        verbs=(Verb("Писать", url),),
    )
