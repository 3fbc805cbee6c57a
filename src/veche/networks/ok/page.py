"""Change the group's main photo. OK has no method for its cover and its description.

`prepare` uploads the photo; one call makes it the main one instead of `photosV2.commit`. The call can be repeated
safely, so a lost answer is followed by a repetition: OK does not return which photo is the main one.
"""

from collections.abc import Iterator

from veche.networks.errors import CHANGING_PAGE, UPLOADING_PROFILE_PICTURE, by_hand
from veche.networks.ok.group import Group, succeeded
from veche.networks.ok.refusals import TITLE
from veche.networks.ok.uploads import one_photo
from veche.networks.protocol import CannotTell, Describe, Done, LookUp, NetworkError, Parts, SetAvatar, SetCover

PICTURE = "picture"
_UNTOLD = "ОК не говорит, какое фото главное. Откройте группу и посмотрите."


def upload(group: Group, act: SetAvatar, parts: Parts, *, deadline: float) -> Iterator[Parts]:
    if PICTURE in parts:
        return
    name, _ = one_photo(group, act.photo, purpose=UPLOADING_PROFILE_PICTURE, deadline=deadline)
    yield {**parts, PICTURE: name}


def set_picture(group: Group, parts: Parts, *, deadline: float) -> Done:
    if PICTURE not in parts:
        raise NetworkError(
            f"Фото ещё не загружено в ОК. {CHANGING_PAGE.kept}. Загрузим и поставим.", code="parts_missing"
        )
    params = {"group_id": group.group_id, "photo_id": parts[PICTURE]}
    if not succeeded(group.call("group.setMainPhoto", params, purpose=CHANGING_PAGE, deadline=deadline)):
        raise group.client.unexpected(CHANGING_PAGE)
    return Done(remote_id=group.group_id, url=group.page_url, proven=True)


def cannot(act: Describe | SetCover) -> NetworkError:
    what = "описание группы" if isinstance(act, Describe) else "обложку группы"
    return by_hand(TITLE, f"{what} можно сменить только на сайте", CHANGING_PAGE)


def look_up() -> LookUp:
    return CannotTell(_UNTOLD)
