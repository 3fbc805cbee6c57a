"""Three hundred comments: written by residents on the walls, received as usual, and partly handled."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from veche.accounts.models import Account
from veche.demo.city import City
from veche.demo.content.present import ANSWERS
from veche.demo.content.voices import HOUSES, PEOPLE, PICTURED, QUESTIONS, REMARKS, RUDE, STREETS
from veche.demo.dates import Past
from veche.demo.picture_store import PictureStore
from veche.demo.walls import Walls
from veche.inbox.domain.answer import answer
from veche.inbox.domain.process_events import process_events
from veche.inbox.domain.receive import poll
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.kernel.clock import DAY, now
from veche.moderation.domain import rule
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.domain.release import release
from veche.moderation.domain.restrict import restrict
from veche.moderation.enums import RulingVerb, Term
from veche.moderation.models import Ruling
from veche.networks.ok.inbox import Cursor, Mark

HOW_MANY = 300
# Comments of the last day, under recent posts.
LATEST = 26
# Work left for the officer: fresh questions, and comments proposed for deletion.
LEFT_OPEN = 9
LEFT_RUDE = 6
# Most comments are from the last weeks.
LEAN = 1 / 3
PHOTO_OF_EACH = 25
WITHOUT_PICTURES = ("max",)  # its comments have no pictures
# Networks whose key restricts an author for a time.
TERMED = ("vk", "telegram")
ANY_SEASON = ("road", "yard")


@dataclass(frozen=True, slots=True)
class PlannedComment:
    network: str
    post_id: str
    author: str
    text: str
    at: datetime
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Discussed:
    """A publication with comments. `share`: its weight in the next comments."""

    past: Past
    posts: dict[str, str]
    share: int = 1


def newest(talked: Sequence[Discussed], moment: datetime) -> dict[str, str]:
    """The newest post of each network that was out at the moment."""
    found: dict[str, str] = {}
    for one in sorted(talked, key=lambda one: one.past.at):
        if one.past.at < moment:
            found.update(one.posts)
    return found


def write_comments(
    walls: Walls,
    pictures: PictureStore,
    talked: Sequence[Discussed],
    moment: datetime,
    *,
    scenes: Sequence[str],
    more: Iterable[PlannedComment],
) -> None:
    """Write the comments in order of time, as networks number them. `scenes`: of residents' present photos."""
    for said in sorted((*_all(talked, moment, scenes), *more), key=lambda said: said.at):
        photos = [pictures.content(said.photo)] if said.photo else []
        walls.comment(said.network, said.post_id, said.author, said.text, photos, said.at)


def start_receiving(city: City) -> None:
    """Start receiving events; Telegram also returns those that it still keeps."""
    for account in city.accounts:
        poll(account, patience=None)


def receive_all(city: City, talked: Sequence[Discussed]) -> None:
    """Poll the networks until there is nothing new, and process the events."""
    _reset_ok_cursor(city.account("ok"), talked)
    receive_new(city)


def receive_new(city: City) -> None:
    for account in city.accounts:
        while poll(account, patience=None):
            pass
        # One transaction, because nobody else uses the database yet: one disk sync instead of four hundred.
        with transaction.atomic():
            while process_events(account):
                pass
    with transaction.atomic():
        while propose_for_new():
            pass


def _reset_ok_cursor(account: Account, talked: Sequence[Discussed]) -> None:
    """Set OK's cursor to the time of each topic's publication, so that all comments are new."""
    stand = {one.posts[account.network]: one.past.at for one in talked if account.network in one.posts}
    seen = {topic: Mark(0, _milliseconds(at)) for topic, at in stand.items()}
    account.inbox_cursor = str(Cursor(_milliseconds(now()), seen=seen))
    account.save(update_fields=("inbox_cursor",))


