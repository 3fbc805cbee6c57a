"""`veche manage confirm_role [номер]`: confirm a role, or the reset of a second step, that waits where nobody else may;
without a number, list them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from veche.staff.domain.confirm import confirm
from veche.staff.errors import StaffError
from veche.staff.models import Grant


class Command(BaseCommand):
    help = "Подтверждает роль или сброс второго шага, о которых просил отдел ИТ; без номера показывает, что ждёт."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, nargs="?", help="номер из списка")

    def handle(self, *_: Any, **options: Any) -> None:
        rows = Grant.objects.unscoped().select_related("person", "absent", "administration")
        if options["number"] is None:
            for row in rows:
                self.stdout.write(f"{row.pk}: {row} ({row.person.email}, {row.administration})")
            return
        grant = rows.filter(pk=options["number"]).first()
        if grant is None:
            raise CommandError(f"С номером {options['number']} ничего не ждёт. Ничего не изменено.")
        try:
            confirm(by=None, grant=grant)
        except StaffError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Подтверждено: {grant}.")
