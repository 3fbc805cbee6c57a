"""Whether the post above a comment still stands: under one that does not, nobody can be answered."""

from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from veche.inbox.models import Conversation
from veche.outbox.enums import ActState, ActVerb, DivergenceKind
from veche.outbox.models import Act, Divergence
from veche.posts.moments import spoken
from veche.staff.models import Administration


def under_no_post(administration: Administration, *, message: str = "") -> Q:
    """Of messages: the post above them was taken down in this very network, or removed there by somebody else.

    `message`: the path to the message from the rows that are asked about, with its "__".
    """
    gone = _gone(administration).values("act")
    return _under(_withdrawn(administration), message) | _under(gone, message)


def fate_of_post(administration: Administration) -> Case:
    """Of messages: "withdrawn" or "gone", faces of `web.faces`; "" while the post stands or none is known."""
    return Case(
        When(_under(_withdrawn(administration)), then=Value("withdrawn")),
        When(_under(_gone(administration).values("act")), then=Value("gone")),
        default=Value(""),
    )


def why_nobody_waits(conversation: Conversation) -> str:
    """A sentence on what became of the post; "" while it stands. No query for a conversation without an act."""
    if conversation.act_id is None:
        return ""
    city = conversation.account.administration
    taken_down = _taken_down(city).filter(about=conversation.act_id).first()
    if taken_down is not None:
        when = spoken(taken_down.proven_at or taken_down.updated_at, city.time_zone)
        return _("Запись сняли с публикации %(when)s: ответа под ней больше не ждут.") % {"when": when}
    if _gone(city).filter(act=conversation.act_id).exists():
        return _("Записи в сети больше нет, сняли её не мы: ответа под ней больше не ждут.")
    return ""


def _under(publications: "QuerySet[Any, Any]", message: str = "") -> Q:
    return Q((f"{message}conversation__act__in", publications))


def _withdrawn(administration: Administration) -> "QuerySet[Any, Any]":
    return _taken_down(administration).values("about")


def _taken_down(administration: Administration) -> QuerySet[Act]:
    """Withdrawals that are proven or that a person has confirmed: until then the post, and what is written under it,
    stands where residents read it."""
    rows: QuerySet[Act] = Act.objects.of(administration).filter(
        verb=ActVerb.WITHDRAW, state=ActState.CONFIRMED, about__isnull=False
    )
    return rows


def _gone(administration: Administration) -> "QuerySet[Divergence]":
    rows: QuerySet[Divergence] = Divergence.objects.of(administration).filter(kind=DivergenceKind.GONE, ended_at=None)
    return rows
