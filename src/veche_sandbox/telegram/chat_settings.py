"""setChatTitle, setChatDescription, setChatPhoto, and the service messages about them."""

from typing import Any

from veche_sandbox.page import set_page
from veche_sandbox.store import Account, Action, Entry, NewEntry, Photo, Store
from veche_sandbox.telegram.call import Call, find_chat
from veche_sandbox.telegram.errors import bad_request
from veche_sandbox.telegram.pictures import find_picture
from veche_sandbox.telegram.texts import units
from veche_sandbox.telegram.updates import tell

MAX_TITLE, MAX_DESCRIPTION = 128, 255
SMALLEST_SIDE = 160
"""Not documented; smaller ones were seen to be answered PHOTO_CROP_SIZE_SMALL."""


def set_chat_title(call: Call) -> Any:
    title = call.arguments.text("title").strip()
    chat = find_chat(call, to_write=True)
    _check_right(call, chat, "change chat title")
    if not title:
        raise bad_request("title can't be empty")
    if units(title) > MAX_TITLE:
        raise bad_request("CHAT_TITLE_TOO_LONG")
    if title == chat.title:
        raise bad_request("chat title is not modified")
    set_page(call.store, chat, "title", title)
    note(call.store, chat, title=title)
    return True


def set_chat_description(call: Call) -> Any:
    """Set the description. The real server truncates a longer one; here it is refused, so that tests notice."""
    text = call.arguments.text("description").strip()
    chat = find_chat(call, to_write=True)
    _check_right(call, chat, "set chat description")
    if units(text) > MAX_DESCRIPTION:
        raise bad_request("CHAT_ABOUT_TOO_LONG")
    if text == chat.extra.get("description", ""):
        raise bad_request("chat description is not modified")
    set_page(call.store, chat, "description", text)
    return True


def set_chat_photo(call: Call) -> Any:
    given = call.arguments.text("photo")
    if given and not given.startswith("attach://"):
        raise bad_request("photo must be uploaded as an InputFile")
    chat = find_chat(call, to_write=True)
    _check_right(call, chat, "change chat photo")
    photo = find_picture(call, "photo", given, chat)
    if photo is None:
        raise bad_request("there is no photo in the request")
    if min(photo.width, photo.height) < SMALLEST_SIDE:
        raise bad_request("PHOTO_CROP_SIZE_SMALL")
    set_page(call.store, chat, "avatar", photo.key)
    note(call.store, chat, photo=photo)
    return True


def _check_right(call: Call, chat: Account, what: str) -> None:
    if not call.may(chat, "can_change_info"):
        raise bad_request(f"not enough rights to {what}")


def note(store: Store, chat: Account, *, title: str = "", photo: Photo | None = None) -> Entry:
    """A service message; bots get no update about their own actions."""
    return store.entries.add(
        NewEntry(
            "telegram",
            chat.id,
            "service",
            author_id=chat.id,
            author_name=chat.title,
            text=title,
            photos=(photo,) if photo else (),
        )
    )


def announce(store: Store, action: Action) -> None:
    """Updates about a person's change; none about descriptions."""
    chat = store.accounts.find("telegram", action.place)
    if chat is None:
        return
    what, after = action.about["what"], action.about["after"]
    if what == "title":
        tell(store, chat, "channel_post", note(store, chat, title=after))
    elif what == "avatar":
        tell(store, chat, "channel_post", note(store, chat, photo=store.photos.by_key(after)))
