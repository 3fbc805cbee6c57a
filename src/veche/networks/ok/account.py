"""What the group itself is asked for, beside topics and comments: each act to the file that knows it."""

from veche.networks.errors import ANSWERING, by_hand, unknown_act
from veche.networks.ok import authors, page
from veche.networks.ok.group import Group
from veche.networks.ok.refusals import TITLE
from veche.networks.payload import AboutTheAccount
from veche.networks.protocol import (
    Absent,
    AnswerMessage,
    Describe,
    Done,
    LookUp,
    Parts,
    ReleaseAuthor,
    RestrictAuthor,
    SetAvatar,
    SetCover,
)


def perform(group: Group, act: AboutTheAccount, parts: Parts, *, deadline: float) -> Done:
    match act:
        case RestrictAuthor():
            return authors.restrict(group, act, deadline=deadline)
        case SetAvatar():
            return page.put_on(group, parts, deadline=deadline)
        case ReleaseAuthor():
            raise authors.cannot_release()
        case AnswerMessage():
            raise by_hand(TITLE, "личные сообщения сеть даёт только отдельному ключу бота", ANSWERING)
        case Describe() | SetCover():
            raise page.cannot(act)
        case _:
            raise unknown_act(TITLE, act.verb)


def look_up(group: Group, act: AboutTheAccount, *, deadline: float) -> LookUp:
    """What OK has no method for was never sent."""
    match act:
        case RestrictAuthor() | ReleaseAuthor():
            return authors.look_up(group, act, deadline=deadline)
        case SetAvatar():
            return page.look_up()
        case AnswerMessage() | Describe() | SetCover():
            return Absent()
        case _:
            raise unknown_act(TITLE, act.verb)
