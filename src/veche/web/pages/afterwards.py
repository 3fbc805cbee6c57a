"""Rows of «Сегодня»: cards for a person, and posts that others removed or changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, F, QuerySet, When, Window
from django.urls import reverse

from veche.kernel.clock import now
from veche.kit.moments import spoken
from veche.moderation.domain.authors import whom_by_act
from veche.morphology.numerals import counted
from veche.networks.protocol import Verb
from veche.outbox.domain.by_hand import ActAuthor
from veche.outbox.domain.divergence import unseen_divergences
from veche.outbox.enums import DivergenceKind
from veche.outbox.models import Act, PostDivergence
from veche.outbox.words import word_of
from veche.staff.access import may
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration, Person
from veche.web import words
from veche.web.pages.row import Row
from veche.web.pages.row import Verb as Button

# The list of publications names all of them.
MOST_NEWS = 20


def hand_rows(me: Person, cards: Sequence[Act], pages: Mapping[int, str]) -> list[Row]:
    """Cards of this person; none for others."""
    if not may(me, "outbox.decide"):
        return []
    authors = whom_by_act(me.administration, cards)
    zone = me.administration.time_zone
    return [_hand(act, pages, authors.get(act.pk), zone) for act in cards]


@dataclass(frozen=True, slots=True)
class News:
    """Divergences that nobody has marked as seen: the newest, and the number of the others."""

    newest: tuple[PostDivergence, ...] = ()
    others: int = 0


def news_rows(me: Person, news: News, pages: Mapping[int, str]) -> list[Row]:
    decides = may(me, "outbox.decide")
    rows = [_news(one, me.administration.time_zone, pages, decides=decides) for one in news.newest]
    return [*rows, *([_other_news(news.others)] if news.others else [])]


def post_of_act(path: str = "") -> Case:
    """Expression: the post that an act publishes, edits or withdraws; None for other acts. `path` leads to the act."""
    return Case(
        When(**{f"{path}about": None, "then": F(f"{path}delivery__version__post")}),
        default=F(f"{path}about__delivery__version__post"),
    )


def news_of(administration: Administration) -> News:
    """With accounts and `post`. One query."""
    found = _newest(administration)
    return News(tuple(found), found[0].whole - len(found) if found else 0)  # type: ignore[attr-defined] # annotated


@compiled_once
def _newest(administration: Administration) -> QuerySet[PostDivergence]:
    """Each with `post` and with `whole`, the number of all of them, also of those behind the limit."""
    found = unseen_divergences(administration)
    found = found.annotate(post=F("act__delivery__version__post"), whole=Window(Count("pk")))
    return found.select_related("act__account")[:MOST_NEWS]


def pages_of(cards: Sequence[Act], found: Sequence[PostDivergence]) -> dict[int, str]:
    """By act, the publication's page. `cards`: of `late.desk_of`, `found`: the newest of `news_of`."""
    posts = [(act.about_id or act.pk, act.post) for act in cards]  # type: ignore[attr-defined] # annotated
    posts += [(one.act_id, one.post) for one in found]  # type: ignore[attr-defined] # annotated
    return {act: reverse("publishing:detail", args=[post]) for act, post in posts if post}


def _hand(act: Act, pages: Mapping[int, str], author: ActAuthor | None, zone: str) -> Row:
    url = pages.get(act.about_id or act.pk) or reverse("outbox:detail", args=[act.pk])
    ahead = act.due_at > now()
    when = spoken(act.due_at, zone)
    return Row(
        what=_title(act, author),
        icon="hand-finger",
        tone="warn",
        nets=(act.account.network,),
        say=f"{word_of(act)} {when}" if ahead else word_of(act),
        rest=act.reason.partition(".")[0],
        joint=". ",
        url=url,
        verbs=(Button("Показать", url),),
    )


def _title(act: Act, author: ActAuthor | None) -> str:
    if author:
        return f"{author.name}, № {author.number}"
    return f"Выложить {words.quoted(act.title)}" if act.verb == Verb.PUBLISH else act.title


def _news(found: PostDivergence, zone: str, pages: Mapping[int, str], *, decides: bool) -> Row:
    gone = found.kind == DivergenceKind.GONE
    url = pages.get(found.act_id) or reverse("publishing:list")
    known = (Button("Понятно", reverse("outbox:seen", args=[found.pk]), post=True),) if decides else ()
    return Row(
        what=found.act.title,
        icon="alert-triangle" if gone else "git-compare",
        tone="bad" if gone else "warn",
        nets=(found.act.account.network,),
        say="запись убрали в сети, не мы" if gone else "запись изменили в сети, не мы",
        rest=f"заметили {spoken(found.noticed_at, zone)}",
        url=url,
        verbs=(Button("Посмотреть", url), *known),
    )


def _other_news(number: int) -> Row:
    url = f"{reverse('publishing:list')}?state=decide"
    return Row(
        what=f"Ещё {counted(number, 'запись', 'записи', 'записей')}",
        icon="git-compare",
        tone="warn",
        say="убрали или изменили в сети, не мы",
        url=url,
        verbs=(Button("Все записи", url),),
        things=number,
    )
