"""The Head's «Сегодня»: is all in order, in four lines; a fifth if others changed our pages. Problems come first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from veche.accounts.enums import Verdict
from veche.accounts.models import PageChange
from veche.kernel.clock import local, now
from veche.kit.moments import lasts
from veche.moderation.domain.deletions import deletions
from veche.moderation.domain.queries import Show
from veche.moderation.enums import Ground
from veche.moderation.models import Ruling
from veche.morphology.numerals import form, in_words, listed
from veche.networks.protocol import Verb
from veche.norm.domain.week import WeekNorm
from veche.outbox.domain.by_hand import waiting_acts
from veche.outbox.domain.divergence import unseen_divergences
from veche.outbox.domain.queries import Unshown, held_faces
from veche.outbox.domain.states import OUT
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.posts.models import Post
from veche.publishing.domain.queries import standing_still
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration
from veche.staff.together import Reading
from veche.web import questions, words
from veche.web.pages import head_words
from veche.web.pages.mine import GROUNDS, Comments
from veche.web.pages.norm_line import NormLine, forecast
from veche.web.questions import ask_url

# A resident who waits longer has been forgotten.
PATIENCE = timedelta(days=1)
NAMED = 2
# What a person does with a post in its network.
HAND_VERBS: dict[str, str] = {
    Verb.PUBLISH: "выложить",
    Verb.EDIT: "исправить",
    Verb.WITHDRAW: "снять",
    Verb.PIN: "закрепить",
    Verb.UNPIN: "открепить",
}
# The chips of the list of publications that the Head's line counts.
DECIDE, BY_HAND, FROZEN, PAUSED, HELD = "decide", "by_hand", "frozen", "paused", "held"


@dataclass(frozen=True, slots=True)
class HeadLine:
    """`short`: the problem in the sentence under the title; `norm`: the week's bar is below.
    `rest_url`: the page of what `rest` counts, if not `url`; `what_url`: of what `what` warns of. `ask_url`: a form.
    """

    good: bool
    what: str
    rest: str
    url: str
    verb: str
    short: str = ""
    norm: bool = False
    rest_url: str = ""
    rest_verb: str = ""
    what_url: str = ""
    ask_url: str = ""


@dataclass(frozen=True, slots=True)
class Publications:
    """`waiting`: counts under the list's filters; `titles` and ids of those to decide; none is counted twice.

    Of them `not_out` are known to be nowhere, `not_everywhere` lack a network, `in_doubt` are unknown, `touched` were
    removed or changed by others. `for_hands`: titles that wait for a person; `hand_verbs`: verbs of those acts. `held`:
    why held ones do not leave.
    """

    waiting: dict[str, int]
    titles: tuple[str, ...]
    decide: tuple[int, ...]
    not_out: int
    not_everywhere: int
    in_doubt: int
    touched: int
    for_hands: tuple[str, ...]
    hands: tuple[int, ...]
    hand_verbs: tuple[str, ...]
    held: frozenset[str]


@dataclass(frozen=True, slots=True)
class Order:
    title: str
    sub: str
    lines: tuple[HeadLine, ...]

    @property
    def good(self) -> bool:
        return all(line.good for line in self.lines)


def reading_of_deleted(administration: Administration) -> Reading[dict[str, int]]:
    """Deletions of the last week by ground, most frequent first."""
    return Reading(_deleted_lately.bind(administration), dict)


@compiled_once
def _deleted_lately(administration: Administration) -> QuerySet[Ruling, tuple[str, int]]:
    rows = deletions(administration, lately=True).order_by().values_list("ground").annotate(number=Count("pk"))
    return rows.order_by("-number", "ground")


def publications_of_late(administration: Administration) -> Publications:
    """The recent publications. Two queries."""
    found: list[Any] = _standing_still(administration)
    decide, hands = [post for post in found if post.is_decide], [post for post in found if post.is_due_by_hand]
    wrong = Counter(_wrong_with(post) for post in decide)
    return Publications(
        waiting={name: sum(getattr(post, f"is_{name}") for post in found) for name in (FROZEN, PAUSED, HELD)},
        titles=tuple(post.plan_item.title for post in decide),
        decide=tuple(post.pk for post in decide),
        not_out=wrong["not_out"],
        not_everywhere=wrong["not_everywhere"],
        in_doubt=wrong["in_doubt"],
        touched=wrong["touched"],
        for_hands=tuple(post.plan_item.title for post in hands),
        hands=tuple(post.pk for post in hands),
        hand_verbs=tuple(verb for verb in HAND_VERBS if any(getattr(post, f"hand_{verb}") for post in hands)),
        held=frozenset(held_faces(administration)),
    )


@compiled_once
def _standing_still(administration: Administration) -> QuerySet[Post]:
    """Posts of `standing_still` with what is wrong with them."""
    own = Act.objects.of(administration).filter(delivery__version__post=OuterRef("pk"), verb=Verb.PUBLISH)
    about = Q(delivery__version__post=OuterRef("pk")) | Q(about__delivery__version__post=OuterRef("pk"))
    by_hand = waiting_acts(administration).filter(about)
    posts = standing_still(administration).annotate(
        doubt=Exists(own.filter(state=ActState.UNKNOWN)),
        lost=Exists(own.filter(state__in=(ActState.FAILED, ActState.MISSED))),
        out=Exists(own.filter(state__in=OUT)),
        gone=Exists(own.filter(pk__in=unseen_divergences(administration).values("act"))),
        is_due_by_hand=Exists(by_hand),
        **{f"hand_{verb}": Exists(by_hand.filter(verb=verb)) for verb in HAND_VERBS},
    )
    return posts.select_related("plan_item")


def _wrong_with(post: Any) -> str:
    """The field of `Publications` that counts it; "" for a failed correction or withdrawal."""
    if post.lost and post.out:
        return "not_everywhere"
    if post.doubt:
        return "in_doubt"
    return "not_out" if post.lost else "touched" if post.gone else ""


def order_of(  # noqa: PLR0913 -- the order is read from all of this
    administration: Administration,
    *,
    norm: WeekNorm,
    line: NormLine,
    publications: Publications,
    comments: Comments,
    deleted: dict[str, int],
    altered: Sequence[PageChange],
    unshown: Unshown,
    departments: HeadLine,
) -> Order:
    zone = administration.time_zone
    by_weight = (
        *_pages(altered),
        *_out(publications, unshown),
        _talk(comments, deleted),
        _plan(norm, line, zone),
        departments,
    )
    lines = tuple(sorted(by_weight, key=lambda one: one.good))
    good = sum(one.good for one in lines)
    wrong = ", ".join(one.short for one in lines if not one.good)
    return Order(
        title="Всё в порядке" if good == len(lines) else f"В порядке {good} из {len(lines)}",
        sub=words.first_up(f"поправить: {wrong}") if wrong else "Вмешиваться не нужно",
        lines=lines,
    )


def _plan(norm: WeekNorm, line: NormLine, zone: str) -> HeadLine:
    return HeadLine(
        good=not line.short and not line.stopped,
        what=f"План: {forecast(norm, zone).lower()}",
        rest=" ".join(filter(None, (line.rest, line.by_person))),
        url=reverse("web:week"),
        verb="План недели",
        short=f"план: {line.stopped}" if line.stopped else f"не хватает {head_words.genitive(norm.missing)}",
        norm=True,
        ask_url=ask_url(questions.NORM),
    )


def _out(found: Publications, unshown: Unshown) -> tuple[HeadLine, ...]:
    """About publications only: a failed answer or avatar is the press service's own matter."""
    decide = (_to_decide(found),) if found.titles else ()
    hands = (_by_hand(found),) if found.for_hands else ()
    if decide or hands:
        return (*decide, *hands)
    if number := found.waiting[FROZEN]:
        rest = "Сами не уйдут, пока не снимут заморозку"
        return (_not_leaving(FROZEN, "Выход: заморожено, %(waits)s", rest, number),)
    if number := found.waiting[PAUSED]:
        rest = "Уйдут только те, о которых решит начальник пресс-службы, когда закончит паузу"
        return (_not_leaving(PAUSED, "Выход: пауза, %(waits)s", rest, number),)
    if number := found.waiting[HELD]:
        what, rest = _why_held(found.held)
        return (_not_leaving(HELD, what, rest, number),)
    return (
        HeadLine(
            good=True,
            what="Выход: вышло всё, что должно было",
            rest=_confirmed(unshown),
            url=f"{reverse('publishing:list')}?state=out",
            verb="Посмотреть",
            ask_url=ask_url(questions.POSTS),
        ),
    )


