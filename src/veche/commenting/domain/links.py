"""What pages of the rooms below say of comments: of an account, and of each of its posts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db.models import QuerySet
from django.urls import reverse

from veche.accounts.models import Account
from veche.commenting.domain.closures import differences, in_force
from veche.commenting.domain.ways import unseen, ways_of
from veche.commenting.models import Closure, ModeDifference
from veche.commenting.words import said_of, said_of_difference
from veche.outbox.domain.closure_links import ClosureLink, link_closures_by
from veche.outbox.models import Act
from veche.staff.access import may
from veche.staff.compiled import compiled_once
from veche.staff.models import Person


def of_account(me: Person, account: Account) -> ClosureLink | None:
    differs = differences(account.administration_id).filter(account=account, publication=None).first()
    if differs is not None:
        return _differs(me, differs)
    closed = in_force(account.administration_id).filter(account=account, publication=None).first()
    if closed is not None:
        return replace(_closed(me, closed), note=unseen(account))
    url = reverse("commenting:account", args=[account.pk])
    if account.closed_at is None and may(me, "commenting.set", account) and ways_of(account, None):
        return ClosureLink("", url, "Ограничить или закрыть комментарии", unseen(account))
    note = unseen(account)
    return ClosureLink("", "", "", note) if note else None


def _differs(me: Person, one: ModeDifference) -> ClosureLink:
    url = reverse("commenting:list") if may(me, "commenting.see", one) else ""
    return ClosureLink(said_of_difference(one), url, "Решить" if may(me, "commenting.set", one) else "Где")


def of_posts(me: Person, publications: Sequence[Act]) -> Mapping[int, ClosureLink]:
    """By the act that published. Two queries for all."""
    known = [act for act in publications if act.remote_id]
    if not known:
        return {}
    ids = [act.pk for act in known]
    closed = {one.publication_id: one for one in _closed_under(me.administration_id, ids)}
    found = {act.pk: _of_post(me, act, closed.get(act.pk)) for act in known}
    found |= {one.publication_id or 0: _differs(me, one) for one in _differing(me.administration_id, ids)}
    return {pk: link for pk, link in found.items() if link is not None}


@compiled_once
def _closed_under(city: int, publications: list[int]) -> QuerySet[Closure]:
    return in_force(city).filter(publication__pk__listed=publications)


@compiled_once
def _differing(city: int, publications: list[int]) -> QuerySet[ModeDifference]:
    return differences(city).filter(publication__pk__listed=publications)


def _of_post(me: Person, act: Act, closed: Closure | None) -> ClosureLink | None:
    if closed is not None:
        return _closed(me, closed)
    offers = may(me, "commenting.set", act) and bool(ways_of(act.account, act))
    return ClosureLink("", reverse("commenting:post", args=[act.pk]), "Закрыть комментарии") if offers else None


def _closed(me: Person, closed: Closure) -> ClosureLink:
    url = reverse("commenting:detail", args=[closed.pk]) if may(me, "commenting.see", closed) else ""
    return ClosureLink(said_of(closed), url, "Открыть" if may(me, "commenting.set", closed) else "Почему")


def register_links() -> None:
    link_closures_by(of_account, of_posts)
