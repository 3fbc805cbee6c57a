"""The norms on which grounds rest: articles that the administration writes and may change; what was written stays."""

import re
from collections.abc import Mapping
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.enums import Ground
from veche.moderation.errors import ModerationError
from veche.moderation.models import GroundNorm
from veche.staff.compiled import compiled_once
from veche.staff.domain.locking import lock_administration
from veche.staff.models import Administration, Person
from veche.staff.together import Reading

LONGEST: Final = 300
# A norm needs a letter or a digit: invisible signs and dots alone name no article.
WORDS: Final = re.compile(r"\w")
# Of decisions that were taken before norms were kept.
CLAUSE: Final = "пункт 2.5 порядка ведения аккаунтов"
# Until a lawyer of the administration writes others.
USUAL: Final[Mapping[Ground, str]] = {
    Ground.ILLEGAL: "пункт 2.5 Порядка ведения аккаунтов: нарушает действующее законодательство",
    Ground.THREAT: "статья 119 Уголовного кодекса; пункт 2.5 Порядка ведения аккаунтов",
    Ground.PERSONAL_DATA: "закон 152-ФЗ «О персональных данных», статья 7; пункт 2.5 Порядка ведения аккаунтов",
    Ground.SPAM: "пункт 2.5 Порядка ведения аккаунтов: спам-рассылки",
    Ground.INSULT: "пункт 2.5 Порядка ведения аккаунтов: оскорбления",
    Ground.OBSCENE: "пункт 2.5 Порядка ведения аккаунтов: нецензурные выражения",
}


def norms_of(administration: Administration | int) -> dict[str, str]:
    """The present norm by ground. One query."""
    return reading_of_norms(administration).read()


def reading_of_norms(administration: Administration | int) -> Reading[dict[str, str]]:
    """`norms_of`, to be read with other things."""
    usual = {ground.value: text for ground, text in USUAL.items()}
    return Reading(_norms.bind(administration), lambda rows: usual | dict(rows))


@compiled_once
def _norms(city: Administration | int) -> "QuerySet[GroundNorm, tuple[str, str]]":
    """Norms of all times, the newest last, so that it wins in a dictionary."""
    rows: QuerySet[GroundNorm, tuple[str, str]] = GroundNorm.objects.of(city).values_list("ground", "text")
    return rows.order_by("pk")


def norm_of(administration: Administration | int, ground: Ground | str) -> str:
    return norms_of(administration)[str(ground)]


def changes_of(administration: Administration) -> "QuerySet[GroundNorm]":
    """Every norm that was ever written, newest first."""
    rows: QuerySet[GroundNorm] = GroundNorm.objects.of(administration).select_related("by").order_by("-pk")
    return rows


def change(*, administration: Administration, by: Person, ground: Ground | str, text: str) -> None:
    """Write another norm of a ground; decisions keep the one they were made on. Raises `ModerationError`."""
    said = " ".join(text.split())
    if ground not in Ground.values or not WORDS.search(said) or len(said) > LONGEST:
        raise ModerationError(f"Норма пишется словами, до {LONGEST} знаков. Прежняя в силе.")
    with transaction.atomic():
        lock_administration(administration)
        if norm_of(administration, ground) == said:
            return
        made = GroundNorm.objects.create(administration=administration, ground=ground, text=said, at=now(), by=by)
        record(
            administration=administration, actor=by, verb="ground.norm_changed", obj=made, facts={"ground": str(ground)}
        )
