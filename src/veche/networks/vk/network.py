"""VK: one community, spoken for by its own key and, where VK wants a person, by an administrator's."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar, Final
from uuid import UUID

from veche.kernel.http import Door
from veche.networks.calls import Caller
from veche.networks.errors import READING
from veche.networks.meeting import Place
from veche.networks.profile import NetworkProfile
from veche.networks.protocol import (
    Ability,
    Act,
    Administrator,
    Answer,
    AnswerMessage,
    DeleteComment,
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
    Rendered,
    Reply,
    RestoreComment,
    SetAvatar,
    SetCover,
    StartLive,
    StopLive,
    Unpin,
    WebhookRequest,
    Withdraw,
)
from veche.networks.vk import (
    abilities,
    account,
    comments,
    figures,
    inbox,
    live,
    lookup,
    meeting,
    page,
    people,
    publish,
    render,
    standing,
    stories,
    uploads,
    webhook,
)
from veche.networks.vk.client import Client
from veche.networks.vk.profile import PROFILE
from veche.networks.vk.refusals import TITLE
from veche.networks.vk.wall import Wall

# dev.vk.com, wall.post, `guid`: the same value within an hour does not post again; ten minutes are kept in reserve.
GUID_LIVES: Final = timedelta(minutes=50)


class VK:
    profile: ClassVar[NetworkProfile] = PROFILE

    def __init__(
        self, *, address: Mapping[str, str], keys: Keys, door: Door, base_url: str = "", webhook_secret: str = ""
    ) -> None:
        self._caller = Caller(door, TITLE)
        client = Client(self._caller, base_url=base_url or PROFILE.server.api, keys=keys)
        pages = address.get("pages") or PROFILE.pages.home
        self._wall = Wall(client, int(address["id"].removeprefix("-")), pages)
        self._confirmation = address.get("confirmation", "")
        self._secret = webhook_secret

    def abilities(self, *, deadline: float) -> Mapping[Operation, Ability]:
        return abilities.abilities(self._wall, deadline=deadline)

    @staticmethod
    def render(post: OutgoingPost) -> Rendered:
        return render.render(post)

    @staticmethod
    def render_reply(text: str) -> Rendered:
        return render.render_reply(text)

    def prepare(self, act: Act, parts: Parts, *, deadline: float) -> Iterator[Parts]:
        if isinstance(act, Publish) and act.post.story:
            yield from stories.upload(self._wall, act.post, parts, deadline=deadline)
        elif isinstance(act, Publish):
            yield from uploads.upload(self._wall, act.post, parts, deadline=deadline)
        elif isinstance(act, Edit):
            yield from standing.keep_parts(self._wall, act, parts, deadline=deadline)
        elif isinstance(act, SetAvatar | SetCover):
            yield from page.upload(self._wall, act, parts, deadline=deadline)

    def perform(self, act: Act, parts: Parts, *, key: UUID, deadline: float) -> Done:
        if stories.concerns(act):
            return stories.perform(self._wall, act, parts, deadline=deadline)
        if isinstance(act, StartLive | StopLive):
            return live.perform(self._wall, act, deadline=deadline)
        return self._perform(act, parts, key=key, deadline=deadline)

    def _perform(self, act: Act, parts: Parts, *, key: UUID, deadline: float) -> Done:
        match act:
            case Publish():
                return publish.publish(self._wall, act, parts, key=key, deadline=deadline)
            case Reply():
                return comments.reply(self._wall, act, key=key, deadline=deadline)
            case DeleteComment():
                return comments.delete(self._wall, act, deadline=deadline)
            case RestoreComment():
                return comments.restore(self._wall, act, deadline=deadline)
            case Edit() | Withdraw() | Pin() | Unpin():
                return standing.change(self._wall, act, parts, deadline=deadline)
            case _:
                return account.perform(self._wall, act, parts, key=key, deadline=deadline)

    def may_repeat(self, act: Act, *, first_call: datetime, now: datetime) -> bool:
        """A reply never: VK was seen not to heed `guid` in wall.createComment (vk-php-sdk, issue 116)."""
        if isinstance(act, Publish) and act.post.story:
            return False
        if isinstance(act, Publish | AnswerMessage):
            return now - first_call < GUID_LIVES
        return not isinstance(act, Reply | SetAvatar | SetCover | StartLive)

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
        if stories.concerns(act):
            return stories.look_up(self._wall, act, since=since, remote_id=remote_id, deadline=deadline, taken=taken)
        match act:
            case Publish():
                return lookup.look_up_post(
                    self._wall, act, since=since, remote_id=remote_id, deadline=deadline, taken=taken
                )
            case Reply():
                return lookup.look_up_reply(
                    self._wall, act, since=since, remote_id=remote_id, deadline=deadline, taken=taken
                )
            case DeleteComment() | RestoreComment():
                return lookup.look_up_change(self._wall, act, deadline=deadline)
            case Edit() | Withdraw() | Pin() | Unpin():
                return standing.look_up(self._wall, act, deadline=deadline)
            case _:
                return account.look_up(self._wall, act, key=key, since=since, deadline=deadline, taken=taken)

    def read_back(self, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostNow]:
        told = [one for one in post_ids if stories.is_story(one)]
        wall = [one for one in post_ids if not stories.is_story(one)]
        on_wall = standing.read_back(self._wall, wall, deadline=deadline) if wall else {}
        return {**on_wall, **stories.read_back(self._wall, told, deadline=deadline)}

    def statistics(self, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostStatistics]:
        wall = [one for one in post_ids if not stories.is_story(one)]
        return figures.statistics(self._wall, wall, deadline=deadline) if wall else {}

    def administrators(self, *, deadline: float) -> tuple[Administrator, ...]:
        return people.administrators(self._wall, deadline=deadline)

    def fetch_inbox(self, cursor: str, *, deadline: float) -> InboxPage:
        return inbox.fetch(self._wall, cursor, deadline=deadline)

    def parse_webhook(self, request: WebhookRequest) -> Answer:
        return webhook.parse(self._wall, request, secret=self._secret, confirmation=self._confirmation)

    def introduce(self, name: str, *, deadline: float) -> Place:
        return meeting.introduce(self._wall, name, deadline=deadline)

    def confirmation(self, url: str, *, deadline: float) -> str:
        return meeting.confirmation(self._wall, url, deadline=deadline)

    def subscribe(self, url: str, secret: str, *, deadline: float) -> None:
        meeting.subscribe(self._wall, url, secret, deadline=deadline)

    def still_calls(self, url: str, *, deadline: float) -> bool:
        return meeting.still_calls(self._wall, url, deadline=deadline)

    def unsubscribe(self, url: str, *, deadline: float) -> None:
        meeting.unsubscribe(self._wall, url, deadline=deadline)

    def fetch_picture(self, ref: PictureRef, *, deadline: float) -> bytes:
        return self._caller.download(ref.ref, max_bytes=PROFILE.limits.photo_bytes, purpose=READING, deadline=deadline)


ADAPTER: Final = VK
