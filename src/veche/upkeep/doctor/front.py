"""Check that the site answers: the web process on this machine, and the public address."""

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from veche.kernel.http import CallFailed, HttpClient, NotSent
from veche.upkeep.doctor.finding import Finding

CALL_SECONDS = 6.0
READY = b"ok\n"
# What `config.health.readyz` answers with 503.
_NOT_READY = {
    b"database\n": ("база ему не отвечает", "Смотрите строку «База»."),
    b"migrations\n": ("база от другой версии", "systemctl restart veche-prepare veche-web veche-worker"),
    b"journal\n": ("журнал не защищён от правки", "veche manage migrate --skip-checks"),
}
_STARTED = "systemctl start veche-web; почему не запустился: journalctl -u veche-web -n 50."
_BEHIND = (502, 503, 504)


def check() -> Iterator[Finding]:
    yield _process()
    if not settings.DEMO:
        yield _address()


def _process() -> Finding:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.HOST, settings.HOST)  # noqa: S104 -- compared, not bound
    where = f"[{host}]:{settings.PORT}" if ":" in host else f"{host}:{settings.PORT}"
    try:
        status, body = _ask(f"http://{where}")
    except NotSent:
        return Finding("Сайт", f"на {where} никто не отвечает", _STARTED)
    except CallFailed:
        return _another(where)
    if (status, body) == (200, READY):
        return Finding("Сайт", f"отвечает на {where}")
    if status == 503 and body in _NOT_READY:
        words, todo = _NOT_READY[body]
        return Finding("Сайт", f"отвечает на {where}, но не готов: {words}", todo)
    if status == 500:
        return Finding("Сайт", f"на {where} отвечает с ошибкой (500)", "Какой: journalctl -u veche-web -n 50.")
    return _another(where)


def _another(where: str) -> Finding:
    todo = f"Освободите порт (чей он: ss -ltnp) или задайте PORT другой и поправьте прокси. {_STARTED}"
    return Finding("Сайт", f"на {where} отвечает другая программа", todo)


def _address() -> Finding:
    about, origin = "Адрес для людей", settings.ORIGIN
    try:
        status, body = _ask(origin)
    except CallFailed as error:
        return Finding(about, f"{origin} не отвечает ({error.reason})", _why(error.reason))
    if (status, body) == (200, READY):
        return Finding(about, f"{origin} отвечает")
    if status == 503 and body in _NOT_READY:
        words, todo = _NOT_READY[body]
        return Finding(about, f"{origin}: сайт запущен, но отвечает 503: {words}", todo)
    if status in _BEHIND:
        return Finding(about, f"{origin}: прокси отвечает, а сайта за ним не видит ({status})", _STARTED)
    todo = "Проверьте, что имя ведёт на этот сервер, а прокси передаёт всё на сайт (deploy/)."
    return Finding(about, f"{origin}: отвечает не Вече ({status})", todo)


def _why(reason: str) -> str:
    if reason == "name":
        return "Имя не находится: проверьте DNS и VECHE_ORIGIN."
    if reason == "tls":
        return "Сертификат не принят: проверьте срок и имя; внутренний УЦ — в системные (update-ca-certificates)."
    return "Запустите прокси (systemctl status caddy nginx) и проверьте порты 80 и 443."


def _ask(origin: str) -> tuple[int, bytes]:
    """Request an address of our own, which may be private. Raises `CallFailed`."""
    parts = urlsplit(origin)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    http = HttpClient(allowed_private=frozenset({(parts.hostname or "", port)}))
    answer = http.send("GET", f"{origin}/readyz", deadline=time.monotonic() + CALL_SECONDS, max_bytes=100_000)
    return answer.status, answer.body
