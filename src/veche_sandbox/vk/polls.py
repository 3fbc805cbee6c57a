"""polls.create, polls.getById, polls.addVote. Creating by a community's own key gets error 27.

Limits (dev.vk.com, wall.post and polls.create): an answer of at most 100 characters, at most ten answers.
"""

import json
import time

from veche_sandbox.store import Poll
from veche_sandbox.vk.access import EDITOR, holds, wall_of
from veche_sandbox.vk.calls import METHODS, NETWORK, Call
from veche_sandbox.vk.errors import access_denied, bad_param, not_an_editor
from veche_sandbox.vk.objects import poll_object
from veche_sandbox.vk.params import flags, integer, listing, string
from veche_sandbox.vk.registry import USER, Json

MOST_ANSWERS = 10
LONGEST_ANSWER = 100
BACKGROUNDS = "1 2 3 4 6 8 9"


@METHODS.method(
    "polls.create",
    string("question"),
    *flags("is_anonymous", "is_multiple", "disable_unvote"),
    integer("end_date"),
    integer("owner_id"),
    integer("app_id"),
    string("add_answers"),
    integer("photo_id", low=0),
    string("background_id", choices=BACKGROUNDS),
    kinds=USER,
)
def create(call: Call) -> Json:
    owner_id = call.integer("owner_id", call.caller.user_id)
    if owner_id < 0 and not holds(call, wall_of(call, owner_id), EDITOR):
        raise not_an_editor()
    question = call.text("question").strip()
    if not question:
        raise bad_param("question is undefined")
    poll = call.store.polls.create(
        NETWORK,
        owner_id,
        question,
        _answers(call.text("add_answers")),
        multiple=call.flag("is_multiple"),
        anonymous=call.flag("is_anonymous"),
        closes_at=_end(call),
    )
    return poll_object(poll)


def _answers(sent: str) -> list[str]:
    try:
        found = json.loads(sent)
    except ValueError:
        raise bad_param("add_answers is not a JSON array") from None
    if not isinstance(found, list) or not all(isinstance(answer, str) and answer.strip() for answer in found):
        raise bad_param("add_answers should be an array of strings")
    if not 1 <= len(found) <= MOST_ANSWERS:
        raise bad_param(f"add_answers should contain from 1 to {MOST_ANSWERS} answers")
    if any(len(answer) > LONGEST_ANSWER for answer in found):
        raise bad_param("add_answers: an answer is too long")
    return [answer.strip() for answer in found]


def _end(call: Call) -> int | None:
    if not call.has("end_date"):
        return None
    moment = call.integer("end_date")
    if moment <= time.time():
        raise bad_param("end_date is in the past")
    return moment


@METHODS.method(
    "polls.getById",
    integer("owner_id"),
    *flags("is_board", "extended"),
    integer("poll_id", required=True, low=0),
    integer("friends_count", low=0, high=100),
    listing("fields"),
    string("name_case"),
    kinds=USER,
)
def get_by_id(call: Call) -> Json:
    return poll_object(_found(call))


@METHODS.method(
    "polls.addVote",
    integer("owner_id"),
    integer("poll_id", required=True, low=0),
    listing("answer_ids", required=True),
    *flags("is_board"),
    kinds=USER,
)
def add_vote(call: Call) -> Json:
    poll = _found(call)
    numbers = {str(answer["id"]): place for place, answer in enumerate(poll_object(poll)["answers"])}
    try:
        call.store.polls.vote(poll, call.caller.user_id, [numbers[answer] for answer in call.listing("answer_ids")])
    except (KeyError, ValueError):
        raise bad_param("answer_ids is invalid") from None
    return 1


def _found(call: Call) -> Poll:
    poll = call.store.polls.find(NETWORK, call.integer("owner_id", call.caller.user_id), call.integer("poll_id"))
    if poll is None:
        raise access_denied("poll not found")
    return poll
