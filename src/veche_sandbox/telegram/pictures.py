"""Pictures of a call: uploads, and files sent again by id."""

from veche_sandbox.store import Account, Photo
from veche_sandbox.store.photos import NotAPicture, measure
from veche_sandbox.telegram.call import Call
from veche_sandbox.telegram.errors import ApiError, bad_request
from veche_sandbox.telegram.shapes import file_id

MAX_BYTES = 10 * 1024 * 1024
MAX_SIDES = 10_000
MAX_RATIO = 20
"""«sendPhoto»: at most 10 MB, width and height together at most 10000, their ratio at most 20."""


class Unprocessable(ApiError):
    """The Bot API's server accepted the photo and the network behind it refused it. `word`: the network's."""

    def __init__(self, word: str) -> None:
        super().__init__(400, f"Bad Request: {word}")
        self.word = word


def find_picture(call: Call, name: str, given: str, chat: Account) -> Photo | None:
    """An upload (the part `name`, or the one named by `attach://`) or a file id; None if neither is given."""
    if given.startswith("attach://"):
        name = given.removeprefix("attach://")
    elif given:
        return _known(call, given)
    upload = call.arguments.files.get(name)
    return _uploaded(call, upload.body, chat) if upload else None


def _known(call: Call, given: str) -> Photo:
    if "." in given or ":" in given:
        # The training network never fetches from outside.
        raise bad_request("failed to get HTTP URL content")
    photo = by_file_id(call, given)
    if photo is None:
        raise bad_request("wrong remote file identifier specified: can't unserialize it")
    return photo


def by_file_id(call: Call, given: str) -> Photo | None:
    head = len("AgACAgIAAxy")
    photo = call.store.photos.by_key(given[head:])
    known = photo is not None and photo.network == "telegram"
    return photo if photo and known and given in {file_id(photo, "y"), file_id(photo, "s")} else None


def _uploaded(call: Call, body: bytes, chat: Account) -> Photo:
    if not body:
        raise bad_request("file must be non-empty")
    if len(body) > MAX_BYTES:
        raise bad_request(
            f"file of size {len(body)} bytes is too big for a photo; the maximum size is {MAX_BYTES} bytes"
        )
    try:
        _, width, height = measure(body)
    except NotAPicture as error:
        word = "PHOTO_INVALID_DIMENSIONS" if "too many pixels" in str(error) else "IMAGE_PROCESS_FAILED"
        raise Unprocessable(word) from error
    if width + height > MAX_SIDES or max(width, height) > MAX_RATIO * min(width, height):
        raise Unprocessable("PHOTO_INVALID_DIMENSIONS")
    return call.store.photos.save("telegram", chat.id, body)
