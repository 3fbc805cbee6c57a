from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from veche.journal.domain.verify import verify


class Command(BaseCommand):
    help = "Проверяет журнал каждой администрации; код выхода 1, если что-то не так."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        broken = 0
        for administration in apps.get_model("staff", "Administration").objects.order_by("pk"):
            verdict = verify(administration)
            broken += not verdict.ok
            state = "цел" if verdict.ok else "НАРУШЕН"
            self.stdout.write(f"{administration}: журнал {state}, записей {verdict.length}.")
            for problem in verdict.problems:
                self.stdout.write(f"  {problem}")
        if broken:
            raise CommandError("Журнал нарушен. Сохраните базу как есть и позовите отдел ИТ.")