def _not_leaving(chip: str, what: str, rest: str, number: int) -> HeadLine:
    waits = head_words.waits(number)
    return HeadLine(
        good=False,
        what=what % {"waits": waits},
        rest=rest,
        url=f"{reverse('publishing:list')}?state={chip}",
        verb="Что ждёт",
        short=waits,
        ask_url=ask_url(questions.POSTS),
    )


def _why_held(faces: frozenset[str]) -> tuple[str, str]:
    """`what` of the line, and what ends it."""
    if faces == {"waits_network"}:
        return (
            "Выход: сеть не берёт, %(waits)s",
            "Уйдут, когда связь вернётся. Опоздают больше чем на час — решит пресс-служба",
        )
    if faces == {"waits_key"}:
        return (
            "Выход: нет ключа, %(waits)s",
            "Уйдут, когда отдел ИТ впишет ключ. Опоздают больше чем на час — решит пресс-служба",
        )
    if faces == {"overdue"}:
        return "Выход: не ушло в срок, %(waits)s", "Решает пресс-служба"
    return "Выход: не уходят, %(waits)s", "Ждут связи с сетью, ключа от отдела ИТ или решения пресс-службы"


def _asking(posts: Sequence[int]) -> str:
    """A question about the one post, or about all."""
    return ask_url(questions.POST, posts[0]) if len(posts) == 1 else ask_url(questions.POSTS)


