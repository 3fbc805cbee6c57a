"""`veche manage invite --email … --role it`: how the very first person comes in. Prints a link that works once."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from veche.staff.domain.found import found_administration, the_administration
from veche.staff.domain.invite import invite
from veche.staff.domain.private_links import link_of
from veche.staff.enums import Role
from veche.staff.errors import StaffError
from veche.staff.models import Administration


class Command(BaseCommand):
    help = "Приглашает человека и печатает одноразовую ссылку; первый раз заводит и администрацию."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True, help="почта, по которой человек будет входить")
        parser.add_argument("--name", required=True, help="должность или имя")
        parser.add_argument("--role", choices=Role.values, default=Role.IT)
        parser.add_argument("--administration", type=int, help="номер администрации, если их несколько")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
            made = invite(
                by=None,
                administration=_administration(options["administration"]),
                email=options["email"],
                display_name=options["name"],
                role=Role(options["role"]),
            )
        except (StaffError, ValidationError) as error:
            raise CommandError("; ".join(getattr(error, "messages", [str(error)]))) from None
        self.stdout.write(link_of(made.secret))


def _administration(number: int | None) -> Administration:
    if number is not None:
        found = Administration.objects.filter(pk=number).first()
        if found is None:
            raise CommandError(f"Администрации {number} нет. Никого не пригласили.")
        return found
    if not Administration.objects.exists():
        return found_administration(name=settings.CITY, city=settings.CITY, time_zone=settings.TIME_ZONE)
    if only := the_administration():
        return only
    raise CommandError("Администраций несколько. Назовите номер: --administration N.")
