"""Draw decisions of the past month for a second look, by ground and «оставлено»; judge them; count the agreement."""

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from veche.journal.domain.record import record
from veche.kernel.clock import DAY, month_bounds, month_of, now, today
from veche.moderation.domain.agreement import Pair
from veche.moderation.domain.terms import grounds_for
from veche.moderation.enums import KEPT, RulingVerb
from veche.moderation.errors import ModerationError
from veche.moderation.models import Ruling, Sample, SampleSize, SecondLook
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration, Person
from veche.staff.together import Reading

USUAL: Final = 40
LARGEST: Final = 500
# More are told of as «или больше».
MOST_TOLD: Final = 100


def size_of(administration: Administration) -> int:
    row = SampleSize.objects.of(administration).first()
    return row.size if row else USUAL


def change_size(*, administration: Administration, by: Person, size: int) -> None:
    if not 0 <= size <= LARGEST:
        raise ModerationError(f"Число от 0 до {LARGEST}. Прежнее в силе.")
    with transaction.atomic():
        said = {"size": size, "at": now(), "by": by}
        row, _ = SampleSize.objects.of(administration).update_or_create(administration=administration, defaults=said)
        record(administration=administration, actor=by, verb="sample.size_changed", obj=row, facts={"size": size})


def draw_all() -> int:
    """Draw the past month's sample of each administration that has none. Returns the number of samples."""
    return sum(draw(city) is not None for city in Administration.objects.order_by("pk"))


def draw(administration: Administration) -> Sample | None:
    """Draw the sample of the past month. None if there is one already, or no decision to draw."""
    this_month, _ = month_of(today(administration.time_zone))
    month, _ = month_of(this_month - DAY)
    size, found = size_of(administration), _by_verdict(administration, month)
    if not size or not found or Sample.objects.of(administration).filter(month=month).exists():
        return None
    seed = secrets.token_hex(8)
    people = {pk: person for rows in found.values() for pk, person in rows}
    with transaction.atomic():
        total = len(people)
        made, created = Sample.objects.of(administration).get_or_create(
            administration=administration, month=month, defaults={"seed": seed, "total": total, "at": now()}
        )
        if not created:
            return None
        drawn = chosen({name: [pk for pk, _ in rows] for name, rows in found.items()}, size, seed)
        SecondLook.objects.bulk_create(
            SecondLook(administration=administration, sample=made, ruling_id=pk, first_id=people[pk]) for pk in drawn
        )
        facts = {"size": len(drawn), "total": total, "seed": seed}
        record(administration=administration, actor=None, verb="sample.drawn", obj=made, facts=facts)
    return made


def chosen(by_verdict: Mapping[str, Sequence[int]], size: int, seed: str) -> list[int]:
    """Draw ids in random order, each verdict by its share and at least once. A seed always gives the same ids."""
    chance, total = Random(seed), sum(map(len, by_verdict.values()))  # noqa: S311 -- a draw that can be repeated
    drawn: list[int] = []
    for name in sorted(by_verdict):
        rows = sorted(by_verdict[name])
        share = max(1, round(size * len(rows) / total))
        drawn += chance.sample(rows, min(share, len(rows)))
    chance.shuffle(drawn)
    return drawn


def _by_verdict(administration: Administration, month: date) -> dict[str, list[tuple[int, int]]]:
    """Id and person of the month's decisions by verdict. A decision that was taken back is none."""
    since, until = month_bounds(month, administration.time_zone)
    rows = Ruling.objects.of(administration).filter(
        verb__in=(RulingVerb.DELETE, RulingVerb.KEEP), at__gte=since, at__lt=until, undone_at=None
    )
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for pk, verb, ground, person in rows.values_list("pk", "verb", "ground", "person"):
        found[ground if verb == RulingVerb.DELETE else KEPT].append((pk, person))
    return found


def waiting_for(person: Person) -> "QuerySet[SecondLook]":
    """What this person may judge: decisions of others whose words are still kept."""
    return _waiting_for(person.administration_id, person.pk)


def reading_of_waiting_looks(person: Person) -> Reading[int]:
    """How many decisions wait for this person's second look, at most `MOST_TOLD`; read with other things."""
    return Reading(_some_for.bind(person.administration_id, person.pk), len)


@compiled_once
def _some_for(city: int, person: int) -> "QuerySet[SecondLook]":
    return _waiting_for(city, person).only("pk")[:MOST_TOLD]


def _waiting_for(city: int, person: int) -> "QuerySet[SecondLook]":
    rows: QuerySet[SecondLook] = SecondLook.objects.of(city).filter(by=None)
    return rows.exclude(first=person).filter(ruling__message__erasure=None).order_by("pk")


def judge(*, look: SecondLook, by: Person, verdict: str) -> None:
    """Keep the second verdict. Raises `ModerationError` for one's own decision, and when somebody was quicker."""
    with transaction.atomic():
        rows = SecondLook.objects.of(look.administration_id).select_for_update(of=("self",))
        fresh = rows.select_related("ruling__message", "administration").get(pk=look.pk)
        if fresh.by_id is not None:
            raise ModerationError("Это решение уже проверили. Ничего не изменилось.")
        if fresh.first_id == by.pk:
            raise ModerationError("Своё решение проверяет другой человек. Ничего не изменилось.")
        if verdict not in (KEPT, *grounds_for(fresh.ruling.message)):
            raise ModerationError("Выберите: оставить или удалить, и с каким основанием.")
        fresh.verdict, fresh.by, fresh.at = verdict, by, now()
        fresh.save(update_fields=("verdict", "by", "at"))
        record(administration=fresh.administration, actor=by, verb="sample.judged", obj=fresh)


def judged(sample: Sample) -> list[SecondLook]:
    """Decisions of the sample that were judged again, with both verdicts. One query."""
    rows = SecondLook.objects.of(sample.administration_id).filter(sample=sample, by__isnull=False)
    return list(rows.select_related("ruling__message__account", "administration"))


def pair_of(look: SecondLook) -> Pair:
    first = look.ruling.ground if look.ruling.verb == RulingVerb.DELETE else KEPT
    return first, look.verdict