def deal_with(city: City, *, but: Collection[str]) -> None:
    """Handle old comments; a few answers and deletions are decided now and sent when the worker starts.

    `but`: texts of comments that are left alone.
    """
    received = Message.objects.of(city.administration).filter(ours=False, private=False).exclude(text__in=but)
    comments = list(received.select_related("proposal", "account").order_by("at"))
    bad = [message for message in comments if message.proposal.ground]
    good = [message for message in comments if not message.proposal.ground]
    questions = [message for message in good if "?" in message.text]
    left = [message for message in questions if message.at > now() - DAY][-LEFT_OPEN:]
    to_answer = [message for message in questions if message not in left][-len(ANSWERS) :]
    with transaction.atomic():
        for message in bad[: len(RUDE)]:
            rule.delete(message=message, by=city.officer, ground=message.proposal.ground)
        _restrict(bad[: len(RUDE)], city)
        for message, text in zip(to_answer, ANSWERS, strict=True):
            answer(message=message, by=city.officer, text=text)
        busy = {message.pk for message in (*left, *to_answer)}
        _keep([message for message in good if message.pk not in busy], city)


def _restrict(rude: Sequence[Message], city: City) -> None:
    """Restrict two authors for a week and release the second."""
    by_key = [message for message in rude if message.account.network in TERMED]
    authors = {(message.account_id, message.author_id): message for message in by_key}
    first, second, *_others = authors.values()
    for message in (first, second):
        made = restrict(
            message=message, by=city.officer, ground=message.proposal.ground, term=Term.WEEK, why="грубит не первый раз"
        )
    release(restriction=made, by=city.officer)


def _keep(messages: Sequence[Message], city: City) -> None:
    """Rule to keep these comments on the days when they came."""
    Ruling.objects.bulk_create(
        Ruling(
            administration=city.administration,
            message=message,
            verb=RulingVerb.KEEP,
            person=city.officer,
            at=min(message.at + timedelta(hours=2), now()),
        )
        for message in messages
    )
    seen = Message.objects.of(city.administration).filter(pk__in=[message.pk for message in messages])
    seen.update(state=MessageState.KEPT)


def _all(talked: Sequence[Discussed], moment: datetime, scenes: Sequence[str]) -> Iterator[PlannedComment]:
    random = Random(len(talked))  # noqa: S311 -- the authors of a demo's comments are no secret
    fresh = [one for one in talked if one.share > 1]
    old = [one for one in talked if one.share == 1]
    questions = _Questions(random)
    yield from _about(random, questions, old, HOW_MANY - LATEST, rude=len(RUDE), scenes=ANY_SEASON, lean=LEAN)
    shares = [one for one in fresh for _ in range(one.share)]
    day = (moment - timedelta(hours=20), moment)
    yield from _about(random, questions, shares, LATEST, rude=LEFT_RUDE, scenes=scenes, within=day)


def _about(
    random: Random,
    questions: "_Questions",
    talked: Sequence[Discussed],
    count: int,
    *,
    rude: int,
    scenes: Sequence[str],
    lean: float = 1.0,
    within: tuple[datetime, datetime] | None = None,
) -> Iterator[PlannedComment]:
    for number in range(count):
        one = talked[int(len(talked) * (number / count) ** lean)]
        since, ends = within or (one.past.at, one.past.at + timedelta(hours=30))
        begins = max(since, one.past.at)
        text = RUDE[number * rude // count] if number * rude // count != (number + 1) * rude // count else ""
        photo = PICTURED.get(text, "") if text else scenes[number % len(scenes)] * (number % PHOTO_OF_EACH == 3)
        network = random.choice(sorted(slug for slug in one.posts if not photo or slug not in WITHOUT_PICTURES))
        yield PlannedComment(
            network=network,
            post_id=one.posts[network],
            author=random.choice(PEOPLE),
            text=text or questions.about(one.past.piece.topic),
            at=begins + (ends - begins) * random.uniform(0.02, 0.97),
            photo=photo,
        )


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp()) * 1000


class _Questions:
    """Yields each question once, with its own street and house, and remarks between."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._stock = {topic: self._shuffled(_unfolded(lines)) for topic, lines in QUESTIONS.items()}
        self._remarks = self._shuffled(REMARKS)
        self._turn = 0

    def about(self, topic: str) -> str:
        self._turn += 1
        stock = self._stock.get(topic, [])
        if stock and self._turn % 5 < 3:
            return stock.pop()
        self._remarks.insert(0, self._remarks.pop())
        return self._remarks[0]

    def _shuffled(self, lines: Sequence[str]) -> list[str]:
        drawn = list(lines)
        self._random.shuffle(drawn)
        return drawn


def _unfolded(lines: Sequence[str]) -> list[str]:
    return sorted({line.format(street=street, house=house) for line in lines for street in STREETS for house in HOUSES})
