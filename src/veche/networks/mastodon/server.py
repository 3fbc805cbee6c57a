"""Limits of one server: `configuration` of `GET /api/v2/instance`, or of version 1 if the server lacks version 2.

A post is rendered with the software's defaults (`profile.LIMITS`), without a server. A stricter server is found here,
before any upload. Higher limits of a server are not used.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from veche.kernel.files import MEGABYTE
from veche.morphology.numerals import form, listed
from veche.networks.errors import READING, Purpose, by_hand
from veche.networks.mastodon.client import Client
from veche.networks.mastodon.plain import URL_LENGTH, length
from veche.networks.mastodon.profile import LIMITS, LONGEST_POLL
from veche.networks.mastodon.refusals import TITLE, not_mastodon
from veche.networks.protocol import TOO_LONG, FileKind, NetworkError, Poll, Rendered

_NEW, _OLD = "/api/v2/instance", "/api/v1/instance"
_NO_SUCH = frozenset({"masto_404", "masto_405", "masto_410"})


@dataclass(frozen=True, slots=True)
class Rules:
    """A server's limits, with the defaults where it names none. `polls` empty: it has no polls.

    `heeds_keys`: it is Mastodon itself, which answers a second post with the same Idempotency-Key by the first one for
    an hour. Other servers with this API do not document this, and snac was observed to publish twice.
    """

    text: int = LIMITS.text
    per_url: int = URL_LENGTH
    media: int = LIMITS.photos
    image_bytes: int = LIMITS.photo_bytes
    video_bytes: int = LIMITS.files[FileKind.VIDEO].most_bytes
    mimes: frozenset[str] = frozenset()
    polls: Mapping[str, Any] = field(default_factory=dict)
    heeds_keys: bool = False


class Server:
    """The server's rules, read once for each opened account."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.known: Rules | None = None

    def rules(self, *, deadline: float) -> Rules:
        if self.known is None:
            self.known = _rules(self._instance(deadline))
        return self.known

    def _instance(self, deadline: float) -> Mapping[str, Any]:
        try:
            found = self._client.call("GET", _NEW, purpose=READING, deadline=deadline)
        except NetworkError as error:
            if error.code not in _NO_SUCH:
                raise
            found = self._old(deadline)
        if not isinstance(found.get("version"), str):
            raise not_mastodon(READING)
        return found

    def _old(self, deadline: float) -> Mapping[str, Any]:
        try:
            return self._client.call("GET", _OLD, purpose=READING, deadline=deadline)
        except NetworkError as error:
            if error.code not in _NO_SUCH:
                raise
            raise not_mastodon(READING) from None


def _rules(instance: Mapping[str, Any]) -> Rules:
    named = _part(instance, "configuration")
    statuses, media, usual = _part(named, "statuses"), _part(named, "media_attachments"), Rules()
    mimes = media.get("supported_mime_types")
    return Rules(
        text=_number(statuses, "max_characters", usual.text),
        per_url=_number(statuses, "characters_reserved_per_url", usual.per_url),
        media=_number(statuses, "max_media_attachments", usual.media),
        image_bytes=_number(media, "image_size_limit", usual.image_bytes),
        video_bytes=_number(media, "video_size_limit", usual.video_bytes),
        mimes=frozenset(map(str, mimes)) if isinstance(mimes, list) else frozenset(),
        polls=_part(named, "polls"),
        heeds_keys="mastodon" in _part(instance, "api_versions"),
    )


def _part(of: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = of.get(name)
    return found if isinstance(found, Mapping) else {}


def _number(of: Mapping[str, Any], name: str, usual: int) -> int:
    found = of.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else usual


def check(rules: Rules, post: Rendered, *, purpose: Purpose) -> None:
    """Raise `NetworkError` for what this server would refuse, before any upload."""
    if post.poll and not rules.polls:
        raise by_hand(TITLE, "на этом сервере опросов нет", purpose)
    for said, code in (*_of_text(rules, post), *_of_media(rules, post), *_of_poll(rules, post.poll)):
        raise NetworkError(f"{said} {purpose.kept}.", permanent=True, code=code)


type _Found = Iterator[tuple[str, str]]
_HERE: Final = "Этот сервер Mastodon берёт не больше"


def stricter(rules: Rules) -> str:
    """Sentence about the limits that are below the defaults, which the editor counts by; "" if none is."""
    usual = Rules()
    found = [
        said
        for said, is_so in (
            (_signs(rules.text), rules.text < usual.text),
            (_attachments(rules.media), rules.media < usual.media),
            (f"{rules.image_bytes // MEGABYTE} МБ в фото", rules.image_bytes < usual.image_bytes),
            (f"{rules.video_bytes // MEGABYTE} МБ в видео", rules.video_bytes < usual.video_bytes),
        )
        if is_so
    ]
    return f"{_HERE} {listed(found)}. Большего он не примет." if found else ""


def _signs(number: int) -> str:
    return f"{number} {form(number, 'знака', 'знаков', 'знаков')}"


def _attachments(number: int) -> str:
    return f"{number} {form(number, 'вложения', 'вложений', 'вложений')}"


def _of_text(rules: Rules, post: Rendered) -> _Found:
    if (over := length(post.text, per_url=rules.per_url) - rules.text) > 0:
        yield f"{_HERE} {_signs(rules.text)}, лишних {over}. Сократите текст.", TOO_LONG


def _of_media(rules: Rules, post: Rendered) -> _Found:
    count = len(post.photos) + len(post.files)
    if count > rules.media:
        yield f"{_HERE} {_attachments(rules.media)}, приложено {count}. Уберите лишние.", "too_many_photos"
    sizes = [(photo.path.stat().st_size, rules.image_bytes) for photo in post.photos if photo.path.exists()]
    for size, most in (*sizes, *_sizes(rules, post)):
        if size > most:
            yield f"{_HERE} {most // MEGABYTE} МБ в файле. Уменьшите его.", "file_heavy"
    sent = {photo.mime for photo in post.photos} | {file.mime for file in post.files}
    for mime in sorted(sent - rules.mimes) if rules.mimes else ():
        yield f"Этот сервер Mastodon не берёт файлов {mime}. Сохраните его иначе.", "file_type"


def _sizes(rules: Rules, post: Rendered) -> Iterator[tuple[int, int]]:
    for file in post.files:
        yield file.size, rules.video_bytes if file.kind is FileKind.VIDEO else rules.image_bytes


def _of_poll(rules: Rules, poll: Poll | None) -> _Found:
    if poll is None:
        return
    options = _number(rules.polls, "max_options", len(poll.options))
    if len(poll.options) > options:
        most = f"{options} {form(options, 'ответа', 'ответов', 'ответов')}"
        yield f"{_HERE} {most}, у вас {len(poll.options)}. Уберите лишние.", "poll_options_many"
    longest = _number(rules.polls, "max_characters_per_option", max(map(len, poll.options), default=1))
    if any(len(option) > longest for option in poll.options):
        yield f"{_HERE} {_signs(longest)} в ответе. Сократите ответ.", "poll_option_long"
    shortest = _number(rules.polls, "min_expiration", 0)
    if poll.open_for and poll.open_for.total_seconds() < shortest:
        yield (
            f"Этот сервер Mastodon держит опрос открытым не меньше {shortest} секунд. Дайте срок больше.",
            "poll_short",
        )


def longest_poll(rules: Rules) -> int:
    """Seconds; every poll has an end there."""
    return _number(rules.polls, "max_expiration", int(LONGEST_POLL.total_seconds()))
