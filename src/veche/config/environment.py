"""Every environment variable of Veche, once: `settings.py` reads this table and docs/settings.md prints it.

Each variable may be given as `NAME_FILE`, a path to a file with the value: secrets need not stand in the environment.
"""

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from veche.networks.profile import NetworkProfile
from veche.networks.registry import NETWORKS

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


@dataclass(frozen=True, slots=True)
class Variable:
    """`default` is the text that stands for the variable when it is not set; `meaning` is Russian, one line."""

    name: str
    default: str
    meaning: str


def variable_of(slug: str, part: str) -> str:
    """Name of a network's variable; `part`: URL, PAGES, PROXY or CA."""
    return f"VECHE_{slug.upper()}_{part}"


def _of_network(network: NetworkProfile) -> tuple[Variable, ...]:
    server, whose = network.server, network.names.genitive
    return (
        Variable(
            variable_of(network.slug, "URL"),
            server.api,
            f"Адрес {server.name} (то, что стоит перед `{server.before}`).",
        ),
        Variable(
            variable_of(network.slug, "PAGES"),
            network.pages.home,
            f"Где люди читают {server.pages_of}: отсюда ссылки на вышедшие записи.",
        ),
        Variable(variable_of(network.slug, "PROXY"), "", f"Прокси для {whose}: `http://узел:порт`."),
        Variable(
            variable_of(network.slug, "CA"),
            "",
            server.ca or f"Файл с корневыми сертификатами для {whose}, если не системные.",
        ),
    )


_OPT_IN = tuple(slug for slug, network in NETWORKS.items() if network.opt_in)
VARIABLES = (
    Variable(
        "VECHE_DATA",
        "~/.local/share/veche",
        "Папка со всем, что хранит Вече: база, ключи, снимки, собранная статика. `make run` ставит `./var`.",
    ),
    Variable(
        "VECHE_DATABASE_URL",
        "",
        "База: пусто — SQLite в `VECHE_DATA/veche.sqlite3`; иначе `postgres://имя:пароль@узел:5432/база`.",
    ),
    Variable(
        "VECHE_SECRET_KEY",
        "",
        "Ключ подписи сессий. Пусто — берётся из `VECHE_DATA/secret_key`, создаётся при первом запуске (права 0600).",
    ),
    Variable(
        "VECHE_KEYRING",
        "",
        "Связка, которой шифруются ключи сетей. Пусто — `VECHE_DATA/keyring`, создаётся при первом запуске (0600).",
    ),
    Variable("VECHE_DEMO", "0", "1 — учебный город: вымышленные данные, учебные сети, только с этого компьютера."),
    Variable(
        "VECHE_CITY",
        "Администрация города Рубцовска",
        "Имя администрации для учебного города и `veche init`; потом его меняет `veche administration`.",
    ),
    Variable(
        "VECHE_TIME_ZONE",
        "Asia/Barnaul",
        "Часовой пояс по базе IANA для учебного города и `veche init`; потом его меняет `veche administration`.",
    ),
    Variable("PORT", "8000", "Порт сайта. Учебные сети берут следующий свободный."),
    Variable("VECHE_HOST", "127.0.0.1", "Адрес, на котором слушает сайт; в учебном городе — только петлевой."),
    Variable("VECHE_ORIGIN", "", "Адрес сайта, как его видят люди: `https://veche.example.ru`."),
    Variable("VECHE_ALLOWED_HOSTS", "", "Ещё имена узла через запятую, кроме узла из `VECHE_ORIGIN`."),
    Variable(
        "VECHE_TLS",
        "0",
        "1 — сайт стоит за прокси с HTTPS, который сам ставит `X-Forwarded-Proto` и `X-Forwarded-For`: "
        "включает защищённые cookie `__Host-` и HSTS.",
    ),
    Variable("VECHE_SESSION_IDLE_MINUTES", "60", "Через сколько минут бездействия нужно войти снова."),
    Variable("VECHE_SESSION_HOURS", "12", "Через сколько часов нужно войти снова в любом случае."),
    Variable("VECHE_NETWORKS", "", f"Сети сверх обычных, через запятую: {', '.join(_OPT_IN) or 'таких пока нет'}."),
    *(variable for network in NETWORKS.values() for variable in _of_network(network)),
    Variable("VECHE_SANDBOX_URL", "", "Адрес учебных сетей; `veche run` ставит его сам в учебном городе."),
    Variable(
        "VECHE_CALENDAR_HOSTS",
        "",
        "Узлы внутренней сети, с которых можно читать календари и ленты новостей, через запятую: `узел` (порт 443) "
        "или `узел:порт`. Пусто — только узлы интернета по HTTPS.",
    ),
    Variable(
        "VECHE_EMAIL_URL",
        "",
        "Почта для писем о сбоях и о пароле: `smtp+tls://имя:пароль@узел:587`. Пусто — писем не будет.",
    ),
    Variable("VECHE_EMAIL_FROM", "veche@localhost", "От кого письма."),
    Variable(
        "VECHE_EMAIL_BOX",
        "",
        "Ящик отправителя, куда возвращаются недошедшие письма: `imaps://имя:пароль@узел:993`, или `imap+tls://…:143`. "
        "Пусто — возвраты читает только человек.",
    ),
    Variable(
        "VECHE_PLAIN",
        "",
        "Что может ходить по сети без TLS, через запятую: `mail` — к почтовому серверу, `database` — к PostgreSQL. "
        "На этой же машине TLS не нужен.",
    ),
    Variable("VECHE_LOG_LEVEL", "INFO", "Подробность журнала: DEBUG, INFO, WARNING, ERROR."),
    Variable(
        "VECHE_ENGINE",
        "database",
        "Кто выполняет задачи: `database` — таблица в той же базе; `procrastinate` — на PostgreSQL, когда обработчики "
        "на нескольких машинах.",
    ),
    Variable("VECHE_TASK_SECONDS", "180", "Дольше этого задача на другой машине считается брошенной."),
)

