"""The command `veche`. What is slow to import is imported by the command that needs it: `veche run` stays light."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from veche.config import environment, first_start
from veche.config.command_line import Parser
from veche.kernel.outages import Outage, outage_of
from veche.plan.cli.arguments import add_arguments as add_read_plan_arguments
from veche.preflight.cli.arguments import add_arguments as add_check_text_arguments
from veche.routing.cli.arguments import add_arguments as add_route_arguments
from veche.screening.cli.arguments import add_arguments as add_screen_arguments
from veche.upkeep.administration import add_arguments as add_administration_arguments
from veche.upkeep.init import ENVIRONMENT
from veche.upkeep.init import add_arguments as add_init_arguments
from veche_sandbox.arguments import add_arguments as add_sandbox_arguments

type Commands = argparse._SubParsersAction[Parser]  # noqa: SLF001 -- it has no public name
# What a shell says of a program that SIGPIPE has ended.
BROKEN_PIPE = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    arguments = _parser().parse_args(argv)
    if not getattr(arguments, "for_others", False):
        os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veche.config.settings")
    for name, value in _choices(arguments).items():
        os.environ[name] = value
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has read enough: `veche screen … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception as error:
        if not (said := _said_of(error)):
            raise
        sys.stderr.write(f"{said}\n")
        return 1
    return code


def _said_of(error: Exception) -> str:
    """What whoever administers the machine can mend; nothing for a fault of ours."""
    if isinstance(error, environment.WrongValue):
        return f"Настройка неверна: {error}"
    if isinstance(error, first_start.NotReady):
        return str(error)
    if isinstance(error, PermissionError):
        return f"Нет прав на {error.filename}. Чей он и что с этим делать, скажет veche doctor."
    if outage_of(error) is Outage.DATABASE:
        return "База не отвечает. Что с ней, скажет veche doctor; запустите её и повторите."
    return ""


def _parser() -> Parser:
    parser = Parser(prog="veche", description="Вече: аккаунты администрации в соцсетях.")
    parser.add_argument("--version", action="store_true", help="назвать версию")
    parser.set_defaults(run=_version)
    commands = parser.add_subparsers(metavar="команда")
    _add_processes(commands)
    _add_installation(commands)
    _add_copies(commands)
    _add_engines(commands)
    manage = commands.add_parser("manage", help="команда Django: veche manage migrate", add_help=False)
    manage.add_argument("rest", nargs=argparse.REMAINDER)
    manage.set_defaults(run=_manage)
    return parser


def _add_processes(commands: Commands) -> None:
    """What runs until it is stopped, or, as the demo, until all is shown."""
    run = commands.add_parser("run", help="сайт, обработчик и, в учебном городе, учебные сети")
    run.add_argument("--port", type=int, help="порт сайта (PORT)")
    run.add_argument("--demo", action="store_true", help="учебный город (VECHE_DEMO=1)")
    run.add_argument("--print-pids", action="store_true", help="напечатать номера процессов строкой JSON")
    run.set_defaults(run=_run)
    commands.add_parser("demo", help="вся цепочка без браузера, в свежей папке").set_defaults(run=_demo)
    web = commands.add_parser("web", help="только сайт")
    web.add_argument("--port", type=int, help="порт сайта (PORT)")
    web.set_defaults(run=_web)
    commands.add_parser("worker", help="только обработчик задач").set_defaults(run=_worker)


def _add_installation(commands: Commands) -> None:
    commands.add_parser("prepare", help="таблицы, проверки и статика перед запуском").set_defaults(run=_prepare)
    begin = commands.add_parser("init", help="завести Вече на этом компьютере: спросит, чего не сказали ключи")
    add_init_arguments(begin)
    begin.set_defaults(run=_init)
    cities = commands.add_parser("administration", help="администрации: какие есть, ещё одна, название, часовой пояс")
    add_administration_arguments(cities)
    cities.set_defaults(run=_administration)
    doctor = commands.add_parser("doctor", help="что не так с установкой и что с этим делать")
    doctor.add_argument("--environment", type=Path, default=ENVIRONMENT, help=f"файл настроек служб ({ENVIRONMENT})")
    doctor.set_defaults(run=_doctor)
    rotate = commands.add_parser("rotate-keys", help="новый ключ шифрования, и всё закрытое под ним")
    rotate.set_defaults(run=_rotate_keys)


def _add_copies(commands: Commands) -> None:
    backup = commands.add_parser("backup", help="копия данных, пока всё работает; связка ключей отдельно")
    backup.add_argument("file", type=Path, help="куда записать")
    backup.add_argument("--keyring", action="store_true", help="только связку ключей")
    backup.add_argument("--shared", action="store_true", help="снимки — в общую для копий папку рядом")
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", help="восстановить копию в пустую папку данных")
    restore.add_argument("file", type=Path, help="файл копии")
    restore.add_argument("--keyring", type=Path, help="файл связки, сохранённый отдельно")
    restore.set_defaults(run=_restore)
    lost = commands.add_parser("lost-keyring", help="связка потеряна: новая, а чего ею не открыть, забыть")
    lost.add_argument("--yes", action="store_true", help="не спрашивать")
    lost.set_defaults(run=_lost_keyring)


def _add_engines(commands: Commands) -> None:
    """Plain Python: none of them needs an installation."""
    sandbox = commands.add_parser("sandbox", help="учебные сети отдельно")
    add_sandbox_arguments(sandbox, city=environment.text("VECHE_CITY"))
    sandbox.set_defaults(run=_sandbox)
    checked = commands.add_parser("check-text", help="живая речь или канцелярит: проверить тексты записей и ответов")
    add_check_text_arguments(checked)
    # A report is for others to read, and there is nothing secret in it.
    checked.set_defaults(run=_check_text, for_others=True)
    screened = commands.add_parser("screen", help="спам, брань, угрозы: разобрать комментарии из файла")
    add_screen_arguments(screened)
    screened.set_defaults(run=_screen)
    routed = commands.add_parser("route", help="вопросы жителей: о чём, чьи, насколько срочно, какие об одном")
    add_route_arguments(routed)
    routed.set_defaults(run=_route)
    planned = commands.add_parser("read-plan", help="план или календарь из файла: что встанет, что нет и почему")
    add_read_plan_arguments(planned)
    planned.set_defaults(run=_read_plan)


def _choices(arguments: argparse.Namespace) -> dict[str, str]:
    """Options that stand for a variable: children must see them too."""
    chosen = {}
    if getattr(arguments, "port", None) is not None:
        chosen["PORT"] = str(arguments.port)
    if getattr(arguments, "demo", False):
        chosen["VECHE_DEMO"] = "1"
    return chosen


def _version(arguments: argparse.Namespace) -> int:
    from importlib.metadata import version  # noqa: PLC0415 -- slow import

    if not arguments.version:
        sys.stderr.write("Назовите команду: veche run, veche worker, … Все команды: veche --help\n")
        return 2
    sys.stdout.write(f"veche {version('veche')}\n")
    return 0


def _run(arguments: argparse.Namespace) -> int:
    from veche.config.run import run  # noqa: PLC0415 -- only this command needs it

    return run(print_pids=arguments.print_pids)


def _demo(_: argparse.Namespace) -> int:
    from veche.demo.chain.run import run  # noqa: PLC0415 -- only this command needs it

    return run()


def _web(_: argparse.Namespace) -> int:
    from veche.config.run import is_free  # noqa: PLC0415 -- only this command needs it
    from veche.config.web import serve  # noqa: PLC0415 -- slow import

    if _is_refused():
        return 1
    host, port = environment.text("VECHE_HOST"), environment.number("PORT")
    if not is_free(host, port):
        sys.stderr.write(f"Порт {port} на {host} занят другой программой (чей он: ss -ltnp). Сайт не запустился.\n")
        return 1
    return serve(host=host, port=port)


def _worker(_: argparse.Namespace) -> int:
    if _is_refused():
        return 1
    from django.conf import settings  # noqa: PLC0415 -- slow import

    from veche.config.addresses import read_addresses  # noqa: PLC0415 -- only the worker needs it
    from veche.config.databases import keep_few_statements  # noqa: PLC0415 -- only the worker needs it
    from veche.config.schedule import CHORES, PERIODIC  # noqa: PLC0415 -- only the worker needs it
    from veche.engine.worker import run  # noqa: PLC0415 -- needs Django set up
    from veche.staff.domain.found import home_zone  # noqa: PLC0415 -- needs Django set up

    keep_few_statements(settings.DATABASES)
    read_addresses()
    return run(queues=settings.TASK_QUEUES, periodics=PERIODIC, chores=CHORES, zone=home_zone)


def _is_refused() -> bool:
    """A demo is open to whoever reaches it, so it must not stand where the city's real data are or others may come."""
    _set_up_django()
    from veche.config.checks import why_not_start  # noqa: PLC0415 -- needs Django set up

    faults = why_not_start()
    for fault in faults:
        sys.stderr.write(f"{fault.msg} {fault.hint}\n")
    if faults:
        sys.stderr.write("Не запустилось: учебный город и настоящая установка не встречаются. Ничего не изменено.\n")
    return bool(faults)


