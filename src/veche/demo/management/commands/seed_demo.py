import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from veche.demo.seed import HalfSeeded, is_seeded, seed


class Command(BaseCommand):
    help = (
        "Населяет учебный город: люди, аккаунты, двенадцать недель записей, комментарии. Второй раз не делает ничего."
    )

    def handle(self, *_: Any, **__: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Это для учебного города: запустите с VECHE_DEMO=1.")
        try:
            if is_seeded():
                return
        except HalfSeeded as error:
            self.stderr.write(str(error))
            sys.exit(1)
        self.stdout.write("Населяем учебный город, это несколько секунд.")
        seed()