_DEFAULTS = {variable.name: variable.default for variable in VARIABLES}


class WrongValue(ValueError):
    """A variable holds what it may not; the text is Russian and names it."""


def text(name: str) -> str:
    """The variable's value without blanks around it: files end with a line break. Its default when not set."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, _DEFAULTS[name]).strip()


def given(*, leave_out: Collection[str] = ()) -> dict[str, str]:
    """Every variable of the table that is set now, as `NAME` or, with an absolute path, as `NAME_FILE`."""
    found = {}
    for name in _DEFAULTS.keys() - set(leave_out):
        if path := os.environ.get(f"{name}_FILE"):
            found[f"{name}_FILE"] = str(Path(path).absolute())
        elif value := os.environ.get(name):
            found[name] = value
    return dict(sorted(found.items()))


def flag(name: str) -> bool:
    value = text(name).lower()
    if value not in YES | NO:
        raise WrongValue(f"{name}={value}: нужно 1 или 0.")
    return value in YES


def number(name: str) -> int:
    value = text(name)
    if not value.isdecimal():
        raise WrongValue(f"{name}={value}: нужно целое число.")
    return int(value)


def some_of(name: str, known: Collection[str]) -> frozenset[str]:
    """Names of the list `known` that the variable holds, with commas between."""
    given_names = frozenset(names(name))
    if given_names - set(known):
        raise WrongValue(f"{name}={text(name)}: нужно {' или '.join(known)}, через запятую.")
    return given_names


def offered_networks() -> tuple[str, ...]:
    """Slugs of the networks that people may connect, in order: without those that must be asked for and were not."""
    asked = frozenset(names("VECHE_NETWORKS"))
    if asked - set(_OPT_IN):
        usual = ", ".join(slug for slug in NETWORKS if slug not in _OPT_IN)
        more = f"сверх них есть: {', '.join(_OPT_IN)}" if _OPT_IN else "других пока нет"
        raise WrongValue(f"VECHE_NETWORKS={text('VECHE_NETWORKS')}: обычные сети ({usual}) не называют, {more}.")
    return tuple(slug for slug in NETWORKS if slug not in _OPT_IN or slug in asked)


@contextmanager
def understood(name: str, wanted: str) -> Iterator[None]:
    """What the block cannot read is said without its value: a password may stand in it."""
    try:
        yield
    except Exception:  # noqa: BLE001 -- each library refuses in its own words, and none of them names the variable
        raise WrongValue(f"{name}: не разобрать, нужно {wanted}.") from None


def zone(value: str) -> str:
    with understood("VECHE_TIME_ZONE", f"имя часового пояса вроде Asia/Barnaul, а задано {value!r}"):
        ZoneInfo(value)
    return value


def origin(value: str) -> str:
    """Where people see the site; links are made by adding a path."""
    return _web_address("VECHE_ORIGIN", value)


def server_of(slug: str, *, offered: bool) -> str:
    """Where the network is reached. A network without a server of its own is offered only with this address."""
    name = variable_of(slug, "URL")
    value = text(name)
    if offered and not value:
        raise WrongValue(
            f"{name} не задан, а {NETWORKS[slug].names.title} включён в VECHE_NETWORKS: впишите адрес своего сервера, "
            f"https://узел, или уберите {slug} из VECHE_NETWORKS."
        )
    return value and _web_address(name, value)


def pages_of(slug: str) -> str:
    """Where people read the network: at the server that the installation names, if the network has no home."""
    name = variable_of(slug, "PAGES")
    value = text(name) or text(variable_of(slug, "URL"))
    return value and _web_address(name, value)


def _web_address(name: str, value: str) -> str:
    with understood(name, f"https://узел, а задано {value!r}"):
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or (parts.port or 0) < 0:
            raise ValueError
    return value


def proxy(name: str, value: str) -> str:
    with understood(name, "http://узел:порт"):
        parts = urlsplit(value)
        if value and (parts.scheme != "http" or not parts.hostname or (parts.port or 0) < 0):
            raise ValueError
    return value


def hosts(name: str) -> frozenset[tuple[str, int]]:
    """Pairs of host and port; 443 where no port is given."""
    with understood(name, f"узел или узел:порт, через запятую, а задано {text(name)!r}"):
        parts = [urlsplit(f"//{one}") for one in names(name)]
        if any(not one.hostname or one.path or one.username is not None for one in parts):
            raise ValueError
        return frozenset((one.hostname or "", one.port or 443) for one in parts)


def names(name: str) -> list[str]:
    return [part.strip() for part in text(name).split(",") if part.strip()]


def data_folder() -> Path:
    return Path(text("VECHE_DATA")).expanduser().absolute()
