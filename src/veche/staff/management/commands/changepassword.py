"""`veche manage changepassword почта`: Django's command of that name, with an entry in the journal."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from veche.staff.domain.new_password import set_password_at_the_server
from veche.staff.domain.sign_in import person_by_email
from veche.staff.models import Person

TRIES = 3


class Command(BaseCommand):
    help = "Задаёт человеку новый пароль; это видно в журнале, человек и отдел ИТ получат письмо."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="почта, по которой человек входит")

    def handle(self, *_: Any, **options: Any) -> None:
        person = person_by_email(options["email"])
        if person is None:
            raise CommandError(f"Человека с почтой {options['email']} нет. Ничего не изменено.")
        set_password_at_the_server(person=person, password=self._asked(person))
        self.stdout.write(f"Пароль задан: {person}. Прежние сеансы закончены, второй шаг входа остался.")

    def _asked(self, person: Person) -> str:
        for _ in range(TRIES):
            first, second = getpass.getpass("Новый пароль: "), getpass.getpass("Ещё раз: ")
            if first != second:
                self.stderr.write("Не совпало.")
                continue
            try:
                validate_password(first, person)
            except ValidationError as error:
                self.stderr.write("\n".join(error.messages))
                continue
            return first
        raise CommandError("Пароль не задан, ничего не изменено.")
