"""Erase what is kept about a person on their request: what will go, what stays and why, and the act itself."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import batched
from operator import or_
from typing import Final

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from veche.appeals.models import Appeal
from veche.cases.domain.open import title_of
from veche.cases.enums import ENDED
from veche.cases.models import CaseMessage
from veche.engine.by_name import task_named
from veche.inbox.models import Conversation, InboundEvent, Message, Note
from veche.journal.domain.record import record
from veche.kernel.bidi import one_line
from veche.kernel.clock import now, today
from veche.moderation.domain import requested
from veche.moderation.domain.retention import remove_files
from veche.moderation.models import ErasureRequest, Restriction
from veche.personal_data.domain.closed_cases import CASE_TITLE
from veche.personal_data.domain.subject import Subject
from veche.personal_data.errors import PersonalDataError
from veche.staff.models import Administration, Person

# Erased while the person waits; the rest by the worker.
AT_ONCE: Final = 200
CHUNK: Final = 500
LONGEST_NUMBER: Final = 100
APPEAL_TEXT: Final = "Стёрто по просьбе автора."
FINISH: Final = "veche.personal_data.tasks.finish"


@dataclass(frozen=True, slots=True)
class Plan:
    """`goes`: messages whose words will be erased; `stays`: why others stay, and how many."""

    goes: int
    stays: Sequence[tuple[str, int]]

    @property
    def is_empty(self) -> bool:
        return not self.goes and not self.stays


def plan_of(city: Administration, subject: Subject) -> Plan:
    """What an erasure would do now. A message that is kept for two reasons is counted with each. One query."""
    there = requested.not_erased(requested.said_by(city, subject.network, subject.author_id))
    keepers = requested.keepers(city)
    numbers = {f"why_{place}": Count("pk", filter=condition) for place, (_, condition) in enumerate(keepers)}
    free = Count("pk", filter=~reduce(or_, (condition for _, condition in keepers)))
    counted = there.aggregate(free=free, **numbers)
    stays = [(why, counted[f"why_{place}"]) for place, (why, _) in enumerate(keepers)]
    return Plan(counted["free"], [(why, number) for why, number in stays if number])


def erase(*, city: Administration, subject: Subject, by: Person, number: str, dated: date | None) -> ErasureRequest:
    """Begin an erasure and do as much as can be done at once. Raises `PersonalDataError` without a paper."""
    paper = one_line(number)
    if not paper or len(paper) > LONGEST_NUMBER:
        raise PersonalDataError(f"Впишите номер просьбы, до {LONGEST_NUMBER} знаков. Ничего не стёрто.")
    if dated is None or dated > today(city.time_zone):
        raise PersonalDataError("Впишите день просьбы, не позже сегодняшнего. Ничего не стёрто.")
    if not requested.erasable_of(city, requested.said_by(city, subject.network, subject.author_id)).exists():
        raise PersonalDataError("Стирать сейчас нечего. Ничего не изменилось.")
    with transaction.atomic():
        made: ErasureRequest = ErasureRequest.objects.create(
            administration=city,
            network=subject.network,
            author_id=subject.author_id,
            number=paper,
            dated=dated,
            at=now(),
            by=by,
        )
        facts = {"dated": dated, "paper": hashlib.sha256(paper.encode()).hexdigest(), "network": subject.network}
        record(administration=city, actor=by, verb="erasure.asked", obj=made, facts=facts)
    carry_on(made, most=AT_ONCE)
    task_named(FINISH).enqueue(made.pk)
    made.refresh_from_db()
    return made


def carry_on(request: ErasureRequest, *, most: int | None = None) -> int:
    """Erase what nothing keeps of what was written until the request. Returns the number of messages."""
    city = request.administration
    ids = requested.erasable_of(city, _asked(request)).order_by("pk").values_list("pk", flat=True)
    done = sum(_erase_one(pk, request) for pk in list(ids if most is None else ids[:most]))
    _erase_around(request)
    left = requested.not_erased(_asked(request)).count()
    rows = ErasureRequest.objects.of(city).filter(pk=request.pk)
    rows.update(erased=request.erasures.count(), left=left)
    return done


def finish(request: ErasureRequest) -> None:
    """All the rest, with the network's own events and the files."""
    carry_on(request)
    _empty_events(request)
    remove_files(request.administration)


def _empty_events(request: ErasureRequest) -> None:
    """The network's own account of what the person wrote. Found first: to look is long, and holds up no writer."""
    rows = InboundEvent.objects.of(request.administration)
    theirs = rows.filter(account__network=request.network, payload__author_id=request.author_id)
    done = theirs.filter(processed_at__isnull=False, received_at__lte=request.at)
    for some in batched(list(done.values_list("pk", flat=True)), CHUNK):
        rows.filter(pk__in=some).update(payload={})


def finish_all() -> int:
    """Each night: what was kept when it was asked for, and is no more. Returns the number of open requests."""
    open_ones = list(ErasureRequest.objects.unscoped().filter(left__gt=0).select_related("administration"))
    for request in open_ones:
        finish(request)
    return len(open_ones)


def _asked(request: ErasureRequest) -> "QuerySet[Message]":
    said = requested.said_by(request.administration, request.network, request.author_id)
    return said.filter(received_at__lte=request.at)


def _erase_one(pk: int, request: ErasureRequest) -> bool:
    with transaction.atomic():
        entry = CaseMessage.objects.of(request.administration).filter(message=pk, case__state__in=ENDED)
        mine = entry.select_related("case", "message").first()
        repeats = mine is not None and mine.case.title == title_of(mine.message.text)
        done = requested.erase(pk, request)
        if done and mine is not None and repeats:
            mine.case.title = CASE_TITLE
            mine.case.save(update_fields=("title",))
    return done


def _erase_around(request: ErasureRequest) -> None:
    """Notes of colleagues, appeals that are decided, private talks of which nothing is left."""
    city = request.administration
    about = {"message__erasure__request": request}
    with transaction.atomic():
        Note.objects.of(city).filter(**about).delete()
        of_decisions = Q(ruling__message__erasure__request=request) | Q(restriction__message__erasure__request=request)
        appeals = Appeal.objects.of(city).filter(of_decisions, decided_at__isnull=False)
        appeals.update(text=APPEAL_TEXT, contact="", words="", post="")
        talks = Conversation.objects.of(city).filter(kind="private", messages__erasure__request=request)
        private = Message.objects.of(city).filter(ours=False, private=True)
        unfinished = requested.not_erased(private).values("conversation")
        for talk in talks.exclude(pk__in=unfinished).exclude(peer_id__startswith=GONE_PEER).distinct():
            Note.objects.of(city).filter(conversation=talk, message=None).delete()
            talk.peer_id, talk.title = f"{GONE_PEER}{talk.pk}", ""
            talk.save(update_fields=("peer_id", "title"))
        # What was erased before, when its term was over, loses its name too.
        requested.said_by(city, request.network, request.author_id).exclude(erasure=None).update(author_name="")
        past = Restriction.objects.of(city).filter(
            account__network=request.network, author_id=request.author_id, by=None
        )
        past.update(author_name="")


# Of a private talk whose author asked for erasure: the network gives no such number.
GONE_PEER: Final = "erased-"
