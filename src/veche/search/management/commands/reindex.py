from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from veche.search import triggers
from veche.search.domain.health import state
from veche.search.kinds import kinds


class Command(BaseCommand):
    help = "Читает для поиска всё заново. Вече работает, находится и прежнее: указатель обновится в фоне."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        with transaction.atomic():
            triggers.install(connection)
            for kind in kinds():
                triggers.note_all(connection, kind)
        self.stdout.write(f"Ждут чтения: {state().waiting}. Обработчик прочтёт их сам, по нескольку сотен в секунду.")
