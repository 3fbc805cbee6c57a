"""Words about which a resident and the administration are in dispute are not erased."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from veche.appeals.models import Appeal, AppealSettings
from veche.inbox.domain.still_needed import need_words
from veche.kernel.clock import now
from veche.moderation.enums import RulingVerb
from veche.moderation.models import Restriction, Ruling
from veche.staff.models import Administration


def is_contested(administration: Administration, since: datetime) -> Q:
    """Condition of messages: an appeal against a decision about them waits, or was decided since."""
    rows = Appeal.objects.of(administration).filter(Q(decided_at=None) | Q(decided_at__gte=since)).order_by()
    return Q(Exists(rows.filter(ruling__message=OuterRef("pk")))) | Q(
        Exists(rows.filter(restriction__message=OuterRef("pk")))
    )


def may_be_contested(administration: Administration, _since: datetime) -> Q:
    """Condition of messages: a deletion or a restriction whose term of appeals is not over, where appeals are taken."""
    terms = AppealSettings.objects.of(administration).filter(is_open=True).first()
    if terms is None:
        return Q(pk__in=())
    first = now() - timedelta(days=terms.accept_days)
    rulings = Ruling.objects.of(administration).filter(verb=RulingVerb.DELETE, undone_at=None, at__gte=first)
    limits = Restriction.objects.of(administration).filter(at__gte=first).exclude(by=None)
    return Q(Exists(rulings.filter(message=OuterRef("pk")))) | Q(Exists(limits.filter(message=OuterRef("pk"))))


def register_need() -> None:
    need_words(is_contested, "жалоба на решение ещё не рассмотрена")
    need_words(may_be_contested, "решение ещё можно обжаловать, доказательство нужно и вам, и администрации")
