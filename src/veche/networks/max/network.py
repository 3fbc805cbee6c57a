"""MAX: one channel, and one bot that is its administrator."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from veche.kernel.http import Door
from veche.networks.calls import Caller
from veche.networks.errors import PUBLISHING, READING, refuse_other, unknown_act
from veche.networks.max import (
    abilities,
    authors,
    comments,
    figures,
    inbox,
    lookup,
    meeting,
    messages,
    page,
    people,
    publish,
    render,
    standing,
    uploads,
)
from veche.networks.max.channel import Channel
from veche.networks.max.client import Client
from veche.networks.max.profile import PROFILE
from veche.networks.max.refusals import TITLE
from veche.networks.meeting import Place
from veche.networks.payload import AboutTheAccount
from veche.networks.profile import NetworkProfile
from veche.networks.protocol import (
    Ability,
    Act,
    Administrator,
    Answer,
    AnswerMessage,
    DeleteComment,
    Describe,
    Done,
    Edit,
    InboxPage,
    Keys,
    LookUp,
    Operation,
    OutgoingPost,
    Parts,
    PictureRef,
    Pin,
    PostNow,
    PostStatistics,
    Publish,
    ReleaseAuthor,
    Rendered,
    Reply,
    RestoreComment,
    RestrictAuthor,
    SetAvatar,
    SetCover,
    Unpin,
    WebhookRequest,
    Withdraw,
)


class MAX:
    profile: ClassVar[NetworkProfile] = PROFILE

    def __init__(
        self, *, address: Mapping[str, str], keys: Keys, door: Door, base_url: str = "", webhook_secret: str = ""
    ) -> None:
        client = Client(Caller(door, TITLE), base_url=base_url or PROFILE.server.api, keys=keys)
        self._channel = Channel(
            client, str(int(address["id"])), (address.get("pages") or PROFILE.pages.home).rstrip("/")
        )
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
        elif isinstance(act, SetAvatar):
            yield from page.prepare(self._channel, act, parts, deadline=deadline)

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
                return self._of_the_account(act, parts, deadline)

    def _of_the_account(self, act: AboutTheAccount, parts: Parts, deadline: float) -> Done:
        match act:
            case RestrictAuthor() | ReleaseAuthor():
                raise authors.cannot(act)
            case AnswerMessage():
                return messages.answer(self._channel, act, deadline=deadline)
            case Describe() | SetAvatar() | SetCover():
                return page.change(self._channel, act, parts, deadline=deadline)
            case _:
                raise unknown_act(TITLE, act.verb)

    def may_repeat(self, act: Act, *, first_call: datetime, now: datetime) -> bool:
        """All but what is said to people: what is deleted, pinned or described stays so however often it is said."""
        del first_call, now
        return not isinstance(act, Publish | Reply | AnswerMessage)

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
        if isinstance(act, AnswerMessage):
            return messages.look_up(self._channel, remote_id=remote_id, deadline=deadline)
        if isinstance(act, Describe | SetAvatar | SetCover):
            return page.look_up(self._channel, act, deadline=deadline)
        return lookup.look_up(self._channel, act, since=since, remote_id=remote_id, deadline=deadline, taken=taken)

    def read_back(self, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostNow]:
        return standing.read_back(self._channel, post_ids, deadline=deadline)

    def statistics(self, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostStatistics]:
        return figures.statistics(self._channel, post_ids, deadline=deadline)

    def administrators(self, *, deadline: float) -> tuple[Administrator, ...]:
        return people.administrators(self._channel, deadline=deadline)

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

    def still_calls(self, url: str, *, deadline: float) -> bool:
        return meeting.still_calls(self._channel, url, deadline=deadline)

    def unsubscribe(self, url: str, *, deadline: float) -> None:
        meeting.unsubscribe(self._channel, url, deadline=deadline)

    def fetch_picture(self, ref: PictureRef, *, deadline: float) -> bytes:
        """Comments have no pictures in MAX; this is for those of a post."""
        return self._channel.client.download(
            ref.ref, max_bytes=PROFILE.limits.photo_bytes, purpose=READING, deadline=deadline
        )


ADAPTER: Final = MAX
