"""Each night, after the administration's term: erase notes of colleagues about erased words, and the words and contact
of appeals that are over.
"""

from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from veche.appeals.models import Appeal
from veche.inbox.models import Message, Note
from veche.journal.domain.record import record
from veche.kernel.clock import months_before, now
from veche.moderation.domain.erase import erased_whole
from veche.moderation.models import Retention
from veche.personal_data.domain.erasing import APPEAL_TEXT as BY_REQUEST
from veche.staff.models import Administration

APPEAL_TEXT: Final = "Слова стёрты: вышел срок хранения."


def erase_notes_and_appeals() -> int:
    """Erase what is due in all administrations. Returns the number of notes and appeals."""
    terms = Retention.objects.unscoped().filter(months__isnull=False).select_related("administration")
    return sum(_erase(one.administration, one.months or 0) for one in terms)


def _erase(city: Administration, months: int) -> int:
    with transaction.atomic():
        notes = _notes(city).delete()[0]
        appeals = _appeals(city, months).update(text=APPEAL_TEXT, contact="", words="", post="")
        if notes or appeals:
            facts = {"notes": notes, "appeals": appeals}
            record(administration=city, actor=None, verb="retention.notes_and_appeals", obj=city, facts=facts)
    return int(notes + appeals)


def _notes(city: Administration) -> "QuerySet[Note]":
    """Notes about erased messages, and about private talks of which every message of the resident is erased."""
    theirs = Message.objects.of(city).filter(conversation=OuterRef("conversation"), private=True, ours=False)
    over = Exists(theirs) & ~Exists(theirs.exclude(erased_whole()))
    rows: QuerySet[Note] = Note.objects.of(city)
    return rows.filter(erased_whole("message__erasure") | (Q(message=None) & over))


def _appeals(city: Administration, months: int) -> "QuerySet[Appeal]":
    """Appeals that are over: about erased words, or about no decision of ours and closed so many months ago."""
    about = erased_whole("ruling__message__erasure") | erased_whole("restriction__message__erasure")
    alone = Q(ruling=None, restriction=None, decided_at__lt=months_before(now(), months))
    rows: QuerySet[Appeal] = Appeal.objects.of(city).filter(decided_at__isnull=False)
    return rows.filter(about | alone).exclude(text__in=(APPEAL_TEXT, BY_REQUEST))
