"""Whether the post above a comment still exists: otherwise nobody can be answered."""

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from veche.inbox.models import Message
from veche.kit.moments import spoken
from veche.networks.protocol import Verb
from veche.outbox.enums import ActState, DivergenceKind
from veche.outbox.models import Act, PostDivergence
from veche.staff.models import Administration

# Excluded rather than «confirmed» asked for, so that no database scans years of history.
_NOT_PROVEN = frozenset(ActState) - {ActState.CONFIRMED}


def under_no_post(administration: Administration | int, *, message: str = "") -> Q:
    """Filter for messages whose post was withdrawn in this network or removed there by somebody else.

    `message`: the lookup path to the message, with its "__".
    """
    withdrawn, gone = _under(administration, message)
    return withdrawn | gone


def fate_of_post(administration: Administration) -> Case:
    """Annotation: "withdrawn" or "gone", faces of `web.faces`; "" while the post exists or none is known."""
    withdrawn, gone = _under(administration, "")
    return Case(When(withdrawn, then=Value("withdrawn")), When(gone, then=Value("gone")), default=Value(""))


def with_post(rows: "QuerySet[Message]", administration: Administration) -> "QuerySet[Message]":
    """Annotate what `why_nobody_waits` reads: `post_withdrawn_at`, None if nobody withdrew the post, and
    `post_gone`."""
    act = OuterRef("conversation__act")
    withdrawn = _taken_down(administration).filter(about=act).order_by("pk")
    found: QuerySet[Message] = rows.annotate(
        post_withdrawn_at=Subquery(withdrawn.values(at=Coalesce("proven_at", "updated_at"))[:1]),
        post_gone=Exists(_gone(administration).filter(act=act)),
    )
    return found


def why_nobody_waits(message: Message) -> str:
    """A sentence on the post's fate; "" while it exists. No query for a row that `with_post` annotated."""
    if not hasattr(message, "post_gone"):
        rows = Message.objects.of(message.administration_id).filter(pk=message.pk)
        return why_nobody_waits(with_post(rows, message.administration).get())
    if message.post_withdrawn_at is not None:  # type: ignore[attr-defined] # annotated
        when = spoken(message.post_withdrawn_at, message.administration.time_zone)  # type: ignore[attr-defined]
        return f"Запись сняли с публикации {when}: ответа под ней больше не ждут."
    if message.post_gone:
        return "Записи в сети больше нет, сняли её не мы: ответа под ней больше не ждут."
    return ""


def _under(administration: Administration | int, message: str) -> tuple[Q, Q]:
    """Filter by subqueries of each message, because the list of removed posts only grows."""
    conversation = OuterRef(f"{message}conversation")
    down, gone = _taken_down(administration), _gone(administration)
    return Q(Exists(down.filter(about__conversations=conversation))), Q(
        Exists(gone.filter(act__conversations=conversation))
    )


def _taken_down(administration: Administration | int) -> QuerySet[Act]:
    """Withdrawals that are proven or confirmed by a person; until then residents still see the post."""
    rows: QuerySet[Act] = Act.objects.of(administration).filter(verb=Verb.WITHDRAW, about__isnull=False)
    return rows.exclude(state__in=_NOT_PROVEN)


def _gone(administration: Administration | int) -> "QuerySet[PostDivergence]":
    rows: QuerySet[PostDivergence] = PostDivergence.objects.of(administration).filter(
        kind=DivergenceKind.GONE, ended_at=None
    )
    return rows
