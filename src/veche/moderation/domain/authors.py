"""Restricted authors of an account. Verbs about authors lock the account's row."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When
from django.urls import reverse

from veche.accounts.models import Account, AccountAdministrator
from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.moderation.models import Restriction, Ruling
from veche.networks.protocol import Verb
from veche.networks.registry import NETWORKS
from veche.outbox.domain.by_hand import ActAuthor
from veche.outbox.domain.plan import cancel
from veche.outbox.domain.states import OUT
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.models import Administration
from veche.staff.together import Reading

# The network's clock and ours may differ.
SKEW = timedelta(minutes=5)


def lock_authors(account: Account) -> Account:
    """Lock the account, so that two decisions about one author take turns. Needs a transaction."""
    found: Account = (
        Account.objects.of(account.administration_id)
        .select_for_update(of=("self",), no_key=True)
        .select_related("administration")
        .get(pk=account.pk)
    )
    return found


def restrictions_of(account: Account, author_id: str) -> "QuerySet[Restriction]":
    """Restrictions of an author, newest first."""
    return _of_author(account.administration_id, account, author_id)


def _of_author(city: int, account: Account, author_id: str) -> "QuerySet[Restriction]":
    rows: QuerySet[Restriction] = Restriction.objects.of(city).filter(account=account, author_id=author_id)
    return rows.select_related(
        "act__confirmed_by", "release_act__confirmed_by", "by", "released_by", "administration", "account"
    ).order_by("-pk")


def title_of(author_id: str, message: Message | None) -> str:
    """A title without the resident's name, as letters and lists show it to people who read no private messages."""
    if message is not None and message.private:
        return f"Автор личного сообщения № {message.pk}"
    return f"Автор № {author_id}"


def whom_of(act: Act) -> ActAuthor | None:
    """The author whom an act restricts or releases, or the private message that it deletes."""
    if act.verb == Verb.DELETE_MESSAGE:
        return _letter(act)
    return whom_by_act(act.administration_id, [act]).get(act.pk)


def whom_by_act(administration: Administration | int, acts: Sequence[Act]) -> dict[int, ActAuthor]:
    """Authors by act, without those of private messages, who are named only to their readers.

    One query; none if no act is about an author.
    """
    wanted = [act.pk for act in acts if act.verb in (Verb.RESTRICT_AUTHOR, Verb.RELEASE_AUTHOR)]
    if not wanted:
        return {}
    rows = Restriction.objects.of(administration).filter(Q(act__in=wanted) | Q(release_act__in=wanted))
    found = [one for one in rows.select_related("message", "account") if not one.is_private]
    return {act: _whom(one) for one in found for act in (one.act_id, one.release_act_id) if act}


def _letter(act: Act) -> ActAuthor | None:
    ruling = Ruling.objects.of(act.administration_id).filter(act=act).first()
    if ruling is None:
        return None
    url = reverse("web:message", args=[ruling.message_id])
    return ActAuthor(f"личное сообщение № {ruling.message_id}", "", "", url, what="Что")


def _whom(one: Restriction) -> ActAuthor:
    return ActAuthor(
        name=one.author,
        number=one.author_id,
        page=NETWORKS[one.account.network].pages.author(one.author_id),
        url=reverse("moderation:restriction", args=[one.pk]),
    )


def open_restriction(account: Account, author_id: str) -> Restriction | None:
    """The restriction in force or on its way."""
    return reading_of_restriction(account, author_id).read()


def reading_of_restriction(account: Account, author_id: str) -> Reading[Restriction | None]:
    """`open_restriction`, to be read with other things."""
    query = _open_restriction.bind(account.administration_id, account, author_id) if author_id else None
    return Reading(query, lambda rows: next(iter(rows), None))


@compiled_once
def _open_restriction(city: int, account: Account, author_id: str) -> "QuerySet[Restriction]":
    return _of_author(city, account, author_id).exclude(over())[:1]


def was_restricted(account: Account, author_id: str) -> bool:
    """Whether the author was restricted here before, by us or in the network; what never went out does not count."""
    return restrictions_of(account, author_id).exclude(act__state=ActState.CANCELLED).exists()


def why_not_this_author(message: Message) -> str:
    """Why a page does not restrict this author: its administrator, a page of ours, a community. "" for a resident."""
    account, number = message.account, message.author_id
    if not number:
        return ""
    people = AccountAdministrator.objects.of(account.administration_id).filter(account=account, gone_at=None)
    if people.filter(person_id=number).exists():
        return "Это администратор вашей страницы. Сначала заберите у него права в сети."
    ours = Account.objects.of(account.administration_id).filter(network=account.network)
    if ours.filter(remote_id=number.removeprefix("-")).exists():
        return "Это ваша же страница."
    network = NETWORKS[account.network]
    if number.startswith("-") and not network.restriction.communities:
        return f"Это сообщество, а не человек: {network.title} ограничивает только людей."
    return ""


def over() -> Q:
    """Filter for restrictions that have ended, also those `end_what_is_over` has not marked yet."""
    return Q(ended_at__isnull=False) | _ended_by_itself() | Q(release_act__state__in=OUT)


def end_what_is_over(rows: "QuerySet[Restriction]") -> int:
    """Mark restrictions as ended: term over, act cancelled, released. Returns their number."""
    return end(what_is_over(rows))


def what_is_over(rows: "QuerySet[Restriction]") -> "QuerySet[Restriction]":
    """Those of them that are over and not marked yet."""
    waiting = rows.filter(over(), ended_at=None).select_related("act", "release_act")
    return waiting.filter(at__lte=this_moment())[:200]


def end(rows: Iterable[Restriction]) -> int:
    return sum(_end(one) for one in rows)


def _ended_by_itself() -> Q:
    return Q(until__lte=this_moment(), lifted_by_us=False) | Q(act__state=ActState.CANCELLED)


def _end(one: Restriction) -> int:
    """End one, and cancel its acts that have not left: a late release would lift the next restriction."""
    never = one.act is not None and one.act.state == ActState.CANCELLED
    reason = "Ограничение не вышло, снимать нечего." if never else "Ограничение уже закончилось."
    moment = now()
    ended = one.until if one.until and one.until <= moment and not one.lifted_by_us else moment
    with transaction.atomic():
        for act in (one.act, one.release_act):
            if act is not None and act.state not in {*OUT, ActState.CANCELLED}:
                cancel(act=act, reason=reason)
        return Restriction.objects.of(one.administration_id).filter(pk=one.pk, ended_at=None).update(ended_at=ended)


def restrictions(administration: Administration) -> "QuerySet[Restriction]":
    """Restrictions, present ones first, newest first; `past` tells which have ended."""
    past = Case(When(over(), then=Value(True)), default=Value(False), output_field=BooleanField())
    rows: QuerySet[Restriction] = Restriction.objects.of(administration).annotate(past=past)
    related = ("account", "by", "released_by", "message", "act__account", "release_act__account")
    said = ("act__confirmed_by", "release_act__confirmed_by")
    return rows.select_related(*related, *said).order_by(F("past"), "-at", "-pk")
