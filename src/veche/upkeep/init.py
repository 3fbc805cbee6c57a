"""`veche init`: set up an installation, by questions or options, up to the first person's link."""

import getpass
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from veche.config import environment, first_start
from veche.kernel.files import write_atomically
from veche.upkeep.questions import ADMINISTRATION, SITE, CannotBegin, add_questions, answered

ENVIRONMENT = Path("/etc/veche/veche.env")
QUESTIONS = (*ADMINISTRATION, *SITE)
# They stand in the database, where `veche administration` changes them: in one place only.
_OF_THE_DATABASE = frozenset({"VECHE_CITY", "VECHE_TIME_ZONE"})
# A training city is no installation, and its networks' addresses change at each start.
_OF_THE_DEMO = frozenset({"VECHE_DEMO", "VECHE_SANDBOX_URL"})


def add_arguments(parser: ArgumentParser) -> None:
    add_questions(parser, QUESTIONS)
    parser.add_argument("--environment", type=Path, default=ENVIRONMENT, help=f"файл настроек ({ENVIRONMENT})")


def init(arguments: Namespace) -> int:
    """Run the command and return its exit code. Nothing is written until every answer is valid."""
    try:
        _refuse_second_time(arguments.environment)
        _refuse_demo()
        answers = answered(QUESTIONS, arguments)
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
            "странице «Люди»; если войти некому: veche manage invite. Ещё одна администрация, другое название или "
            "часовой пояс: veche administration."
        )
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise CannotBegin(
            f"В папку {path.parent} не записать настройки. Ничего не сделано: создайте её для пользователя "
            f"{getpass.getuser()} или назовите другой файл: --environment."
        )


def _refuse_demo() -> None:
    if environment.flag("VECHE_DEMO"):
        raise CannotBegin("VECHE_DEMO=1 — учебный город, его заводит veche run --demo. Ничего не записано.")


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
    """Variables set now, so that the services see what `veche init` saw, and the answers."""
    origin = answers["origin"].rstrip("/")
    wanted = {
        "VECHE_DATA": str(environment.data_folder()),
        "VECHE_ORIGIN": origin,
        "VECHE_TLS": "1" if origin.startswith("https:") else "0",
        "VECHE_EMAIL_URL": answers["mail"],
        "VECHE_EMAIL_FROM": answers.get("mail-from", ""),
    }
    given = environment.given(leave_out=_OF_THE_DATABASE | _OF_THE_DEMO)
    from_files = {name.removesuffix("_FILE") for name in given if name.endswith("_FILE")}
    chosen = given | {name: value for name, value in wanted.items() if value}
    return {name: value for name, value in chosen.items() if name not in from_files}


def _tell(link: str, origin: str, path: Path) -> None:
    sys.stdout.write(
        f"\nВече заведено. Настройки: {path}. Данные и связка ключей: {environment.data_folder()}.\n"
        "Сохраните связку отдельно от копий данных: veche backup --keyring ФАЙЛ.\n\n"
        f"Ссылка для первого человека, работает один раз и три дня:\n{link}\n"
        "По ней он задаст пароль, а при входе — второй шаг: приложение с кодами или ключ доступа.\n"
        "Дальше страница «Сегодня» поведёт его сама: подключить страницу города, загрузить таблицу отделов и людей, "
        "проверить рабочее время и дежурных.\n\n"
    )
    if origin.startswith("https:"):
        sys.stdout.write(
            "TLS. Само Вече слушает только этот компьютер. Поставьте перед ним Caddy или nginx (deploy/Caddyfile, "
            f"deploy/nginx.conf) с сертификатом для {urlsplit(origin).hostname}: без https не откроется вход и не "
            "заработают ключи доступа. Что осталось, скажет veche doctor.\n"
        )
    else:
        sys.stdout.write("Адрес без https годится только для пробы на этом компьютере: ключи доступа не заработают.\n")


def as_lines(settings: Mapping[str, str]) -> str:
    """Lines with values in single quotes, which neither expands; an apostrophe is written outside of them."""
    return "".join(f"{name}={_quoted(value)}\n" for name, value in settings.items())


def _quoted(value: str) -> str:
    if "\n" in value or "\0" in value:
        raise ValueError("a setting is one line")
    return "'" + value.replace("'", "'\\''") + "'"
