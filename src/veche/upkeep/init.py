"""`veche init`: from an empty machine to a link by which the first person comes in. Asks, or takes options."""

import getpass
import os
import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from veche.config import environment, first_start
from veche.kernel.files import write_atomically
from veche.kernel.guard import LOOPBACK
from veche.upkeep.environment_file import as_lines

ENVIRONMENT = Path("/etc/veche/veche.env")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_MAIL_SERVER = re.compile(r"(smtp|smtp\+tls|smtp\+ssl|submission|smtps)://\S+")


class CannotBegin(Exception):
    """The text is Russian: why not, what was kept, what to do."""


@dataclass(frozen=True, slots=True)
class Question:
    """`wrong` returns a Russian sentence for an answer that will not do, else nothing."""

    option: str
    ask: str
    default: str
    wrong: Callable[[str], str]
    secret: bool = False


def _some(value: str) -> str:
    return "" if value else "Ответ нужен."


def _zone(value: str) -> str:
    with suppress(ZoneInfoNotFoundError, ValueError, OSError):
        ZoneInfo(value)
        return ""
    return f"Часового пояса «{value}» нет в базе IANA. Пример: Asia/Barnaul."


def _address(value: str) -> str:
    return "" if _MAIL.fullmatch(value) else f"«{value}» не похоже на адрес почты."


def _origin(value: str) -> str:
    try:
        parts = urlsplit(value)
        port, host = parts.port, parts.hostname
    except ValueError:
        return f"«{value}» не похоже на адрес сайта. Пример: https://veche.example.ru."
    if not host or parts.path not in ("", "/") or parts.query or parts.scheme not in ("https", "http") or port == 0:
        return f"«{value}» не похоже на адрес сайта. Пример: https://veche.example.ru."
    if parts.scheme == "http" and host not in LOOPBACK:
        return "По http пароли и ключи идут открыто, а ключи доступа не работают: нужен https."
    return ""


def _mail_server(value: str) -> str:
    if not value or (_MAIL_SERVER.fullmatch(value) and urlsplit(value).hostname):
        return ""
    return "Почтовый сервер пишут так: smtp+tls://имя:пароль@узел:587."


QUESTIONS = (
    Question("administration", "Как называется администрация", "", _some),
    Question("city", "Город, коротко", "", _some),
    Question("time-zone", "Часовой пояс города", "Asia/Barnaul", _zone),
    Question("person", "Кто войдёт первым (имя или должность, отдел ИТ)", "", _some),
    Question("email", "Почта этого человека", "", _address),
    Question("origin", "Адрес сайта, как его увидят люди", "", _origin),
    Question(
        "mail", "Почтовый сервер, smtp+tls://имя:пароль@узел:587 (пусто — без писем)", "", _mail_server, secret=True
    ),
    Question("mail-from", "От кого письма", "", _address),
)


def add_arguments(parser: ArgumentParser) -> None:
    for question in QUESTIONS:
        parser.add_argument(f"--{question.option}", help=question.ask)
    parser.add_argument("--environment", type=Path, default=ENVIRONMENT, help=f"файл настроек ({ENVIRONMENT})")
    parser.add_argument("--yes", action="store_true", help="не спрашивать: чего нет в ключах, то по умолчанию")


def init(arguments: Namespace) -> int:
    """The exit code. Until every answer is good nothing is written."""
    try:
        _refuse_second_time(arguments.environment)
        answers = {
            question.option: _answer(question, arguments) for question in QUESTIONS if _asked(question, arguments)
        }
        link = _begin(answers, arguments.environment)
    except CannotBegin as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except (EOFError, KeyboardInterrupt):
        sys.stderr.write("\nПрервано, ничего не записано.\n")
        return 1
    _tell(link, answers["origin"], arguments.environment)
    return 0


