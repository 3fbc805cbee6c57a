"""Publications from before the program was installed.

They are put on the walls as people would, and stored as rows with their own dates. Each act is looked up in its
network, as `outbox` does, and only a found one is proven. The journal begins with the seeding: no past entry is forged.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from veche.accounts.domain.clients import open_account
from veche.accounts.models import Account
from veche.approval.enums import Verdict
from veche.approval.models import ApprovalSheet, Decision, Step
from veche.demo.city import City
from veche.demo.content.piece import Piece, PieceOfPoll
from veche.demo.dates import Past
from veche.demo.picture_store import PictureStore
from veche.demo.walls import Walls
from veche.networks.payload import act_to_json
from veche.networks.protocol import Found, Network, OutgoingPost, Poll, PollCount, Publish, Verb
from veche.networks.registry import NETWORKS, render_post
from veche.outbox.domain.plan import NOT_AFTER
from veche.outbox.enums import ActState, Outcome, Proof
from veche.outbox.models import Act, Attempt
from veche.plan.models import PlanItem
from veche.posts.domain.freeze import fingerprint
from veche.posts.enums import PostState
from veche.posts.models import Picture, Post, PostPoll, PostVersion
from veche.publishing.domain.poll_results import keep_counts
from veche.publishing.models import Delivery

LOOK_SECONDS = 20.0
CALL = timedelta(seconds=2)
PROVEN = timedelta(seconds=5)


class NotOnTheWall(Exception):
    """The sandbox accepted a post but does not show it."""


@dataclass(frozen=True, slots=True)
class WallPost:
    """A post on one wall: its id and its address."""

    post_id: str
    url: str


class Press:
    """Puts publications on the walls of the city's accounts, and their history into the tables."""

    def __init__(self, city: City, walls: Walls, pictures: PictureStore) -> None:
        self.city, self._walls, self._pictures = city, walls, pictures
        self._networks: dict[int, Network] = {
            account.pk: open_account(account, patience=None) for account in city.accounts
        }

    def publish_all(self, pasts: Iterable[Past]) -> list[tuple[Past, dict[str, str]]]:
        """Publish past publications; return each with its post ids by network."""
        told = [(past, self._publish(past)) for past in pasts]
        with transaction.atomic():
            for past, standing in told:
                self.write_down(past.piece, past.at, standing)
        return [(past, {account.network: one.post_id for account, one in standing.items()}) for past, standing in told]

    def _publish(self, past: Past) -> dict[Account, WallPost]:
        return {account: self.put_on_wall(account, past.piece, past.at) for account in self._accounts(past.piece)}

    def _accounts(self, piece: Piece) -> list[Account]:
        """A poll stands in one network: its votes are counted together then."""
        return [self.city.account("vk")] if piece.poll else list(self.city.accounts)

    def put_on_wall(self, account: Account, piece: Piece, at: datetime) -> WallPost:
        act = Publish(self.outgoing(piece))
        photos = [self._pictures.content(piece.scene)] if piece.scene else []
        text = render_post(account.network, act.post).text
        number = self._walls.post(account.network, text, photos, at, piece.poll)
        found = self._networks[account.pk].look_up(
            act,
            key=uuid4(),
            since=at,
            remote_id=number,
            deadline=time.monotonic() + LOOK_SECONDS,
        )
        if not isinstance(found, Found):
            raise NotOnTheWall(f"{account.network} {number}: {found}")
        return WallPost(found.remote_id, found.url)

    def outgoing(self, piece: Piece) -> OutgoingPost:
        photos = (self._pictures.photo(piece.scene, piece.alt),) if piece.scene else ()
        return OutgoingPost(piece.text, photos, poll=_poll_of(piece))

    def write_down(self, piece: Piece, at: datetime, standing: dict[Account, WallPost]) -> Post:
        """Store the plan item, its approved version, and a proven act for each wall."""
        version = self._approved(piece, at)
        for account, one in standing.items():
            act = self._proven(version, account, at, one, piece.poll)
            if piece.poll:
                keep_counts({act.remote_id: act}, {act.remote_id: _count_of(piece.poll)})
        return version.post

    def _approved(self, piece: Piece, at: datetime) -> PostVersion:
        city, author = self.city, self.city.second_officer if at.day % 3 == 0 else self.city.officer
        own = {"administration": city.administration}
        item = PlanItem.objects.create(
            **own, title=piece.title, publish_at=at, format=piece.format, category=piece.category, author=author
        )
        item.accounts.set(self._accounts(piece))
        PlanItem.objects.of(city.administration).filter(pk=item.pk).update(created_at=at - timedelta(days=2))
        post = Post.objects.create(**own, plan_item=item, author=author, state=PostState.APPROVED)
        written = at - timedelta(hours=7)
        version: PostVersion = PostVersion.objects.create(
            **own, post=post, number=1, text=piece.text, author=author, saved_by=author, saved_at=written
        )
        version.writers.add(author)
        if piece.scene:
            media = self._pictures.media(piece.scene)
            Picture.objects.create(**own, version=version, media=media, position=0, alt=piece.alt)
        if piece.poll:
            said = {"question": piece.poll.question, "options": list(piece.poll.options)}
            PostPoll.objects.create(**own, version=version, open_days=piece.poll.open_days, **said)
        version.frozen_at = at - timedelta(hours=6)
        version.fingerprint = fingerprint(version)
        version.save(update_fields=("frozen_at", "fingerprint"))
        self._signed(version, at)
        return version

    def _signed(self, version: PostVersion, at: datetime) -> None:
        own = {"administration": version.administration}
        asked, decided = at - timedelta(hours=6), at - timedelta(hours=4, minutes=at.day)
        sheet = ApprovalSheet.objects.create(
            **own, version=version, opened_by=version.author, opened_at=asked, closed_at=decided, agreed_at=decided
        )
        step = Step.objects.create(**own, sheet=sheet, due_at=at - timedelta(hours=3), asked_at=asked)
        Decision.objects.create(
            **own,
            step=step,
            person=self.city.head_of_press,
            author=version.author,
            verdict=Verdict.YES,
            fingerprint=version.fingerprint,
            at=decided,
        )

    def _proven(
        self, version: PostVersion, account: Account, at: datetime, standing: WallPost, poll: PieceOfPoll | None
    ) -> Act:
        act = self.act_for(version, account, at, poll)
        Attempt.objects.create(
            administration=version.administration,
            act=act,
            number=1,
            started_at=at,
            called_at=at,
            deadline=at + timedelta(seconds=NETWORKS[account.network].limits.call_seconds),
            finished_at=at + CALL,
            outcome=Outcome.HAPPENED,
        )
        Act.objects.of(version.administration).filter(pk=act.pk).update(
            state=ActState.CONFIRMED,
            attempt=1,
            first_call_at=at,
            last_call_at=at,
            remote_id=standing.post_id,
            remote_url=standing.url,
            proof=Proof.READ_BACK,
            proven_at=at + PROVEN,
        )
        return act

    def act_for(self, version: PostVersion, account: Account, at: datetime, poll: PieceOfPoll | None = None) -> Act:
        """An act that is not enqueued; the caller decides its state."""
        title = version.post.plan_item.title
        piece = replace(_piece_of(version), poll=poll)
        act: Act = Act.objects.create(
            administration=version.administration,
            account=account,
            verb=Verb.PUBLISH,
            intent=f"publish:{version.pk}:{account.pk}",
            title=title,
            payload=act_to_json(Publish(self.outgoing(piece))),
            by=self.city.head_of_press,
            due_at=at,
            next_try_at=at,
            not_after=at + NOT_AFTER,
        )
        Delivery.objects.create(administration=version.administration, version=version, account=account, act=act)
        return act


def _poll_of(piece: Piece) -> Poll | None:
    if piece.poll is None:
        return None
    return Poll(piece.poll.question, piece.poll.options, open_for=timedelta(days=piece.poll.open_days))


def _count_of(poll: PieceOfPoll) -> PollCount:
    return PollCount(poll.votes, voters=sum(poll.votes), closed=True)


def _piece_of(version: PostVersion) -> Piece:
    pictures: Sequence[Picture] = list(version.pictures.select_related("media"))
    scene = pictures[0].media.name.removesuffix(".jpg") if pictures else ""
    return Piece(version.post.plan_item.title, version.text, "", scene, pictures[0].alt if pictures else "")
