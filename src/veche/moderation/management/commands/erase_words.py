from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from veche.inbox.models import Message
from veche.moderation.domain.erase import erase_words
from veche.moderation.errors import ModerationError
from veche.staff.models import Person


class Command(BaseCommand):
    help = "Стирает слова одного комментария по требованию закона; контрольные суммы, снимки и решения остаются."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("message", type=int, help="номер комментария из адреса его страницы")
        parser.add_argument("--by", required=True, metavar="ПОЧТА", help="кто стирает: сотрудник той же администрации")
        parser.add_argument("--order", required=True, metavar="НОМЕР", help="документ, который этого требует")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        people = list(Person.objects.filter(email=options["by"], is_active=True))
        if not people:
            raise CommandError("Такого сотрудника нет. Ничего не стёрто.")
        message = Message.objects.filter(pk=options["message"], administration__people__in=people).first()
        if message is None:
            raise CommandError("Такого комментария в этой администрации нет. Ничего не стёрто.")
        person = next(one for one in people if one.administration_id == message.administration_id)
        try:
            number = erase_words(message=message, by=person, order=options["order"])
        except ModerationError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Слова стёрты. Доказательств, в которых остались их контрольные суммы: {number}.")
