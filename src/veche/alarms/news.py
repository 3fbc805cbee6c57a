"""The registry of kinds of news: what people are told, in which words, and until when.

A row (`Alarm`) holds a kind, the id of its subject and a person. Each room registers its kinds in its app's `ready()`,
so this room need not know what a higher room means by a subject:

    register(News(kind="requests.asked", called="просят вас", read=asked_matters))

and its verbs call `alarms.domain.notify.notify(administration, "requests.asked", request.pk, people)`. A kind for which
nobody calls a verb, because time alone brings it about, has a finder (`find_by`), which the schedule runs.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from veche.media.models import Media
from veche.staff.models import Administration, Person

DAY = timedelta(days=1)
# Order in a letter and in its subject: pending decisions, then the day's mark, then news about access.
DECISION, MARK, NOTE = 0, 1, 2
# The subject of a letter about decisions of several kinds.
MIXED = "ждут вас, дел: {count}"


@dataclass(frozen=True, slots=True)
class Matter:
    """One subject of news as a letter shows it to one person.

    `lines`: whole sentences. `action` and `path`: the link's words («Решить») and its address from the root of the
    site. `at`: order among news of the same rank. `fact`: name and number for the journal's entry about the letter,
    registered by `register_facts("alarm", …)`. `takes`: whether an answer to its message in a chat may bring material,
    where the kind of news takes any. `thing`: the address of what several news may be about;
    «что ждёт» names it once.
    """

    title: str
    lines: Sequence[str] = ()
    action: str = ""
    path: str = ""
    at: datetime | None = None
    fact: tuple[str, int] | None = None
    late: bool = False
    takes: bool = True
    thing: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """What a person sent to the bot in answer to a message about `subject`. `media`: stored files, in order."""

    administration: Administration
    person: Person
    subject: int
    text: str
    media: Sequence[Media]


class NotTaken(Exception):
    """The matter takes no material from this person now; it goes to the press. The text is a Russian sentence."""


type Take = Callable[[Material], str]
type Read = Callable[[Administration, Person, Sequence[int]], Mapping[int, Matter]]
type Waiting = Callable[[Person], Iterable[int]]


def nothing_waits(_person: Person) -> Iterable[int]:
    return ()


@dataclass(frozen=True, slots=True)
class News:
    """A kind of news. `kind` is stored: a word of this room, or «room.word».

    `called`: what happened, as in «"Каток открыт" — не вышла». `read`: the matters of these subjects that are not over,
    by subject, with what this person is told; a subject that is absent is not told any more. `several`: a subject line
    for more than one, with `{count}`; without it the first is named. `closing`: sentences for the end of the letter.
    `lasts`: a row that waits for longer is no news; None: until the matter is over. `letter_only`: it is never said in
    a chat. `take`: what an answer in the chat does, inside a transaction; it returns a sentence for the person, or
    raises `NotTaken`. None: such answers go to the press. `waiting`: subjects that wait for a person now, also those
    that nobody told, for «что ждёт».
    """

    kind: str
    called: str
    read: Read
    several: str = MIXED
    closing: str = ""
    rank: int = DECISION
    lasts: timedelta | None = DAY
    letter_only: bool = False
    take: Take | None = None
    waiting: Waiting = nothing_waits


@dataclass(frozen=True, slots=True)
class Notification:
    """News of one kind about one subject, for these people. `subject`: 0 where an administration has only one."""

    administration_id: int
    kind: str
    subject: int
    people: Sequence[Person]


type Finder = Callable[[datetime], Iterable[Notification]]

_kinds: dict[str, News] = {}
_finders: list[Finder] = []


def register(news: News) -> None:
    if _kinds.setdefault(news.kind, news) != news:
        raise ValueError(f"news of the kind {news.kind} are registered twice")


def find_by(finder: Finder) -> None:
    """Run `finder` every fifteen seconds. It yields news of all administrations; those already told are left out."""
    if finder not in _finders:
        _finders.append(finder)


def news_of(kind: str) -> News | None:
    """None if the room that told this kind is not installed any more."""
    return _kinds.get(kind)


def finders() -> tuple[Finder, ...]:
    return tuple(_finders)


def all_news() -> tuple[News, ...]:
    return tuple(_kinds.values())


def kinds() -> Iterator[tuple[str, str]]:
    """Choices of `Alarm.kind`."""
    for news in _kinds.values():
        yield news.kind, news.called
