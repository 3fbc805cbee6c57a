"""Questions of the command line, and validation of answers."""

import getpass
import os
import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from veche.config import environment
from veche.kernel.guard import LOOPBACK

_MAIL = re.compile(r"[^@\s:/]+@[^@\s:/]+\.[^@\s:/]+")
_MAIL_SERVER = re.compile(r"(smtp|smtp\+tls|smtp\+ssl|submission|smtps)://\S+")


class CannotBegin(Exception):
    """The message is Russian: why not, what was kept, what to do."""


@dataclass(frozen=True, slots=True)
class Question:
    """`wrong` returns a Russian sentence for an invalid answer. `variable`: the environment variable used without an
    option."""

    option: str
    ask: str
    default: str
    wrong: Callable[[str], str]
    secret: bool = False
    variable: str = ""

    @property
    def name(self) -> str:
        return self.option.replace("-", "_")


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
    host = urlsplit(value).hostname if _MAIL_SERVER.fullmatch(value) else ""
    if value and not host:
        return "Почтовый сервер пишут так: smtp+tls://имя:пароль@узел:587."
    if host and value.startswith("smtp://") and host not in LOOPBACK and "mail" not in environment.names("VECHE_PLAIN"):
        return (
            "Без TLS пароль и письма видит вся сеть: нужно smtp+tls:// или smtp+ssl://. Если сервер не умеет, назовите "
            "это: VECHE_PLAIN=mail."
        )
    return ""


ADMINISTRATION = (
    Question("administration", "Как называется администрация", "", _some, variable="VECHE_CITY"),
    Question("city", "Город, коротко", "", _some),
    Question("time-zone", "Часовой пояс города", "Asia/Barnaul", _zone, variable="VECHE_TIME_ZONE"),
    Question("person", "Кто войдёт первым (имя или должность, отдел ИТ)", "", _some),
    Question("email", "Почта этого человека", "", _address),
)
SITE = (
    Question("origin", "Адрес сайта, как его увидят люди", "", _origin, variable="VECHE_ORIGIN"),
    Question(
        "mail",
        "Почтовый сервер, smtp+tls://имя:пароль@узел:587 (пусто — без писем)",
        "",
        _mail_server,
        secret=True,
        variable="VECHE_EMAIL_URL",
    ),
    Question("mail-from", "От кого письма", "", _address, variable="VECHE_EMAIL_FROM"),
)


def add_questions(parser: ArgumentParser, questions: Sequence[Question]) -> None:
    for question in questions:
        parser.add_argument(f"--{question.option}", help=question.ask)
    parser.add_argument("--yes", action="store_true", help="не спрашивать: чего нет в ключах, то по умолчанию")


def answered(questions: Sequence[Question], arguments: Namespace) -> dict[str, str]:
    """Answers by option. Raises `CannotBegin` for an invalid one."""
    return {question.option: _answer(question, arguments) for question in questions if _asked(question, arguments)}


def _asked(question: Question, arguments: Namespace) -> bool:
    """Whether to ask; the sender of letters is not asked without a mail server."""
    return question.option != "mail-from" or bool(arguments.mail)


def _answer(question: Question, arguments: Namespace) -> str:
    given: str | None = getattr(arguments, question.name)
    if given is None:
        given = _from_file(question)
    default = _default(question, arguments)
    if given is None and not arguments.yes:
        given = _ask(question, default)
    value = (default if given is None else given).strip()
    if wrong := question.wrong(value):
        raise CannotBegin(f"{question.ask}: {wrong} Ничего не записано. (--{question.option})")
    setattr(arguments, question.name, value)
    return value


def _from_file(question: Question) -> str | None:
    """The path of a `_FILE` variable, kept instead of its content."""
    if question.variable and os.environ.get(f"{question.variable}_FILE"):
        return environment.text(question.variable)
    return None


def _default(question: Question, arguments: Namespace) -> str:
    if question.variable and os.environ.get(question.variable):
        return environment.text(question.variable)
    return question.default or (arguments.email if question.option == "mail-from" else "") or ""


def _ask(question: Question, default: str) -> str:
    """Ask until the answer is valid. Passwords are not echoed, nor shown as a default."""
    shown = "из VECHE_EMAIL_URL" if question.secret and default else default
    prompt = f"{question.ask}{f' [{shown}]' if shown else ''}: "
    while True:
        said = (getpass.getpass(prompt) if question.secret and sys.stdin.isatty() else input(prompt)).strip() or default
        if not (wrong := question.wrong(said)):
            return said
        sys.stdout.write(f"  {wrong}\n")
