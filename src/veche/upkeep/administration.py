"""`veche administration`: list the administrations of this installation, add one, change a name, a city or a zone."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from veche.upkeep.questions import ADMINISTRATION, CannotBegin, Question, add_questions, answered

_CHANGED = tuple(question for question in ADMINISTRATION if question.option in ("administration", "city", "time-zone"))
_NAMED = {"administration": "--name", "city": "--city", "time-zone": "--time-zone"}


def add_arguments(parser: ArgumentParser) -> None:
    parser.set_defaults(act=_listed)
    acts = parser.add_subparsers(metavar="что", parser_class=type(parser))
    add = acts.add_parser("add", help="завести ещё одну: спросит, чего не сказали ключи")
    add_questions(add, ADMINISTRATION)
    add.set_defaults(act=_added)
    change = acts.add_parser("change", help="поправить название, город или часовой пояс")
    change.add_argument("number", type=int, help="номер администрации")
    for question in _CHANGED:
        change.add_argument(_NAMED[question.option], dest=question.name, help=question.ask)
    change.set_defaults(act=_changed)


def administration(arguments: Namespace) -> int:
    """Run the command and return its exit code. Needs Django set up."""
    from veche.staff.errors import StaffError  # noqa: PLC0415 -- needs Django set up

    act: Callable[[Namespace], str] = arguments.act
    try:
        sys.stdout.write(act(arguments))
    except (CannotBegin, StaffError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except (EOFError, KeyboardInterrupt):
        sys.stderr.write("\nПрервано, ничего не записано.\n")
        return 1
    return 0


def _listed(_: Namespace) -> str:
    from veche.staff.models import Administration  # noqa: PLC0415 -- needs Django set up

    rows = Administration.objects.order_by("pk")
    lines = (f"{row.pk}. {row.name}; {row.city}; {row.time_zone}\n" for row in rows)
    return "".join(lines) or "Ни одной администрации нет. Новая установка: veche init.\n"


def _added(arguments: Namespace) -> str:
    from django.conf import settings  # noqa: PLC0415 -- needs Django set up

    from veche.upkeep.first_person import found_with_a_person  # noqa: PLC0415 -- needs Django set up

    if settings.DEMO:
        raise CannotBegin("VECHE_DEMO=1: в учебном городе настоящую администрацию не заводят. Ничего не записано.")
    link = found_with_a_person(answered(ADMINISTRATION, arguments))
    return f"Администрация заведена. Ссылка для первого человека, работает один раз и три дня:\n{link}\n"


def _changed(arguments: Namespace) -> str:
    from veche.staff.domain.found import change_administration  # noqa: PLC0415 -- needs Django set up
    from veche.staff.models import Administration  # noqa: PLC0415 -- needs Django set up

    values = {question: value for question in _CHANGED if (value := getattr(arguments, question.name)) is not None}
    for question, value in values.items():
        _refuse_wrong(question, value)
    found = Administration.objects.filter(pk=arguments.number).first()
    if found is None:
        raise CannotBegin(
            f"Администрации {arguments.number} нет, ничего не изменено. Какие есть: veche administration."
        )
    if not values:
        raise CannotBegin(f"Назовите, что поправить: {', '.join(_NAMED.values())}. Ничего не изменено.")
    named = {question.option: value.strip() for question, value in values.items()}
    changed = change_administration(
        found,
        name=named.get("administration", found.name),
        city=named.get("city", found.city),
        time_zone=named.get("time-zone", found.time_zone),
    )
    moved = "Часы уже назначенного не сдвинуты: посмотрите план.\n" if changed.time_zone != found.time_zone else ""
    return f"Теперь так: {changed.name}; {changed.city}; {changed.time_zone}.\n{moved}"


def _refuse_wrong(question: Question, value: str) -> None:
    if wrong := question.wrong(value.strip()):
        raise CannotBegin(f"{question.ask}: {wrong} Ничего не изменено. ({_NAMED[question.option]})")
