"""`veche manage export_corrections > marks.jsonl`: print people's judgements as JSON lines."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from veche.moderation.domain.corrections import as_lines, marked
from veche.staff.models import Administration


class Command(BaseCommand):
    help = "Печатает отметки «нарушение» и «не нарушение», слова как есть. Для обучения берите export_corpus."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--administration", type=int, help="номер администрации; без него все")

    def handle(self, *_: Any, **options: Any) -> None:
        cities = Administration.objects.order_by("pk")
        if number := options["administration"]:
            cities = cities.filter(pk=number)
            if not cities.exists():
                raise CommandError(f"Администрации {number} нет. Ничего не напечатано.")
        for city in cities:
            for line in as_lines(marked(city)):
                self.stdout.write(json.dumps(line, ensure_ascii=False))
