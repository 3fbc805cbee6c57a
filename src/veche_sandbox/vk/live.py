"""video.startStreaming and video.stopStreaming: a stream's address and key are returned once; no video is sent."""

import secrets
import time

from veche_sandbox.orders import Order
from veche_sandbox.store import Store
from veche_sandbox.store.files import VIDEO
from veche_sandbox.vk.access import EDITOR, community, holds
from veche_sandbox.vk.calls import METHODS, NETWORK, Call
from veche_sandbox.vk.errors import bad_param, group_denied, video_denied
from veche_sandbox.vk.objects import LIVE, live_note
from veche_sandbox.vk.params import flags, integer, listing, string
from veche_sandbox.vk.registry import USER, Json

LONGEST_TITLE = 128


@METHODS.method(
    "video.startStreaming",
    integer("video_id", low=0),
    string("name", longest=LONGEST_TITLE),
    string("description", longest=5000),
    *flags("wallpost", "no_comments", "publish"),
    integer("group_id", low=0),
    listing("privacy_view"),
    listing("privacy_comment"),
    integer("category_id", low=0),
    kinds=USER,
)
def start(call: Call) -> Json:
    """Start a stream; each call starts another."""
    group_id = _group(call)
    if call.flag("wallpost"):
        raise bad_param("wallpost: a stream posts nothing here by itself")
    if call.integer("video_id"):
        raise bad_param("video_id: a stream cannot be begun again here")
    name = call.text("name") or "Без названия"
    with call.store.transaction():
        video = call.store.files.save(NETWORK, -group_id or call.caller.user_id, VIDEO, name, b"")
        call.store.ledger.set_note(NETWORK, live_note(video.key), f"waiting {int(time.time())}")
    return {
        "owner_id": video.owner_id,
        "video_id": video.id,
        "name": name,
        "description": call.text("description"),
        "access_key": secrets.token_hex(9),
        "stream": {"url": "rtmp://stream.sandbox.invalid/input/", "key": secrets.token_urlsafe(18)},
    }


@METHODS.method("video.stopStreaming", integer("group_id", low=1), integer("video_id", low=0), kinds=USER)
def stop(call: Call) -> Json:
    owner = -_group(call) or call.caller.user_id
    video = call.store.files.find(NETWORK, owner, call.integer("video_id"))
    status, _, began = (call.store.ledger.note(NETWORK, live_note(video.key)) or "" if video else "").partition(" ")
    if video is None or not status:
        raise video_denied()
    if status not in LIVE:
        raise bad_param("video_id: this stream is over")
    call.store.ledger.set_note(NETWORK, live_note(video.key), f"finished {began}")
    return {"unique_viewers": 0}


def list_streams(store: Store, network: str, order: Order) -> list[Json]:
    """Streams for the control API, those of one account newest first."""
    place = order.asked_whole("account")
    groups = [group.id for group in store.accounts.all(network) if place in (None, group.id)]
    return [stream for group in groups for stream in _streams(store, network, group)]


def _streams(store: Store, network: str, group_id: int) -> list[Json]:
    videos = store.files.of_owner(network, -group_id, VIDEO)
    known = [(video, store.ledger.note(network, live_note(video.key))) for video in videos]
    return [
        {"id": f"{video.owner_id}_{video.id}", "account": group_id, "title": video.name, "status": note.split()[0]}
        for video, note in known
        if note
    ]


def _group(call: Call) -> int:
    group_id = call.integer("group_id")
    if group_id and not holds(call, community(call, group_id), EDITOR):
        raise group_denied()
    return group_id