def _prepare(_: argparse.Namespace) -> int:
    _set_up_django()
    from django.core.management.base import SystemCheckError  # noqa: PLC0415 -- slow import

    from veche.config.prepare import prepare  # noqa: PLC0415 -- needs Django set up

    try:
        prepare()
    except SystemCheckError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _rotate_keys(_: argparse.Namespace) -> int:
    _set_up_django()
    from veche.config.rotate_keys import rotate_keys  # noqa: PLC0415 -- needs Django set up

    return rotate_keys()


def _init(arguments: argparse.Namespace) -> int:
    from veche.upkeep.init import init  # noqa: PLC0415 -- only this command needs it

    return init(arguments)


def _administration(arguments: argparse.Namespace) -> int:
    _set_up_django()
    from veche.upkeep.administration import administration  # noqa: PLC0415 -- only this command needs it

    return administration(arguments)


def _doctor(arguments: argparse.Namespace) -> int:
    from veche.upkeep.doctor import doctor  # noqa: PLC0415 -- only this command needs it

    return doctor(arguments.environment)


def _backup(arguments: argparse.Namespace) -> int:
    _set_up_django()
    from veche.upkeep.backup import backup, backup_keyring  # noqa: PLC0415 -- needs Django set up

    if arguments.keyring:
        return backup_keyring(arguments.file)
    return backup(arguments.file, shared=arguments.shared)


