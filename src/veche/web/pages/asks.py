"""«О чём спрашивают»: publications with most comments of the last day, each with a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, QuerySet

from veche.inbox.models import Conversation, Message
from veche.morphology.numerals import form
from veche.outbox.models import Act
from veche.publishing.models import Withdrawal
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.models import Administration
from veche.staff.together import rows_of_each

DAY = timedelta(days=1)
USUAL_DAYS = 28
MOST_TOPICS = 4
# A quote is one line of a card.
QUOTE = 60
LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Topic:
    """`filled`: percent of the topic with most comments."""

    title: str
    number: int
    filled: int
    quote: str


@dataclass(frozen=True, slots=True)
class FrequentTopics:
    topics: tuple[Topic, ...]
    aside: str


def asked(administration: Administration) -> FrequentTopics:
    """The topics. Two queries. Private messages, and comments under withdrawn posts, are left out."""
    titles, before = rows_of_each([_titles.bind(administration), _before.bind(administration)])
    found = sorted(titles, key=lambda row: (row[1], row[0]), reverse=True)
    numbers: dict[str, int] = {title: number for title, number in found if title}
    top = list(numbers.items())[:MOST_TOPICS]
    quotes = _quotes(administration, [title for title, _number in top])
    most = max((number for _title, number in top), default=1)
    usual = round(sum(before) / (USUAL_DAYS - 1))
    return FrequentTopics(
        topics=tuple(Topic(title, number, number * 100 // most, quotes.get(title, "")) for title, number in top),
        aside=_aside(sum(numbers.values()), usual),
    )


def _said(administration: Administration, since: timedelta) -> "QuerySet[Message]":
    """Comments since then, without those under a post that was taken down."""
    taken_down = Conversation.objects.of(administration).filter(act__in=_withdrawn(administration)).values("pk")
    said = Message.objects.of(administration).filter(ours=False, private=False, at__gte=this_moment() - since)
    found: QuerySet[Message] = said.exclude(conversation__in=taken_down)
    return found


@compiled_once
def _titles(administration: Administration) -> "QuerySet[Message, tuple[str, int]]":
    """Title of the publication, and comments of the last day."""
    rows = _said(administration, DAY).order_by().values_list("conversation__title")
    found: QuerySet[Message, tuple[str, int]] = rows.annotate(number=Count("pk"))
    return found


@compiled_once
def _before(administration: Administration) -> "QuerySet[Message, int]":
    """Comments of the days before the last one: read from the index `inbox_message_comments` alone. No row if there
    were none."""
    said = _said(administration, USUAL_DAYS * DAY).filter(at__lt=this_moment() - DAY).order_by()
    counted: QuerySet[Message, Any] = said.values(owner=F("administration")).annotate(before=Count("pk"))
    return counted.values_list("before", flat=True)  # type: ignore[misc] # annotated


@compiled_once
def _texts(
    administration: Administration, first: str, second: str, third: str, fourth: str
) -> "QuerySet[Message, tuple[str, str]]":
    """What was written in the last day under publications of these titles (`MOST_TOPICS`), the newest first."""
    said = _said(administration, DAY).filter(conversation__title__in=[first, second, third, fourth])
    clean = said.exclude(proposal__ground__gt="").order_by("-at", "-pk")
    found: QuerySet[Message, tuple[str, str]] = clean.values_list("conversation__title", "text")[:LOOKED_AT]
    return found


def _withdrawn(administration: Administration) -> "QuerySet[Act, Any]":
    """Acts of posts that were withdrawn lately: under those of earlier times nobody has written since."""
    lately = Withdrawal.objects.of(administration).filter(at__gte=this_moment() - USUAL_DAYS * DAY)
    posts = lately.values("post")
    found: QuerySet[Act, Any] = Act.objects.of(administration).filter(delivery__version__post__in=posts).order_by()
    return found.values("pk")


def _quotes(administration: Administration, titles: Sequence[str]) -> dict[str, str]:
    """The newest question of each, else the newest comment; none that the rules flagged."""
    if not titles:
        return {}
    rows = _texts(administration, *titles, *[titles[0]] * (MOST_TOPICS - len(titles)))
    rows.reverse()
    # The newest is written last; questions after the rest, so that they win.
    rows.sort(key=lambda row: "?" in row[1])
    return {title: _one_line(text) for title, text in rows}


def _one_line(text: str) -> str:
    question, mark, _rest = text.partition("?")
    line = " ".join(f"{question}{mark}".split())
    return line if len(line) <= QUOTE else f"{line[: QUOTE - 1].rsplit(' ', 1)[0]}…"


def _aside(number: int, usual: int) -> str:
    said = form(number, "комментарий", "комментария", "комментариев")
    return f"за сутки {number} {said}, обычно {usual}"
