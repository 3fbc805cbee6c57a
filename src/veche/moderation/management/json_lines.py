"""Base of commands that print rows of one administration, or of all, as JSON lines."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from veche.staff.models import Administration


class JsonLinesCommand(BaseCommand):
    def lines(self, administration: Administration) -> Iterable[Mapping[str, Any]]:
        """What is printed of an administration."""
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--administration", type=int, help="номер администрации; без него все")

    def handle(self, *_: Any, **options: Any) -> None:
        cities = Administration.objects.order_by("pk")
        if number := options["administration"]:
            cities = cities.filter(pk=number)
            if not cities.exists():
                raise CommandError(f"Администрации {number} нет. Ничего не напечатано.")
        for city in cities:
            for line in self.lines(city):
                self.stdout.write(json.dumps(line, ensure_ascii=False))
