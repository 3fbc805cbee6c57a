"""MAX: one channel, and one bot that is its administrator."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from veche.kernel.http import Door
from veche.networks import limits
from veche.networks.calls import Caller
from veche.networks.errors import PUBLISHING, READING, unknown_act
from veche.networks.formats import refuse_other
from veche.networks.max import abilities, comments, inbox, lookup, meeting, publish, render, standing, uploads
from veche.networks.max.channel import HOME, Channel
from veche.networks.max.client import Client
from veche.networks.max.refusals import TITLE
from veche.networks.meeting import Place
from veche.networks.protocol import (
    Ability,
    Act,
    Answer,
    DeleteComment,
    Done,
    Edit,
    InboxPage,
    Keys,
    Limits,
    LookUp,
    Operation,
    OutgoingPost,
    Parts,
    PictureRef,
    Pin,
    PostNow,
    Publish,
    Rendered,
    Reply,
    RestoreComment,
    Slot,
    Unpin,
    WebhookRequest,
    Withdraw,
)


class MAX:
    slug: ClassVar[str] = "max"
    title: ClassVar[str] = "MAX"
    badge: ClassVar[str] = "MAX"
    limits: ClassVar[Limits] = limits.MAX
    slots: ClassVar[tuple[Slot, ...]] = (Slot.BOT,)
    home: ClassVar[str] = "https://platform-api2.max.ru"
    calls_back: ClassVar[bool] = True

    def __init__(
        self, *, address: Mapping[str, str], keys: Keys, door: Door, base_url: str = "", webhook_secret: str = ""
    ) -> None:
        client = Client(Caller(door, TITLE), base_url=base_url or self.home, keys=keys)
        self._channel = Channel(client, str(int(address["id"])), (address.get("pages") or HOME).rstrip("/"))
        self._secret = webhook_secret

    def abilities(self, *, deadline: float) -> Mapping[Operation, Ability]:
        return abilities.abilities(self._channel, deadline=deadline)

    @staticmethod
    def render(post: OutgoingPost) -> Rendered:
        return render.render(post)

    @staticmethod
    def render_reply(text: str) -> Rendered:
        return render.render_reply(text)

    def prepare(self, act: Act, parts: Parts, *, deadline: float) -> Iterator[Parts]:
        if isinstance(act, Publish):
            refuse_other(act.post, publish.ABLE, network=TITLE, purpose=PUBLISHING)
            yield from uploads.upload(self._channel, act.post, parts, deadline=deadline)
        elif isinstance(act, Edit):
            yield from standing.keep_parts(self._channel, act, parts, deadline=deadline)

    def perform(self, act: Act, parts: Parts, *, key: UUID, deadline: float) -> Done:
        del key  # MAX has no idempotency key
        match act:
            case Publish():
                refuse_other(act.post, publish.ABLE, network=TITLE, purpose=PUBLISHING)
                return publish.publish(self._channel, act, parts, deadline=deadline)
            case Reply():
                return comments.reply(self._channel, act, deadline=deadline)
            case DeleteComment():
                return comments.delete(self._channel, act, deadline=deadline)
            case RestoreComment():
                raise comments.cannot_restore()
            case Edit() | Withdraw() | Pin() | Unpin():
                return standing.change(self._channel, act, parts, deadline=deadline)
            case _:
                raise unknown_act(TITLE, act.verb)

    def may_repeat(self, act: Act, *, first_call: datetime, now: datetime) -> bool:
        """What was deleted, says the same words or is pinned already, stays so however often it is said."""
        del first_call, now
        return not isinstance(act, Publish | Reply)

    def look_up(
        self,
        act: Act,
        *,
        key: UUID,
        since: datetime,
        remote_id: str,
        deadline: float,
        taken: frozenset[str] = frozenset(),
    ) -> LookUp:
        del key
        if isinstance(act, Edit | Withdraw | Pin | Unpin):
            return standing.look_up(self._channel, act, deadline=deadline)
        return lookup.look_up(self._channel, act, since=since, remote_id=remote_id, deadline=deadline, taken=taken)

    def read_back(self, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostNow]:
        return standing.read_back(self._channel, post_ids, deadline=deadline)

    def fetch_inbox(self, cursor: str, *, deadline: float) -> InboxPage:
        return inbox.fetch(self._channel, cursor, deadline=deadline)

    def parse_webhook(self, request: WebhookRequest) -> Answer:
        return inbox.parse_webhook(self._channel, request, secret=self._secret)

    def introduce(self, name: str, *, deadline: float) -> Place:
        return meeting.introduce(self._channel, name, deadline=deadline)

    def confirmation(self, url: str, *, deadline: float) -> str:
        del url, deadline
        return ""

    def subscribe(self, url: str, secret: str, *, deadline: float) -> None:
        meeting.subscribe(self._channel, url, secret, deadline=deadline)

    def unsubscribe(self, url: str, *, deadline: float) -> None:
        meeting.unsubscribe(self._channel, url, deadline=deadline)

    def fetch_picture(self, ref: PictureRef, *, deadline: float) -> bytes:
        """Comments have no pictures in MAX; this is for those of a post."""
        return self._channel.client.download(
            ref.ref, max_bytes=self.limits.photo_bytes, purpose=READING, deadline=deadline
        )
