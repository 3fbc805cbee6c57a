"""Check what browsers need: address, TLS, built files."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders

from veche.kernel.guard import LOOPBACK
from veche.upkeep.doctor.finding import Finding


def check() -> Iterator[Finding]:
    yield _origin()
    yield _pages()


def _origin() -> Finding:
    parts = urlsplit(settings.ORIGIN)
    if settings.DEMO:
        return Finding("Адрес", f"{settings.ORIGIN}, учебный город")
    if parts.scheme != "https":
        todo = "Поставьте перед Вече прокси с https и назовите адрес в VECHE_ORIGIN, VECHE_TLS=1 (docs/going-live.md)."
        return Finding("Адрес", f"{settings.ORIGIN}: без https пароли идут открыто, ключи доступа не работают", todo)
    if not settings.TLS:
        return Finding("Адрес", f"{settings.ORIGIN}, но cookie не защищены: VECHE_TLS=0", "Задайте VECHE_TLS=1.")
    if settings.HOST not in LOOPBACK:
        todo = "Уберите VECHE_HOST: к сайту должен ходить только прокси, иначе X-Forwarded-For может подделать любой."
        return Finding("Адрес", f"{settings.ORIGIN}, но сайт открыт и мимо прокси: {settings.HOST}", todo)
    return Finding("Адрес", f"{settings.ORIGIN}, защищённые cookie включены")


def _pages() -> Finding:
    if finders.find("dist/app.css") is None:
        return Finding("Страницы", "собранных стилей и скриптов нет", "Соберите их: make setup.")
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        return Finding("Страницы", "собраны, но не разложены для сайта", "veche prepare")
    return Finding("Страницы", "стили и скрипты на месте")
