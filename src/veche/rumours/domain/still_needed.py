"""Comments that repeat an open rumour are not erased, nor are the pictures of any."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from veche.inbox.domain.still_needed import need_files, need_words
from veche.rumours.models import RumourComment, RumourPicture
from veche.staff.models import Administration


def repeats_open_rumour(administration: Administration, since: datetime) -> Q:
    """Condition of messages: their rumour is open, or has ended since."""
    rows = RumourComment.objects.of(administration).filter(message=OuterRef("pk"))
    return Q(Exists(rows.filter(Q(rumour__ended_at=None) | Q(rumour__ended_at__gte=since))))


def is_picture(sha256: str) -> bool:
    return bool(RumourPicture.objects.unscoped().filter(sha256=sha256).exists())


def register_needs() -> None:
    need_words(repeats_open_rumour, "комментарий отнесён к слуху, с которым ещё не закончили")
    need_files(is_picture)
