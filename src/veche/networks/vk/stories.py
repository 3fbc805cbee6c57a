"""Stories of the community: one photo or one video for 24 hours, with a button to a page of VK.

dev.vk.com, `stories.getPhotoUploadServer` and `getVideoUploadServer`: the file goes to the returned address, and
`stories.save` publishes the upload server's answer. VK gives stories only to communities that are verified or marked
with «огонь». Unconfirmed: the names of the upload's fields. A story is no post: its id is stored as `story<number>`,
post changes do not apply, and it ends by itself.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from veche.kernel.files import MEGABYTE
from veche.networks import uploading
from veche.networks.errors import EDITING, PUBLISHING, READING, UPLOADING, WITHDRAWING, Purpose, by_hand
from veche.networks.files import opened
from veche.networks.protocol import (
    Absent,
    Act,
    CannotTell,
    Done,
    Edit,
    FileKind,
    Found,
    LookUp,
    NetworkError,
    OutgoingPost,
    Parts,
    Pin,
    PostNow,
    Problem,
    Publish,
    Unpin,
    Withdraw,
)
from veche.networks.vk.refusals import TITLE
from veche.networks.vk.wall import SKEW, Wall, items, moment

PREFIX: Final = "story"
PART: Final = "story"
# One of the values of `link_text`: «Подробнее».
BUTTON: Final = "more"
# Reported by others: a photo of at most 10 MB.
PHOTO_BYTES: Final = 10 * MEGABYTE
_EXPIRED: Final = "vk_1600"
_AT_WORK = "VK ещё может обрабатывать видео. Откройте истории сообщества и посмотрите, появилась ли она."
_WHOSE = "В историях сообщества есть свежая, но наша ли она, VK не говорит. Откройте сообщество и посмотрите."


def is_story(post_id: str) -> bool:
    return post_id.startswith(PREFIX)


def problems(post: OutgoingPost) -> list[Problem]:
    """Why this cannot be a story, apart from problems of its parts."""
    found = []
    if len(post.photos) + len(post.files) != 1 or any(file.kind is not FileKind.VIDEO for file in post.files):
        found.append(Problem("story_one", "История VK — это одно фото или одно видео. Оставьте что-то одно."))
    if post.text.strip() or post.poll:
        said = "В истории VK нет места тексту и опросу. Нарисуйте слова на картинке, здесь сотрите."
        found.append(Problem("story_words", said))
    if post.link and urlsplit(post.link).hostname not in {"vk.com", "vk.ru", "m.vk.com"}:
        found.append(Problem("link_story", "Кнопка истории ведёт только на страницы VK: https://vk.com/…"))
    if any(photo.path.is_file() and photo.path.stat().st_size > PHOTO_BYTES for photo in post.photos):
        found.append(Problem("photo_story_heavy", "Фото для истории VK тяжелее 10 МБ. Уменьшите его."))
    return found


def upload(wall: Wall, post: OutgoingPost, parts: Parts, *, deadline: float) -> Iterator[Parts]:
    if PART in parts:
        return
    if wrong := problems(post):
        raise NetworkError(wrong[0].sentence, permanent=True, code=wrong[0].code)
    params: dict[str, str | int] = {"group_id": wall.group_id, "add_to_news": 1}
    if post.link:
        params |= {"link_text": BUTTON, "link_url": post.link}
    kind = "Photo" if post.photos else "Video"
    server = _call(wall, f"stories.get{kind}UploadServer", params, UPLOADING, deadline)
    if not isinstance(server, Mapping) or not isinstance(server.get("upload_url"), str):
        raise wall.client.unexpected(UPLOADING)
    sent = _sent(wall, post, str(server["upload_url"]), deadline)
    answer = sent.get("response", sent)
    if not isinstance(answer, Mapping) or not isinstance(answer.get("upload_result"), str):
        raise wall.client.unexpected(UPLOADING)
    yield {**parts, PART: answer["upload_result"]}


def _sent(wall: Wall, post: OutgoingPost, url: str, deadline: float) -> Mapping[str, Any]:
    if post.photos:
        picture = uploading.of_photo(post.photos[0], field="file", purpose=UPLOADING)
        return wall.client.upload(url, picture, purpose=UPLOADING, deadline=deadline)
    with opened(post.files[0], purpose=UPLOADING) as content:
        film = uploading.of_file(post.files[0], content, field="video_file")
        return wall.client.upload(url, film, purpose=UPLOADING, deadline=deadline)


def publish(wall: Wall, parts: Parts, *, deadline: float) -> Done:
    if PART not in parts:
        raise NetworkError("Файл истории ещё не загружен в VK. Загрузим и отправим.", code="parts_missing")
    saved = _call(wall, "stories.save", {"upload_results": parts[PART]}, PUBLISHING, deadline)
    found = items(saved)
    if len(found) != 1 or not isinstance(found[0].get("id"), int):
        raise wall.client.unexpected(PUBLISHING)
    return Done(remote_id=f"{PREFIX}{found[0]['id']}", url=_url(wall, found[0]["id"]))


def concerns(act: Act) -> bool:
    if isinstance(act, Publish):
        return act.post.story
    return isinstance(act, Edit | Withdraw | Pin | Unpin) and is_story(act.post_id)


def perform(wall: Wall, act: Act, parts: Parts, *, deadline: float) -> Done:
    match act:
        case Publish():
            return publish(wall, parts, deadline=deadline)
        case Withdraw():
            return withdraw(wall, act, deadline=deadline)
        case _:
            raise by_hand(TITLE, "историю не правят и не закрепляют, через сутки она уйдёт сама", EDITING)


def look_up(wall: Wall, act: Act, *, since: datetime, remote_id: str, deadline: float, taken: frozenset[str]) -> LookUp:
    match act:
        case Publish():
            return _look_up_story(wall, act, since=since, remote_id=remote_id, deadline=deadline, taken=taken)
        case Withdraw():
            return _look_up_withdrawal(wall, act, deadline=deadline)
        case _:
            return Absent()


def _look_up_story(
    wall: Wall, act: Publish, *, since: datetime, remote_id: str, deadline: float, taken: frozenset[str]
) -> LookUp:
    """Look up a story. Without its id ours cannot be told from one that a person published then: a person decides."""
    if remote_id:
        stands = _stands(wall, remote_id, deadline)
        return Found(remote_id, _url(wall, _number(remote_id)), "VK показал историю") if stands else Absent()
    answer = _call(wall, "stories.get", {"owner_id": wall.owner_id}, READING, deadline)
    kind = "photo" if act.post.photos else "video"
    stories = [story for feed in items(answer) for story in _of_feed(feed)]
    fresh = [one for one in stories if one.get("type") == kind and moment(one.get("date", 0)) >= since - SKEW]
    if any(f"{PREFIX}{one.get('id')}" not in taken for one in fresh):
        return CannotTell(_WHOSE)
    # How long VK processes a video before it is shown is not documented.
    return Absent() if kind == "photo" else CannotTell(_AT_WORK)


def withdraw(wall: Wall, act: Withdraw, *, deadline: float) -> Done:
    """Delete a story. One that has ended needs no deletion."""
    params: dict[str, str | int] = {"owner_id": wall.owner_id, "story_id": _number(act.post_id)}
    try:
        answer = _call(wall, "stories.delete", params, WITHDRAWING, deadline)
    except NetworkError as error:
        if not error.permanent or _stands(wall, act.post_id, deadline, ended=False):
            raise
        answer = 1
    if answer != 1:
        raise wall.client.unexpected(WITHDRAWING)
    return Done(act.post_id, proven=True)


def _look_up_withdrawal(wall: Wall, act: Withdraw, *, deadline: float) -> LookUp:
    if _stands(wall, act.post_id, deadline, ended=False):
        return Absent()
    return Found(act.post_id, "", "VK показал, что истории нет")


def read_back(wall: Wall, post_ids: list[str], *, deadline: float) -> dict[str, PostNow]:
    """State of the stories; one that has ended counts as present."""
    return {post_id: PostNow(stands=_stands(wall, post_id, deadline)) for post_id in post_ids}


def _stands(wall: Wall, post_id: str, deadline: float, *, ended: bool = True) -> bool:
    """Whether the story exists. `ended`: the answer for a story whose 24 hours are over."""
    name = f"{wall.owner_id}_{_number(post_id)}"
    try:
        answer = _call(wall, "stories.getById", {"stories": name}, READING, deadline)
    except NetworkError as error:
        if error.code != _EXPIRED:
            raise
        return ended
    for story in items(answer):
        if story.get("id") == _number(post_id) and not story.get("is_deleted"):
            return ended if story.get("is_expired") else True
    return False


def _of_feed(feed: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The stories of a feed item, which since 5.113 holds those of one owner."""
    return items(feed.get("stories")) if "stories" in feed else [feed]


def _number(post_id: str) -> int:
    return int(post_id.removeprefix(PREFIX))


def _url(wall: Wall, number: int) -> str:
    return f"{wall.pages}/story{wall.owner_id}_{number}"


def _call(wall: Wall, method: str, params: Mapping[str, str | int], purpose: Purpose, deadline: float) -> Any:
    """Call a method with the community's own key, which suffices for stories."""
    return wall.call(wall.speaking_slot(), method, params, purpose=purpose, deadline=deadline)
