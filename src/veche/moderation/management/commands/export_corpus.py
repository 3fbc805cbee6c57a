"""`veche manage export_corpus > corpus.jsonl`: print decided comments for training, masked, as JSON lines."""

from collections.abc import Iterable, Mapping
from typing import Any

from veche.moderation.domain.corpus import export
from veche.moderation.management.json_lines import JsonLinesCommand
from veche.staff.models import Administration


class Command(JsonLinesCommand):
    help = (
        "Печатает комментарии, о которых решили люди, для обучения: имена, номера, адреса и ссылки закрыты, личных "
        "сообщений и стёртого нет. Строка JSON на комментарий; просмотрите её, прежде чем отдать кому-то."
    )

    def lines(self, administration: Administration) -> Iterable[Mapping[str, Any]]:
        return export(administration)
