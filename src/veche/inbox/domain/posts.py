"""Whether the post above a comment still stands: under one that does not, nobody can be answered."""

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from veche.inbox.models import Conversation
from veche.outbox.domain.states import NOT_PROVEN
from veche.outbox.enums import ActVerb, DivergenceKind
from veche.outbox.models import Act, Divergence
from veche.posts.moments import spoken
from veche.staff.models import Administration


def under_no_post(administration: Administration, *, message: str = "") -> Q:
    """Of messages: the post above them was taken down in this very network, or removed there by somebody else.

    `message`: the path to the message from the rows that are asked about, with its "__".
    """
    withdrawn, gone = _under(administration, message)
    return withdrawn | gone


def fate_of_post(administration: Administration) -> Case:
    """Of messages: "withdrawn" or "gone", faces of `web.faces`; "" while the post stands or none is known."""
    withdrawn, gone = _under(administration, "")
    return Case(When(withdrawn, then=Value("withdrawn")), When(gone, then=Value("gone")), default=Value(""))


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


def _under(administration: Administration, message: str) -> tuple[Q, Q]:
    """Taken down by us, gone without us. Asked of each message by itself: the posts that do not stand only become
    more."""
    conversation = OuterRef(f"{message}conversation")
    down, gone = _taken_down(administration), _gone(administration)
    return Q(Exists(down.filter(about__conversations=conversation))), Q(
        Exists(gone.filter(act__conversations=conversation))
    )


def _taken_down(administration: Administration) -> QuerySet[Act]:
    """Withdrawals that are proven or that a person has confirmed: until then the post, and what is written under it,
    stands where residents read it."""
    rows: QuerySet[Act] = Act.objects.of(administration).filter(verb=ActVerb.WITHDRAW, about__isnull=False)
    return rows.exclude(state__in=NOT_PROVEN)


def _gone(administration: Administration) -> "QuerySet[Divergence]":
    rows: QuerySet[Divergence] = Divergence.objects.of(administration).filter(kind=DivergenceKind.GONE, ended_at=None)
    return rows
