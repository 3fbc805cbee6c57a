"""How the group looks: its main photo. For its cover and its words OK has no method.

A photo is uploaded before (`prepare`); one call makes it the main one, in place of `photosV2.commit`. Said again it
changes nothing, so what got lost is simply said again: OK does not tell which photo is the main one.
"""

from collections.abc import Iterator

from veche.networks.errors import DRESSING, UPLOADING_PROFILE_PICTURE, by_hand
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


def put_on(group: Group, parts: Parts, *, deadline: float) -> Done:
    if PICTURE not in parts:
        raise NetworkError(f"Фото ещё не загружено в ОК. {DRESSING.kept}. Загрузим и поставим.", code="parts_missing")
    params = {"group_id": group.group_id, "photo_id": parts[PICTURE]}
    if not succeeded(group.call("group.setMainPhoto", params, purpose=DRESSING, deadline=deadline)):
        raise group.client.unexpected(DRESSING)
    return Done(remote_id=group.group_id, url=group.page_url, proven=True)


def cannot(act: Describe | SetCover) -> NetworkError:
    what = "описание группы" if isinstance(act, Describe) else "обложку группы"
    return by_hand(TITLE, f"{what} можно сменить только на сайте", DRESSING)


def look_up() -> LookUp:
    return CannotTell(_UNTOLD)
