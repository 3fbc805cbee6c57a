from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices


class Kind(TextChoices):
    RUMOUR = "rumour", "слух"
    PAGE = "page", "поддельная страница"


class State(TextChoices):
    NEW = "new", "разбираемся"
    REFUTED = "refuted", "опровергли"
    REMOVED = "removed", "в сети убрали"
    TRUE = "true", "оказалось правдой"
    LEFT = "left", "оставили без ответа"


ENDED: Final = frozenset(State) - {State.NEW}
# Clauses of the decree: answers to users, and the protection of accounts.
CLAUSES: Final[Mapping[str, str]] = {Kind.RUMOUR: "пункт 1.2", Kind.PAGE: "пункт 1.3"}
