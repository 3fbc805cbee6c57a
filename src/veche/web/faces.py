"""Icons, tones and words of states; a tone never stands alone."""

from dataclasses import dataclass

from veche.approval.enums import Verdict
from veche.inbox.enums import MessageState
from veche.outbox.enums import ActState
from veche.posts.enums import PostState


@dataclass(frozen=True, slots=True)
class Face:
    """`icon` is a name from frontend/icons.txt; `tone` is ok, warn, bad, info, accent, freeze or empty."""

    icon: str
    tone: str
    word: str


FACES: dict[str, Face] = {
    # a thing that goes out to a network
    ActState.PLANNED: Face("clock", "", ActState.PLANNED.label),
    ActState.PREPARING: Face("progress", "accent", ActState.PREPARING.label),
    ActState.SENDING: Face("progress", "accent", ActState.SENDING.label),
    ActState.SENT: Face("eye", "info", ActState.SENT.label),
    ActState.CONFIRMED: Face("circle-check", "ok", ActState.CONFIRMED.label),
    ActState.FAILED: Face("alert-triangle", "bad", ActState.FAILED.label),
    ActState.UNKNOWN: Face("help-circle", "warn", ActState.UNKNOWN.label),
    ActState.MISSED: Face("clock-exclamation", "bad", ActState.MISSED.label),
    ActState.STOPPED: Face("snowflake", "freeze", ActState.STOPPED.label),
    ActState.PAUSED: Face("player-pause", "", ActState.PAUSED.label),
    ActState.CANCELLED: Face("ban", "", ActState.CANCELLED.label),
    # what a publication has come to
    "corrected": Face("pencil", "ok", "исправлена"),
    "withdrawn": Face("ban", "", "снята с публикации"),
    "post_gone": Face("alert-triangle", "bad", "убрали в сети"),
    "changed": Face("git-compare", "warn", "изменили в сети"),
    # a text on its way to them
    PostState.DRAFT: Face("pencil", "", PostState.DRAFT.label),
    PostState.WAITING: Face("hourglass", "warn", PostState.WAITING.label),
    PostState.RETURNED: Face("arrow-back-up", "warn", PostState.RETURNED.label),
    PostState.APPROVED: Face("checks", "accent", PostState.APPROVED.label),
    Verdict.YES: Face("circle-check", "ok", Verdict.YES.label),
    # a comment
    MessageState.NEW: Face("message-question", "", MessageState.NEW.label),
    MessageState.KEPT: Face("shield-check", "", MessageState.KEPT.label),
    MessageState.ANSWERED: Face("message-2", "ok", MessageState.ANSWERED.label),
    MessageState.DELETING: Face("progress", "accent", MessageState.DELETING.label),
    MessageState.DELETED: Face("trash", "", MessageState.DELETED.label),
    MessageState.RESTORING: Face("progress", "accent", MessageState.RESTORING.label),
    MessageState.CLOSED: Face("check", "", MessageState.CLOSED.label),
    MessageState.GONE: Face("trash", "", MessageState.GONE.label),
    # what no row stores: how it looks before there is a text, or what a key may do
    "idea": Face("bulb", "", "идея"),
    "past_veche": Face("circle-check", "ok", "вышла (не через Вече)"),
    "confirmed_by_person": Face("user-check", "ok", "вышла, подтвердил человек"),
    "unproven": Face("eye", "info", "отправлена, не доказана"),
    "overdue": Face("clock-exclamation", "bad", "не ушла в срок"),
    "waits_network": Face("plug-connected-x", "warn", "ждёт связи"),
    "auto": Face("check", "ok", "может"),
    "by_hand": Face("hand-finger", "info", "вручную"),  # of a key and, as `ActState.BY_HAND`, of an act
    "absent": Face("ban", "", "не может"),
    "waits_key": Face("key", "warn", "ждёт ключа"),
    "proposed": Face("shield-question", "", "предложено удалить"),
    "danger": Face("alert-triangle", "bad", "прочитайте сейчас"),
    "stuck": Face("alert-triangle", "bad", "не вышло, решите"),
}