def _refuse_second_time(path: Path) -> None:
    if path.exists():
        raise CannotBegin(
            f"Здесь Вече уже заведено ({path}), ничего не изменено. Ещё одного человека приглашает отдел ИТ на "
            "странице «Люди»; если войти некому: veche manage invite."
        )
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise CannotBegin(
            f"В папку {path.parent} не записать настройки. Ничего не сделано: создайте её для пользователя "
            f"{getpass.getuser()} или назовите другой файл: --environment."
        )


def _asked(question: Question, arguments: Namespace) -> bool:
    """Without a mail server nobody is asked from whom its letters come."""
    return question.option != "mail-from" or bool(arguments.mail)


def _answer(question: Question, arguments: Namespace) -> str:
    name = question.option.replace("-", "_")
    given: str | None = getattr(arguments, name)
    default = question.default or (arguments.email if question.option == "mail-from" else "") or ""
    if given is None and not arguments.yes:
        given = _ask(question, default)
    value = (default if given is None else given).strip()
    if wrong := question.wrong(value):
        raise CannotBegin(f"{question.ask}: {wrong} Ничего не записано. (--{question.option})")
    setattr(arguments, name, value)
    return value


def _ask(question: Question, default: str) -> str:
    """Until the answer will do. A password does not stand on the screen."""
    prompt = f"{question.ask}{f' [{default}]' if default else ''}: "
    while True:
        said = (getpass.getpass(prompt) if question.secret and sys.stdin.isatty() else input(prompt)).strip() or default
        if not (wrong := question.wrong(said)):
            return said
        sys.stdout.write(f"  {wrong}\n")


def _begin(answers: dict[str, str], path: Path) -> str:
    chosen = _settings(answers)
    os.environ.update(chosen)
    # The file comes first: with keys but without it the next try would be refused, and nobody would know the settings.
    write_atomically(path, as_lines(chosen).encode(), mode=0o600)
    try:
        first_start.prepare(environment.data_folder())
        import django  # noqa: PLC0415 -- slow import, and it reads the settings chosen above

        django.setup()
        from veche.upkeep.first_person import first_person  # noqa: PLC0415 -- needs Django set up

        return first_person(answers)
    except BaseException:
        path.unlink()
        raise


def _settings(answers: dict[str, str]) -> dict[str, str]:
    origin = answers["origin"].rstrip("/")
    wanted = {
        "VECHE_DATA": str(environment.data_folder()),
        "VECHE_CITY": answers["city"],
        "VECHE_TIME_ZONE": answers["time-zone"],
        "VECHE_ORIGIN": origin,
        "VECHE_TLS": "1" if origin.startswith("https:") else "0",
        "VECHE_EMAIL_URL": answers["mail"],
        "VECHE_EMAIL_FROM": answers.get("mail-from", ""),
    }
    kept = ("VECHE_DATABASE_URL", "VECHE_HOST", "PORT")
    return {name: value for name, value in wanted.items() if value} | {
        name: os.environ[name] for name in kept if os.environ.get(name)
    }


def _tell(link: str, origin: str, path: Path) -> None:
    sys.stdout.write(
        f"\nВече заведено. Настройки: {path}. Данные и связка ключей: {environment.data_folder()}.\n"
        "Сохраните связку отдельно от копий данных: veche backup --keyring ФАЙЛ.\n\n"
        f"Ссылка для первого человека, работает один раз и три дня:\n{link}\n"
        "По ней он задаст пароль, а при входе — второй шаг: приложение с кодами или ключ доступа.\n\n"
    )
    if origin.startswith("https:"):
        sys.stdout.write(
            "TLS. Само Вече слушает только этот компьютер. Поставьте перед ним Caddy или nginx (deploy/Caddyfile, "
            f"deploy/nginx.conf) с сертификатом для {urlsplit(origin).hostname}: без https не откроется вход и не "
            "заработают ключи доступа. Что осталось, скажет veche doctor.\n"
        )
    else:
        sys.stdout.write("Адрес без https годится только для пробы на этом компьютере: ключи доступа не заработают.\n")
