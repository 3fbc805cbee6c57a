"""editMessageMedia: replace a message's picture, video or file."""

from typing import Any

from veche_sandbox.store import Entry
from veche_sandbox.store.files import ANIMATION, DOCUMENT, VIDEO
from veche_sandbox.telegram import shapes
from veche_sandbox.telegram.call import Call
from veche_sandbox.telegram.editing import to_edit
from veche_sandbox.telegram.errors import bad_request
from veche_sandbox.telegram.keyboards import read_inline_markup
from veche_sandbox.telegram.sending import Piece, piece_of
from veche_sandbox.telegram.words import caption_of

KINDS = ("photo", VIDEO, ANIMATION, DOCUMENT)
_SHOWN = ("files", "measures", "cover", "thumb", "has_media_spoiler", "show_caption_above_media")
"""What belongs to the former picture or file, and goes with it."""


def edit_message_media(call: Call) -> Any:
    if not call.arguments.text("media"):
        raise bad_request('parameter "media" is required')
    item = call.arguments.objects("media", "InputMedia")
    if item.get("type") not in KINDS:
        raise bad_request("can't parse InputMedia: unsupported type specified")
    text = caption_of(call.store, item)
    entry = to_edit(call)
    _check_place(call, entry, item["type"])
    chat = call.store.accounts.find("telegram", entry.place)
    if chat is None:
        raise LookupError(entry.place)
    with call.store.transaction():
        return shapes.message(call.store, _change(call, entry, piece_of(call, item, text, chat)))


def _check_place(call: Call, entry: Entry, kind: str) -> None:
    """«editMessageMedia»: in an album only kinds that the album may contain."""
    if entry.extra.get("poll"):
        raise bad_request("message can't be edited")
    if not entry.album:
        return
    files = call.store.files.of([entry])
    allowed = (DOCUMENT,) if files and files[0].kind == DOCUMENT else ("photo", VIDEO)
    if kind not in allowed:
        raise bad_request("can't use the media of the specified type in the album")


def _change(call: Call, entry: Entry, piece: Piece) -> Entry:
    """Change the message and its copy in the discussion group."""
    markup = read_inline_markup(call)
    copies = call.store.entries.forwards("telegram", entry.place, entry.id)
    for one in (*copies, entry):
        kept = {name: value for name, value in one.extra.items() if name not in _SHOWN}
        own = {"reply_markup": markup} if one is entry else {}
        extra = {**kept, **(piece.extra or {}), "entities": list(piece.text.entities), **own}
        photos = (piece.photo,) if piece.photo else ()
        changed = call.store.entries.change(one, text=piece.text.text, photos=photos, extra=extra)
    return changed
