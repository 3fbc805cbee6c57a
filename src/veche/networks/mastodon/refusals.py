"""Refusals of a Mastodon server (docs.joinmastodon.org/entities/Error), by HTTP status.

The body is a JSON object with one sentence; a proxy before the server answers in HTML, other servers with this API with
an empty body. The sentence is only quoted, and matters in two cases: a post that is already pinned, and a method that
the server lacks.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from veche.kernel import foreign_json
from veche.kernel.http import Response
from veche.networks.errors import Purpose, in_doubt
from veche.networks.mastodon.profile import PROFILE
from veche.networks.protocol import NetworkError, Slot
from veche.networks.refusal import Code, Refusal, refused

TITLE = PROFILE.names.short
TOO_OFTEN_SECONDS = 30.0
LONGEST_WAIT = 3600.0

_NO_KEY = Refusal(
    "Сервер Mastodon не принял ключ: он отозван или выдан другим сервером. {kept}. "
    "Пусть хранитель ключей впишет новый в «Аккаунтах».",
    key=True,
)
_PAYLOAD = Refusal("Mastodon не принял данные. {kept}. Поправьте и отправьте ещё раз.{answer}")
_NOT_FOUND = Refusal("Mastodon этого не находит. {kept}. Откройте профиль на сервере и проверьте.{answer}")
_MOVED = Refusal(
    "Сервер Mastodon отвечает переадресацией, за ней мы не идём. {kept}. "
    "Отделу ИТ: проверьте адрес сервера в VECHE_MASTODON_URL."
)
BY_STATUS: Mapping[int, Refusal] = {
    301: _MOVED,
    302: _MOVED,
    307: _MOVED,
    308: _MOVED,
    400: _PAYLOAD,
    401: _NO_KEY,
    403: Refusal(
        "Mastodon не даёт этого ключу. {kept}. Проверьте, что у приложения есть права read и write, а профиль "
        "не заблокирован на сервере.{answer}",
        key=True,
    ),
    404: _NOT_FOUND,
    405: Refusal("Сервер Mastodon такого действия не знает. {kept}. Сделайте это на сайте сервера."),
    410: Refusal("На сервере Mastodon этого больше нет. {kept}. Откройте профиль и проверьте."),
    413: Refusal("Файл для сервера Mastodon слишком велик. {kept}. Уменьшите его и отправьте ещё раз."),
    422: _PAYLOAD,
    429: Refusal("Mastodon просит слать реже. {kept}, отправим через {seconds} с.", after=TOO_OFTEN_SECONDS),
}
UNKNOWN = Refusal("Mastodon отказал: код {code}.{answer} {kept}. Посмотрите, что не так, и отправьте ещё раз.")
# Statuses that leave the outcome open, as every status from 500 on does.
_PASSING = frozenset({408, 425})
CODES = (
    *(Code(str(status), f"masto_{status}", refusal) for status, refusal in BY_STATUS.items()),
    *(Code(str(status), f"masto_{status}", None) for status in (*sorted(_PASSING), 500, 502, 503, 504)),
)


def from_answer(response: Response, *, purpose: Purpose, secrets: tuple[str, ...]) -> NetworkError:
    """The error of an answer whose status is no success."""
    status = response.status
    code = f"masto_{status}"
    if status >= 500 or status < 300 or status in _PASSING:
        return in_doubt(TITLE, purpose, code=code)
    refusal = BY_STATUS.get(status, _MOVED if status < 400 else UNKNOWN)
    return refused(
        refusal,
        code=code if status >= 400 else "masto_redirect",
        slot=Slot.BOT,
        purpose=purpose,
        words=words_of(response),
        secrets=secrets,
        after=_named_wait(response.headers) if status == 429 else None,
    )


def words_of(response: Response) -> str:
    """The server's own sentence; "" if the body is a page, empty, or no object."""
    try:
        body: Any = foreign_json.loads(response.body)
    except ValueError:
        return ""
    return str(body.get("error") or "") if isinstance(body, Mapping) else ""


def not_mastodon(purpose: Purpose) -> NetworkError:
    """A page instead of JSON: another site, or a proxy before the server."""
    advice = (
        f"По адресу сервера Mastodon отвечает что-то другое: не его API. {purpose.kept}. "
        "Отделу ИТ: проверьте VECHE_MASTODON_URL."
    )
    return NetworkError(advice, code="masto_not_json")


def no_server(purpose: Purpose) -> NetworkError:
    advice = f"Адрес сервера Mastodon не задан. {purpose.kept}. Пусть отдел ИТ впишет его в VECHE_MASTODON_URL."
    return NetworkError(advice, permanent=True, code="masto_no_server")


def _named_wait(headers: Mapping[str, str]) -> float:
    """Seconds until X-RateLimit-Reset, a time; some proxies send Retry-After, seconds."""
    if (after := headers.get("retry-after", "")).isdecimal():
        return min(float(after), LONGEST_WAIT)
    try:
        reset = datetime.fromisoformat(headers.get("x-ratelimit-reset", ""))
        wait = (reset - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):
        return TOO_OFTEN_SECONDS
    return min(max(wait, 1.0), LONGEST_WAIT)
