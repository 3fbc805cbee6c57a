"""`veche manage invite_link почта`: print a new invitation link, where no letter leaves or none has arrived."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from veche.staff.domain.invite import invite_again
from veche.staff.domain.private_links import link_of
from veche.staff.errors import StaffError
from veche.staff.models import Person


class Command(BaseCommand):
    help = "Печатает новую ссылку-приглашение, прежняя не сработает; это видно в журнале, и об этом придёт письмо."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="почта, на которую человека пригласили")

    def handle(self, *_: Any, **options: Any) -> None:
        rows = Person.objects.unscoped().filter(email=options["email"].strip().lower())
        # Of somebody who works elsewhere already, the row that waits.
        invited = rows.order_by("is_active", "-pk").first()
        if invited is None:
            raise CommandError(f"Человека с почтой {options['email']} нет. Ничего не изменено.")
        try:
            made = invite_again(by=None, person=invited)
        except StaffError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(link_of(made.secret))
