"""Posts that appeared on our pages past Veche: noted as events and readings show them, asked about once it is sure that
none of our acts has made them."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, QuerySet

from veche.accounts.models import Account
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.networks.protocol import PostChanged, PostGone, PostSeen
from veche.outbox.domain.perhaps_ours import UnmatchedPost, maker_of, may_be_ours
from veche.outbox.domain.seen import SKEW
from veche.outbox.models import Act
from veche.publishing.models import ForeignPost, PostWatch

# An answer that comes after its event is written within the call's transaction, an album within seconds.
SETTLES = timedelta(seconds=20)
# Whose act it was can come out as long as acts are looked up and people mend addresses.
MAY_COME_OUT = timedelta(days=30)
BATCH = 200
LONGEST_URL = 200
_READ = ("account", "administration")


def note_post(*, account: Account, event: PostSeen) -> ForeignPost | None:
    """Note a post that no act was matched with. None if it is of the time before the account was watched.

    The same post twice is one row, and so are the messages of one album.
    """
    if event.at < watch_of(account, event.at).since - SKEW:
        return None
    rows = ForeignPost.objects.of(account.administration_id).filter(account=account)
    with transaction.atomic():
        known = rows.filter(post_id=event.post_id).first()
        if known is None and event.album:
            known = rows.filter(album=event.album).first()
        if known is not None:
            return _complete(known, event)
        made: ForeignPost = ForeignPost.objects.create(
            administration_id=account.administration_id,
            account=account,
            post_id=event.post_id,
            album=event.album[:64],
            url=event.url if len(event.url) <= LONGEST_URL else "",
            photo_count=event.photo_count,
            repost=event.repost,
            posted_at=event.at,
            noticed_at=now(),
            **_told(event.text),
        )
    return made


def watch_of(account: Account, at: datetime) -> PostWatch:
    """The watch of an account; it begins with the account's first key."""
    first = account.keys.aggregate(at=Min("added_at"))["at"]
    row, _made = PostWatch.objects.get_or_create(
        administration_id=account.administration_id, account=account, defaults={"since": first or at}
    )
    return row


def letters_of(text: str) -> str:
    """SHA-256 of the text's letters and digits: the same for the same words in other networks. "" without any."""
    letters = "".join(char for char in text.casefold() if char.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest() if letters else ""


def _told(text: str) -> dict[str, str]:
    return {"text": text, "letters": letters_of(text)}


def _complete(known: ForeignPost, event: PostSeen) -> ForeignPost:
    """Only one message of an album has the text, and an edit may come before the post."""
    if event.text and not known.text and known.changed_at is None:
        rows = ForeignPost.objects.of(known.administration_id).filter(pk=known.pk)
        rows.update(**_told(event.text))
    return known


def judge_waiting() -> int:
    """Judge the posts that wait for it; then those that turned out to be ours. Returns how many were judged."""
    rows = ForeignPost.objects.unscoped().filter(judged_at=None, act=None, noticed_at__lte=now() - SETTLES)
    judged = sum(judge(row) for row in rows.select_related(*_READ).order_by("noticed_at")[:BATCH])
    for row in _came_out().select_related(*_READ)[:BATCH]:
        judge(row)
    return judged


def judge(row: ForeignPost) -> bool:
    """Say whether the post is past Veche. False: it cannot be known yet."""
    with transaction.atomic():
        rows = ForeignPost.objects.of(row.administration_id).filter(pk=row.pk)
        act = maker_known_now(row)
        if act is not None:
            return rows.update(act=act) == 1
        if row.judged_at is not None or may_be_ours(row.account, _as_shown(row)):
            return False
        if not rows.filter(judged_at=None).update(judged_at=now()):
            return False
        facts = {"account": row.account_id}
        record(administration=row.administration, actor=None, verb="publishing.foreign_noticed", obj=row, facts=facts)
    return True


def maker_known_now(row: ForeignPost) -> Act | None:
    """The act that made the post, if that has come out since."""
    return maker_of(row.account, _as_shown(row), taken=_makers(row.account))


def _as_shown(row: ForeignPost) -> UnmatchedPost:
    return UnmatchedPost(row.post_id, row.text, row.photo_count, row.posted_at)


def _makers(account: Account) -> list[int | None]:
    """Acts that have made a post which was first taken for a foreign one."""
    rows = ForeignPost.objects.of(account.administration_id).filter(account=account, act__isnull=False)
    return list(rows.values_list("act_id", flat=True))


def _came_out() -> QuerySet[ForeignPost]:
    """Judged posts whose id an act has got since."""
    rows = ForeignPost.objects.unscoped().filter(act=None, judged_at__isnull=False, posted_at__gte=now() - MAY_COME_OUT)
    return rows.filter(made_by_act())


def made_by_act() -> Exists:
    """Filter: an act of the account has the post's id."""
    acts = Act.objects.of(OuterRef("administration"))
    return Exists(acts.filter(account=OuterRef("account"), remote_id=OuterRef("post_id"), verb="publish"))


def note_changed(*, account: Account, event: PostChanged) -> None:
    """Follow an edit of a post that is not ours. Its row may be missing: then it was no post of our time."""
    follow(account, event.post_id, text=event.text, at=event.at)


def note_gone(*, account: Account, event: PostGone) -> None:
    _known(account, event.post_id).filter(gone_at=None).update(gone_at=event.at)


def follow(account: Account, post_id: str, *, text: str, at: datetime) -> None:
    """Keep the text that stands there now."""
    rows = _known(account, post_id).exclude(text=text)
    rows.update(changed_at=at, **_told(text))


def _known(account: Account, post_id: str) -> QuerySet[ForeignPost]:
    rows: QuerySet[ForeignPost] = ForeignPost.objects.of(account.administration_id).filter(account=account)
    return rows.filter(post_id=post_id)