def _by_hand(found: Publications) -> HeadLine:
    titles, todo = found.for_hands, listed((HAND_VERBS[verb] for verb in found.hand_verbs), "или")
    short = f"{head_words.accusative(len(titles))} надо {todo or 'поправить'} руками"
    return HeadLine(
        good=False,
        what=f"Выход: {short}",
        rest=f"{_named(titles)}. В сети это делает человек из пресс-службы",
        url=f"{reverse('publishing:list')}?state={BY_HAND}",
        verb="Посмотреть",
        short=short,
        ask_url=_asking(found.hands),
    )


def _named(titles: tuple[str, ...]) -> str:
    return _with_more([words.quoted(title) for title in titles])


def _with_more(names: Sequence[str]) -> str:
    """«a, b и ещё 3»."""
    named, more = ", ".join(names[:NAMED]), len(names) - NAMED
    return f"{named} и ещё {more}" if more > 0 else named


def _to_decide(found: Publications) -> HeadLine:
    number = len(found.titles)
    wrong = (
        head_words.not_out(found.not_out),
        head_words.not_everywhere(found.not_everywhere),
        head_words.in_doubt(found.in_doubt),
        head_words.touched(found.touched),
    )
    rest = number - found.not_out - found.not_everywhere - found.in_doubt - found.touched
    other = f"неясно с {head_words.instrumental(rest)}" if rest else ""
    return HeadLine(
        good=False,
        what=f"Выход: решить, что с {head_words.instrumental(number)}",
        rest=f"{_named(found.titles)}. Решает пресс-служба",
        url=f"{reverse('publishing:list')}?state={DECIDE}",
        verb="Посмотреть",
        short=", ".join(filter(None, (*wrong, other))),
        ask_url=_asking(found.decide),
    )


