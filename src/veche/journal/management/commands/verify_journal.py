from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from veche.journal.domain.checked import examine, others, unguarded_by


class Command(BaseCommand):
    help = "Проверяет журнал и доказательства каждой администрации; код выхода 1, если что-то не так."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        broken = 0
        for administration in apps.get_model("staff", "Administration").objects.order_by("pk"):
            verdicts = [("журнал", examine(administration))]
            verdicts += [(str(extra.title).lower(), extra.run(administration)) for extra in others()]
            for title, verdict in verdicts:
                broken += not verdict.ok
                state = "в порядке" if verdict.ok else "НАРУШЕНО"
                self.stdout.write(f"{administration}: {title}, {state}, прочитано {verdict.length}.")
                for problem in (*verdict.problems, *filter(None, [verdict.note])):
                    self.stdout.write(f"  {problem}")
        for problem in unguarded_by():
            broken += 1
            self.stdout.write(problem)
        if broken:
            raise CommandError("Журнал или доказательства нарушены. Сохраните базу как есть и позовите отдел ИТ.")
