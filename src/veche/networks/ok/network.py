"""Одноклассники: one group, spoken for by an administrator's token of an application that OK gave its rights to."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from veche.kernel.http import Door
from veche.networks.calls import Caller
from veche.networks.errors import PUBLISHING, READING, refuse_other
from veche.networks.meeting import Place
from veche.networks.ok import (
    abilities,
    account,
    comments,
    figures,
    inbox,
    lookup,
    meeting,
    page,
    people,
    publish,
    render,
    standing,
    uploads,
)
from veche.networks.ok.client import Client
from veche.networks.ok.group import Group
from veche.networks.ok.profile import PROFILE
from veche.networks.ok.refusals import TITLE
from veche.networks.profile import NetworkProfile
from veche.networks.protocol import (
    Ability,
    Absent,
    Act,
    Administrator,
    Answer,
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
    RestrictAuthor,
    SetAvatar,
    Unpin,
    WebhookRefused,
    WebhookRequest,
    Withdraw,
)


class OK:
    profile: ClassVar[NetworkProfile] = PROFILE

    def __init__(
        self, *, address: Mapping[str, str], keys: Keys, door: Door, base_url: str = "", webhook_secret: str = ""
    ) -> None:
        del webhook_secret  # OK sends nothing about groups
        self._caller = Caller(door, TITLE)
        client = Client(self._caller, base_url=base_url or PROFILE.server.api, keys=keys)
        self._group = Group(client, address["id"].removeprefix("-"), address.get("pages") or PROFILE.pages.home)

    def abilities(self, *, deadline: float) -> Mapping[Operation, Ability]:
        return abilities.abilities(self._group, deadline=deadline)

    @staticmethod
    def render(post: OutgoingPost) -> Rendered:
        return render.render(post)

    @staticmethod
    def render_reply(text: str) -> Rendered:
        return render.render_reply(text)

    def prepare(self, act: Act, parts: Parts, *, deadline: float) -> Iterator[Parts]:
        """Of an edited topic all photos go up again: whether a token is good twice, no document says."""
        if isinstance(act, Publish):
            refuse_other(act.post, publish.ABLE, network=TITLE, purpose=PUBLISHING)
        if isinstance(act, Edit):
            standing.refuse_other_edit(act)
        if isinstance(act, Publish | Edit):
            yield from uploads.upload(self._group, act.post, parts, deadline=deadline)
        if isinstance(act, SetAvatar):
            yield from page.upload(self._group, act, parts, deadline=deadline)

    def perform(self, act: Act, parts: Parts, *, key: UUID, deadline: float) -> Done:
        del key  # OK has nothing to tell a repetition by
        match act:
            case Publish():
                refuse_other(act.post, publish.ABLE, network=TITLE, purpose=PUBLISHING)
                return publish.publish(self._group, act, parts, deadline=deadline)
            case Reply():
                return comments.reply(self._group, act, deadline=deadline)
            case DeleteComment():
                return comments.delete(self._group, act, deadline=deadline)
            case RestoreComment():
                raise comments.cannot_restore()
            case Edit() | Withdraw() | Pin() | Unpin():
                return standing.change(self._group, act, parts, deadline=deadline)
            case _:
                return account.perform(self._group, act, parts, deadline=deadline)

    def may_repeat(self, act: Act, *, first_call: datetime, now: datetime) -> bool:
        del first_call, now
        return isinstance(act, DeleteComment | Edit | Withdraw | RestrictAuthor | SetAvatar)

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
        match act:
            case Publish():
                return lookup.look_up_post(
                    self._group, act, since=since, remote_id=remote_id, deadline=deadline, taken=taken
                )
            case Reply():
                return lookup.look_up_reply(
                    self._group, act, since=since, remote_id=remote_id, deadline=deadline, taken=taken
                )
            case DeleteComment():
                return lookup.look_up_deletion(self._group, act, deadline=deadline)
            case RestoreComment():
                return Absent()
            case Edit() | Withdraw() | Pin() | Unpin():
                return standing.look_up(self._group, act, deadline=deadline)
            case _:
                return account.look_up(self._group, act, deadline=deadline)

    def read_back(self, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostNow]:
        return standing.read_back(self._group, post_ids, deadline=deadline)

    def statistics(self, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostStatistics]:
        return figures.statistics(self._group, post_ids, deadline=deadline)

    def administrators(self, *, deadline: float) -> tuple[Administrator, ...]:
        return people.administrators(self._group, deadline=deadline)

    def fetch_inbox(self, cursor: str, *, deadline: float) -> InboxPage:
        return inbox.fetch(self._group, cursor, deadline=deadline)

    def parse_webhook(self, request: WebhookRequest) -> Answer:
        del request
        raise WebhookRefused("OK sends no events about groups")

    def introduce(self, name: str, *, deadline: float) -> Place:
        return meeting.introduce(self._group, name, deadline=deadline)

    def confirmation(self, url: str, *, deadline: float) -> str:
        del url, deadline
        raise meeting.cannot_subscribe()

    def subscribe(self, url: str, secret: str, *, deadline: float) -> None:
        del url, secret, deadline
        raise meeting.cannot_subscribe()

    def still_calls(self, url: str, *, deadline: float) -> bool:
        del url, deadline
        return False

    def unsubscribe(self, url: str, *, deadline: float) -> None:
        """There is none to end."""

    def fetch_picture(self, ref: PictureRef, *, deadline: float) -> bytes:
        return self._caller.download(ref.ref, max_bytes=PROFILE.limits.photo_bytes, purpose=READING, deadline=deadline)


ADAPTER: Final = OK
