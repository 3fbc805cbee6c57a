"""Whether the post above a comment still stands: under one that does not, nobody can be answered."""

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from veche.inbox.models import Conversation
from veche.outbox.enums import DivergenceKind
from veche.outbox.models import Divergence
from veche.posts.moments import spoken
from veche.publishing.models import Delivery, Withdrawal
from veche.staff.models import Administration


def under_no_post(administration: Administration) -> Q:
    """Of messages: their post was withdrawn by us, or removed in the network by somebody else."""
    return _under(_withdrawn(administration)) | _under(_gone(administration))


def fate_of_post(administration: Administration) -> Case:
    """Of messages: "withdrawn" or "gone", faces of `web.faces`; "" while the post stands or none is known."""
    return Case(
        When(_under(_withdrawn(administration)), then=Value("withdrawn")),
        When(_under(_gone(administration)), then=Value("gone")),
        default=Value(""),
    )


def why_nobody_waits(conversation: Conversation) -> str:
    """A sentence on what became of the post; "" while it stands. No query for a conversation without an act."""
    if conversation.act_id is None:
        return ""
    city = conversation.account.administration
    withdrawals = Withdrawal.objects.of(city).filter(post__versions__deliveries__act=conversation.act_id)
    if withdrawal := withdrawals.first():
        when = spoken(withdrawal.at, city.time_zone)
        return _("Запись сняли с публикации %(when)s: ответа под ней больше не ждут.") % {"when": when}
    if _gone(city).filter(act=conversation.act_id).exists():
        return _("Записи в сети больше нет, сняли её не мы: ответа под ней больше не ждут.")
    return ""


def _under(rows: "QuerySet[Delivery] | QuerySet[Divergence]") -> Q:
    return Q(conversation__act__in=rows.values("act"))


def _withdrawn(administration: Administration) -> "QuerySet[Delivery]":
    rows: QuerySet[Delivery] = Delivery.objects.of(administration).filter(version__post__withdrawal__isnull=False)
    return rows


def _gone(administration: Administration) -> "QuerySet[Divergence]":
    rows: QuerySet[Divergence] = Divergence.objects.of(administration).filter(kind=DivergenceKind.GONE, ended_at=None)
    return rows
