from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from veche.journal.domain.closing_strays import close_strays
from veche.journal.errors import CannotClose


class Command(BaseCommand):
    help = "Закрывает отметки и журналы, администрации которых в базе нет; о своих говорит страница «Журнал»."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reason", required=True, metavar="СЛОВА", help="что случилось и кто это проверил")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        reason = " ".join(options["reason"].split())
        if not reason:
            raise CommandError("Назовите причину: она останется рядом с отметками. Ничего не закрыто.")
        try:
            closed = close_strays(reason=reason)
        except CannotClose as error:
            raise CommandError(str(error)) from None
        for one in closed:
            self.stdout.write(f"Закрыто: {one.words}")
