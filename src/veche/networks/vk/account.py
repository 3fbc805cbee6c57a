"""What the account itself is asked for, beside posts and comments: each act to the file that knows it."""

from datetime import datetime
from uuid import UUID

from veche.networks.errors import unknown_act
from veche.networks.payload import AboutTheAccount
from veche.networks.protocol import (
    AnswerMessage,
    Describe,
    Done,
    LookUp,
    Parts,
    ReleaseAuthor,
    RestrictAuthor,
    SetAvatar,
    SetCover,
    StartLive,
    StopLive,
)
from veche.networks.vk import authors, live, messages, page
from veche.networks.vk.refusals import TITLE
from veche.networks.vk.wall import Wall


def perform(wall: Wall, act: AboutTheAccount, parts: Parts, *, key: UUID, deadline: float) -> Done:
    match act:
        case RestrictAuthor():
            return authors.restrict(wall, act, deadline=deadline)
        case ReleaseAuthor():
            return authors.release(wall, act, deadline=deadline)
        case AnswerMessage():
            return messages.answer(wall, act, key=key, deadline=deadline)
        case Describe():
            return page.describe(wall, act, deadline=deadline)
        case SetAvatar() | SetCover():
            return page.put_on(wall, act, parts, deadline=deadline)
        case _:
            raise unknown_act(TITLE, act.verb)


def look_up(
    wall: Wall, act: AboutTheAccount, *, key: UUID, since: datetime, deadline: float, taken: frozenset[str]
) -> LookUp:
    match act:
        case RestrictAuthor() | ReleaseAuthor():
            return authors.look_up(wall, act, deadline=deadline)
        case AnswerMessage():
            return messages.look_up(wall, act, key=key, since=since, deadline=deadline)
        case Describe() | SetAvatar() | SetCover():
            return page.look_up(wall, act, since=since, deadline=deadline)
        case StartLive() | StopLive():
            return live.look_up(wall, act, since=since, deadline=deadline, taken=taken)
        case _:
            raise unknown_act(TITLE, act.verb)
