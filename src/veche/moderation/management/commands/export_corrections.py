"""`veche manage export_corrections > marks.jsonl`: print people's judgements as JSON lines."""

from collections.abc import Iterable, Mapping
from typing import Any

from veche.moderation.domain.corrections import as_lines, marked
from veche.moderation.management.json_lines import JsonLinesCommand
from veche.staff.models import Administration


class Command(JsonLinesCommand):
    help = "Печатает отметки «нарушение» и «не нарушение», слова как есть. Для обучения берите export_corpus."

    def lines(self, administration: Administration) -> Iterable[Mapping[str, Any]]:
        return as_lines(marked(administration))
