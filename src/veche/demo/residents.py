"""Three hundred comments: written on the walls by residents, received as always, and partly dealt with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from veche.accounts.models import Account
from veche.demo.almanac import Past
from veche.demo.city import City
from veche.demo.content.present import ANSWERS
from veche.demo.content.voices import HOUSES, PEOPLE, PICTURED, QUESTIONS, REMARKS, RUDE, STREETS
from veche.demo.shelf import Shelf
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
# Of the last day, under what people talk about now.
LATEST = 26
# What a press officer finds in the morning: fresh questions, and what the rules propose to delete.
LEFT_OPEN = 9
LEFT_RUDE = 6
# The town has learned to write here: most of it is of the last weeks.
LEAN = 1 / 3
PHOTO_OF_EACH = 25
WITHOUT_PICTURES = ("max",)  # its comments are words alone
# Networks that restrict an author for a time, by a key.
TERMED = ("vk", "telegram")
ANY_SEASON = ("road", "yard")


@dataclass(frozen=True, slots=True)
class Said:
    network: str
    post_id: str
    author: str
    text: str
    at: datetime
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Talked:
    """A publication under which people write, and how many of the next comments come here."""

    past: Past
    posts: dict[str, str]
    share: int = 1


def speak(walls: Walls, shelf: Shelf, talked: Sequence[Talked], moment: datetime, *, scenes: Sequence[str]) -> None:
    """In the order of time, as a network numbers them. `scenes`: what residents take pictures of now."""
    for said in sorted(_all(talked, moment, scenes), key=lambda said: said.at):
        photos = [shelf.content(said.photo)] if said.photo else []
        walls.comment(said.network, said.post_id, said.author, said.text, photos, said.at)


def listen(city: City) -> None:
    """From now on the networks tell what happens; Telegram also what it still keeps."""
    for account in city.accounts:
        poll(account, patience=None)


def receive_all(city: City, talked: Sequence[Talked]) -> None:
    """Ask the networks until they have nothing new, and sort out what came."""
    _look_back(city.account("ok"), talked)
    for account in city.accounts:
        while poll(account, patience=None):
            pass
        # One transaction for the many: nobody else is here yet, and a disk syncs once instead of four hundred times.
        with transaction.atomic():
            while process_events(account):
                pass
    with transaction.atomic():
        while propose_for_new():
            pass


def _look_back(account: Account, talked: Sequence[Talked]) -> None:
    """OK is asked how much stands under each topic since the last look: here, since the topic came out."""
    stand = {one.posts[account.network]: one.past.at for one in talked if account.network in one.posts}
    seen = {topic: Mark(0, _milliseconds(at)) for topic, at in stand.items()}
    account.inbox_cursor = str(Cursor(_milliseconds(now()), seen=seen))
    account.save(update_fields=("inbox_cursor",))


def deal_with(city: City) -> None:
    """The past was looked at; a few answers and deletions are decided now and leave when the worker starts."""
    received = Message.objects.of(city.administration).filter(ours=False, private=False)
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
    """Two authors for a week; about the later one somebody thought better of it."""
    by_key = [message for message in rude if message.account.network in TERMED]
    authors = {(message.account_id, message.author_id): message for message in by_key}
    first, second, *_others = authors.values()
    for message in (first, second):
        made = restrict(message=message, by=city.officer, ground=message.proposal.ground, term=Term.WEEK)
    release(restriction=made, by=city.officer)


def _keep(messages: Sequence[Message], city: City) -> None:
    """Read and left standing, on the day when they came."""
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


def _all(talked: Sequence[Talked], moment: datetime, scenes: Sequence[str]) -> Iterator[Said]:
    random = Random(len(talked))  # noqa: S311 -- who says what in a demo is no secret
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
    talked: Sequence[Talked],
    count: int,
    *,
    rude: int,
    scenes: Sequence[str],
    lean: float = 1.0,
    within: tuple[datetime, datetime] | None = None,
) -> Iterator[Said]:
    for number in range(count):
        one = talked[int(len(talked) * (number / count) ** lean)]
        since, ends = within or (one.past.at, one.past.at + timedelta(hours=30))
        begins = max(since, one.past.at)
        text = RUDE[number * rude // count] if number * rude // count != (number + 1) * rude // count else ""
        photo = PICTURED.get(text, "") if text else scenes[number % len(scenes)] * (number % PHOTO_OF_EACH == 3)
        network = random.choice(sorted(slug for slug in one.posts if not photo or slug not in WITHOUT_PICTURES))
        yield Said(
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
    """Every question once, with its own street and house; a remark between them."""

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
