"""Page settings of the profile: description, avatar and header, by PATCH update_credentials."""

import io
from collections.abc import Mapping
from typing import Any

from PIL import Image

from veche.networks.errors import CHANGING_PAGE, READING
from veche.networks.handlers import Call, LookUpCall
from veche.networks.likeness import alike, alike_or_squared
from veche.networks.mastodon.account import Account, own
from veche.networks.mastodon.profile import PROFILE
from veche.networks.mastodon.uploads import of_photo
from veche.networks.photos import photo_bytes
from veche.networks.protocol import (
    TOO_LONG,
    Absent,
    Describe,
    Done,
    Found,
    LookUp,
    NetworkError,
    SetAvatar,
    SetCover,
)
from veche.networks.text import canonical, signs, tidy, utf16_length

_PATH = "/api/v1/accounts/update_credentials"
# A header is cropped to this ratio, 1500 × 500.
_HEADER_RATIO = 3.0


def describe(account: Account, call: Call) -> Done:
    text = tidy(call.act.text)
    over = utf16_length(text) - PROFILE.page_limits.description
    if over > 0:
        advice = f"Описание для Mastodon длиннее на {signs(over)}. {CHANGING_PAGE.kept}. Сократите его."
        raise NetworkError(advice, permanent=True, code=TOO_LONG)
    answer = account.client.call("PATCH", _PATH, body={"note": text}, purpose=CHANGING_PAGE, deadline=call.deadline)
    return _done(account, answer)


def set_picture(account: Account, call: Call) -> Done:
    act: SetAvatar | SetCover = call.act
    picture = of_photo(act.photo, _field(act), purpose=CHANGING_PAGE)
    _status, answer = account.client.send_files(
        "PATCH", _PATH, {picture.field: picture.file}, data={}, purpose=CHANGING_PAGE, deadline=call.deadline
    )
    return _done(account, answer)


def _field(act: SetAvatar | SetCover) -> str:
    return "avatar" if isinstance(act, SetAvatar) else "header"


def _done(account: Account, answer: Mapping[str, Any]) -> Done:
    """The answer is the current profile, which is the proof."""
    if str(answer.get("id")) != account.number:
        raise account.client.unexpected(CHANGING_PAGE)
    return Done(account.number, proven=True)


def look_up(account: Account, asked: LookUpCall) -> LookUp:
    profile = own(account.client, READING, deadline=asked.deadline)
    act = asked.act
    if isinstance(act, Describe):
        is_so = canonical(_note(profile)) == canonical(tidy(act.text))
        return Found(account.number, how="Mastodon показал это описание") if is_so else Absent()
    return (
        Found(account.number, how="Mastodon показал это фото") if _shows_picture(account, profile, asked) else Absent()
    )


def _note(profile: Mapping[str, Any]) -> str:
    """The description as typed."""
    source = profile.get("source")
    return str(source.get("note") or "") if isinstance(source, Mapping) else ""


def _shows_picture(account: Account, profile: Mapping[str, Any], asked: LookUpCall) -> bool:
    url = profile.get(_field(asked.act))
    if not isinstance(url, str) or not url:
        return False
    stands = account.client.download(
        url, max_bytes=PROFILE.limits.photo_bytes, purpose=READING, deadline=asked.deadline
    )
    ours = photo_bytes(asked.act.photo, purpose=CHANGING_PAGE)
    if isinstance(asked.act, SetAvatar):
        return alike_or_squared(ours, stands)
    return alike(ours, stands) or alike(ours, stands, box=_middle(ours))


def _middle(content: bytes) -> tuple[int, int, int, int]:
    """The part of a picture that the header shows."""
    with Image.open(io.BytesIO(content)) as image:
        width, height = image.size
    shown = (min(width, round(height * _HEADER_RATIO)), min(height, round(width / _HEADER_RATIO)))
    left, top = (width - shown[0]) // 2, (height - shown[1]) // 2
    return left, top, left + shown[0], top + shown[1]
