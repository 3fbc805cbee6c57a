"""«Ждёт вас»: by role, what nobody else will do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veche.approval.models import Decision, Step
from veche.inbox.domain.queries import waiting
from veche.moderation.enums import Ground
from veche.posts.enums import PostState
from veche.posts.models import Post
from veche.posts.moments import spoken, until
from veche.staff.models import Administration, Person
from veche.web import words
from veche.web.pages.row import Row, Verb

MOST_ROWS = 4
GROUNDS = {
    Ground.INSULT: gettext_lazy("оскорбления"),
    Ground.SPAM: gettext_lazy("спам"),
    Ground.OBSCENE: gettext_lazy("мат"),
    Ground.ILLEGAL: gettext_lazy("незаконное"),
    Ground.THREAT: gettext_lazy("угрозы"),
    Ground.PERSONAL_DATA: gettext_lazy("личные данные"),
}


@dataclass(frozen=True, slots=True)
class Comments:
    """What waits in the inbox: `plain` without a proposal since `oldest`; `proposed` by ground, the most first.

    `first` is the oldest of both; `private` messages wait since `private_since`.
    """

    plain: int
    oldest: datetime | None
    proposed: tuple[tuple[str, int], ...]
    private: int = 0
    private_since: datetime | None = None
    first: datetime | None = None

    @property
    def to_delete(self) -> int:
        return sum(number for _ground, number in self.proposed)

    @property
    def all(self) -> int:
        return self.plain + self.to_delete + self.private


def comments_waiting(administration: Administration, *, private: bool) -> Comments:
    """One query. `private`: whoever is told may read private messages."""
    by_ground = waiting(administration, private=private).order_by().values_list("private", "proposal__ground")
    rows = by_ground.annotate(number=Count("pk"), oldest=Min("at"))
    found = list(rows.order_by("private", "proposal__ground"))
    grounds = {ground or "": (number, oldest) for private, ground, number, oldest in found if not private}
    first = min((oldest for _number, oldest in grounds.values()), default=None)
    written, since = next(((number, oldest) for private, _ground, number, oldest in found if private), (0, None))
    plain, oldest = grounds.pop("", (0, None))
    proposed = sorted(((ground, number) for ground, (number, _at) in grounds.items()), key=lambda pair: -pair[1])
    return Comments(plain, oldest, tuple(proposed), written, since, first)


def returned_to(me: Person) -> list[tuple[Post, str]]:
    """Posts of this person that came back, the next to go out first, each with the last remark. One query."""
    back = Decision.objects.of(me.administration).filter(
        step__sheet__version__post__author=me,
        step__sheet__version__post__state=PostState.RETURNED,
        step__sheet__version__post__plan_item__cancelled_at=None,
    )
    rows = back.select_related("step__sheet__version__post__plan_item").order_by("at")
    last = {decision.step.sheet.version.post: decision.note for decision in rows}
    return sorted(last.items(), key=lambda pair: pair[0].plan_item.publish_at)


def held_by(me: Person) -> list[Post]:
    """Posts whose agreed version this person held and whose new one is still written. One query."""
    held = Post.objects.of(me.administration).filter(
        state=PostState.DRAFT, versions__choice__held=True, versions__choice__by=me, plan_item__cancelled_at=None
    )
    return list(held.select_related("plan_item").order_by("plan_item__publish_at", "pk"))


def own_texts(me: Person) -> set[int]:
    """Steps about texts in which this person had a hand: somebody else says yes to them. One query."""
    mine = Q(sheet__version__writers=me) | Q(sheet__version__author=me) | Q(sheet__version__post__author=me)
    open_ones = Step.objects.of(me.administration).filter(mine, decision=None, sheet__closed_at=None)
    return set(open_ones.values_list("pk", flat=True))


def mine_rows(
    me: Person,
    asked: Sequence[Step],
    comments: Comments | None,
    returned: Sequence[tuple[Post, str]],
    held: Sequence[Post] = (),
) -> list[Row]:
    """`asked`: what this person is to decide, the most urgent first. `held`: see `held_by`."""
    zone = me.administration.time_zone
    return [
        *(_comments(comments, zone) if comments else ()),
        *(_approval(step, zone) for step in asked[:MOST_ROWS]),
        *_more_approvals(len(asked) - MOST_ROWS),
        *(_returned(post, note, zone) for post, note in returned[:MOST_ROWS]),
        *(_held(post, zone) for post in held[:MOST_ROWS]),
    ]


def _since(number: int, oldest: str, moment: datetime | None, zone: str) -> str:
    """«самое давнее вчера в 8:00»; a single one is compared with nothing."""
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
    letters = reverse("inbox:list") + "?show=private"
    return Row(
        what=_counted(
            comments.private,
            _("личное сообщение без ответа"),
            _("личных сообщения без ответа"),
            _("личных сообщений без ответа"),
        ),
        icon="mail",
        tone="accent",
        say=_since(comments.private, _("самое давнее"), comments.private_since, zone),
        url=letters,
        verbs=(Verb(_("Ответить"), letters),),
    )


def _unanswered(comments: Comments, zone: str) -> Row:
    inbox = reverse("inbox:list")
    return Row(
        what=_counted(
            comments.plain,
            _("комментарий ждёт ответа"),
            _("комментария ждут ответа"),
            _("комментариев ждут ответа"),
        ),
        icon="message-question",
        tone="accent",
        say=_since(comments.plain, _("самый давний"), comments.oldest, zone),
        url=inbox,
        verbs=(Verb(_("Ответить"), inbox),),
    )


def _to_delete(comments: Comments) -> Row:
    proposed = reverse("inbox:list") + "?show=proposed"
    grounds = ", ".join(f"{GROUNDS[Ground(ground)]} {count}" for ground, count in comments.proposed)
    return Row(
        what=_counted(
            comments.to_delete,
            _("комментарий предложено удалить"),
            _("комментария предложено удалить"),
            _("комментариев предложено удалить"),
        ),
        icon="shield-question",
        tone="accent",
        rest=_("%(grounds)s. Решаете вы") % {"grounds": grounds},
        url=proposed,
        verbs=(Verb(_("Разобрать"), proposed),),
    )


def _counted(number: int, one: str, few: str, many: str) -> str:
    return f"{number}\N{NO-BREAK SPACE}{words.form(number, one, few, many)}"


def _approval(step: Step, zone: str) -> Row:
    item = step.sheet.version.post.plan_item
    url = reverse("approval:detail", args=[step.pk])
    return Row(
        what=_("Согласовать %(title)s") % {"title": words.quoted(item.title)},
        icon="checks",
        tone="accent",
        rest=_("выходит %(when)s, ваше слово %(until)s")
        % {"when": spoken(step.sheet.version.hour, zone), "until": until(step.due_at, zone)},
        url=url,
        verbs=(Verb(_("Прочитать"), url),),
    )


def _more_approvals(number: int) -> Iterable[Row]:
    if number > 0:
        queue = reverse("approval:list")
        yield Row(
            what=_("И ещё %(number)d на согласовании") % {"number": number},
            icon="checks",
            tone="accent",
            url=queue,
            verbs=(Verb(_("Открыть"), queue),),
        )


def _returned(post: Post, note: str, zone: str) -> Row:
    url = reverse("posts:detail", args=[post.pk])
    return Row(
        what=_("Поправить %(title)s") % {"title": words.quoted(post.plan_item.title)},
        icon="arrow-back-up",
        tone="accent",
        say=_("выходит %(when)s") % {"when": spoken(post.plan_item.publish_at, zone)},
        rest=words.quoted(note) if note else "",
        url=url,
        verbs=(Verb(_("Открыть"), url),),
    )


def _held(post: Post, zone: str) -> Row:
    url = reverse("posts:edit", args=[post.pk])
    return Row(
        what=_("Дописать %(title)s") % {"title": words.quoted(post.plan_item.title)},
        icon="hand-stop",
        tone="accent",
        say=_("в плане %(when)s") % {"when": spoken(post.plan_item.publish_at, zone)},
        rest=_("согласованную версию придержали, она не уйдёт"),
        url=url,
        verbs=(Verb(_("Писать"), url),),
    )