def _restore(arguments: argparse.Namespace) -> int:
    from veche.upkeep.restore import restore  # noqa: PLC0415 -- only this command needs it

    return restore(arguments.file, keyring=arguments.keyring)


def _lost_keyring(arguments: argparse.Namespace) -> int:
    _set_up_django()
    from veche.upkeep.lost_keyring import lost_keyring  # noqa: PLC0415 -- needs Django set up

    return lost_keyring(yes=arguments.yes)


def _sandbox(arguments: argparse.Namespace) -> int:
    from veche_sandbox.serve import run  # noqa: PLC0415 -- slow import

    run(arguments)
    return 0


def _screen(arguments: argparse.Namespace) -> int:
    from veche.screening.cli.command import run  # noqa: PLC0415 -- only this command needs it

    return run(arguments)


def _check_text(arguments: argparse.Namespace) -> int:
    from veche.preflight.cli.run import run  # noqa: PLC0415 -- only this command needs it

    return run(arguments)


def _route(arguments: argparse.Namespace) -> int:
    from veche.routing.cli.run import run  # noqa: PLC0415 -- only this command needs it

    return run(arguments)


def _read_plan(arguments: argparse.Namespace) -> int:
    from veche.plan.cli.run import run  # noqa: PLC0415 -- only this command needs it

    return run(arguments, environment.zone(environment.text("VECHE_TIME_ZONE")))


def _manage(arguments: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- slow import

    first_start.prepare(environment.data_folder())
    execute_from_command_line(["veche manage", *arguments.rest])
    return 0


def _set_up_django() -> None:
    first_start.prepare(environment.data_folder())
    import django  # noqa: PLC0415 -- slow import

    django.setup()


if __name__ == "__main__":
    sys.exit(main())