def _confirmed(unshown: Unshown) -> str:
    """Who confirmed that all are out."""
    told = (
        f"{head_words.accusative(unshown.by_person)} подтвердил человек, а не сеть" if unshown.by_person else "",
        f"у {head_words.genitive(unshown.unproven)} подтверждения ещё нет" if unshown.unproven else "",
        f"{head_words.accusative(unshown.gone)} потом убрали в сети не мы, пресс-служба знает" if unshown.gone else "",
    )
    said = ", ".join(filter(None, told))
    return f"На этой неделе {said}" if said else "Каждую запись этой недели подтвердила сеть"


def _pages(altered: Sequence[PageChange]) -> tuple[HeadLine, ...]:
    """Unexplained page changes; "" if there are none."""
    titles = list(
        dict.fromkeys(f"{row.account.get_network_display()} {words.quoted(row.account.title)}" for row in altered)
    )
    if not titles:
        return ()
    alien = any(row.verdict == Verdict.NOT_OURS for row in altered)
    return (
        HeadLine(
            good=False,
            what="Страницы: меняет кто-то чужой" if alien else "Страницы: изменили в сети, чьё это, не сказали",
            rest=f"{_with_more(titles)}. Разбираются пресс-служба и отдел ИТ",
            url=reverse("outbox:freeze") if alien else _in_the_journal(altered),
            verb="Заморозка" if alien else "Журнал",
            short="чужие изменения на странице",
            ask_url=ask_url(questions.PAGES),
        ),
    )


def _in_the_journal(altered: Sequence[PageChange]) -> str:
    """The journal's URL, from the day of the first one."""
    first = min(altered, key=lambda row: row.at)
    day = local(first.at, first.administration.time_zone).date()
    return f"{reverse('journal:list')}?since={day.isoformat()}"


def _talk(comments: Comments, deleted: dict[str, int]) -> HeadLine:
    number = sum(deleted.values())
    grounds = ", ".join(f"{GROUNDS[Ground(ground)]} {count}" for ground, count in deleted.items())
    rest = f"За неделю удалили {number}, у каждого основание: {grounds}" if number else "За неделю ничего не удаляли"
    waits = comments.all
    forgotten = comments.first is not None and comments.first < now() - PATIENCE
    threats = dict(comments.proposed).get(Ground.THREAT, 0)
    return HeadLine(
        good=not forgotten and not threats,
        what=_waiting(waits, threats) if waits else "Комментарии: разобраны все",
        rest=rest,
        rest_url=_deleted() if number and waits else "",
        rest_verb="Что удалили",
        what_url=_threats_url() if threats else "",
        url=f"{reverse('web:inbox')}?order=sharp" if waits else _deleted(),
        verb="Что ждёт" if waits else "Что удалили",
        short=_threatened(threats) or _forgotten(comments.first),
        ask_url=ask_url(questions.TALK),
    )


def _threats_url() -> str:
    return f"{reverse('web:inbox')}?show={Show.PROPOSED}&ground={Ground.THREAT}"


def _deleted() -> str:
    return f"{reverse('moderation:list')}?since=week"


def _waiting(number: int, threats: int) -> str:
    if threats:
        return f"Комментарии: ждут {number}, среди них {_threats(threats)}"
    return f"Комментарии: ждут {number}"


def _threats(number: int) -> str:
    return in_words(number, "угроза", "угрозы", "угроз", gender="Fem")


def _threatened(number: int) -> str:
    if not number:
        return ""
    return f"{form(number, 'ждёт решения', 'ждут решения', 'ждут решения')} {_threats(number)}"


def _forgotten(first: datetime | None) -> str:
    return f"комментарий ждёт {lasts(now() - first)}" if first else ""
