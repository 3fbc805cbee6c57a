"""`veche manage export_corpus > corpus.jsonl`: print decided comments for training, masked, as JSON lines."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from veche.moderation.domain.corpus import export
from veche.staff.models import Administration


class Command(BaseCommand):
    help = (
        "Печатает комментарии, о которых решили люди, для обучения: имена, номера, адреса и ссылки закрыты, личных "
        "сообщений и стёртого нет. Строка JSON на комментарий; просмотрите её, прежде чем отдать кому-то."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--administration", type=int, help="номер администрации; без него все")

    def handle(self, *_: Any, **options: Any) -> None:
        cities = Administration.objects.order_by("pk")
        if number := options["administration"]:
            cities = cities.filter(pk=number)
            if not cities.exists():
                raise CommandError(f"Администрации {number} нет. Ничего не напечатано.")
        for city in cities:
            for line in export(city):
                self.stdout.write(json.dumps(line, ensure_ascii=False))
