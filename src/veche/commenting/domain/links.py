"""What pages of the rooms below say of comments: of an account, and of each of its posts."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse

from veche.accounts.models import Account
from veche.commenting.domain.closures import in_force
from veche.commenting.domain.ways import ways_of
from veche.commenting.models import Closure
from veche.commenting.words import said_of
from veche.outbox.domain.closure_links import ClosureLink, link_closures_by
from veche.outbox.models import Act
from veche.staff.access import may
from veche.staff.compiled import compiled_once
from veche.staff.models import Person


def of_account(me: Person, account: Account) -> ClosureLink | None:
    closed = in_force(account.administration_id).filter(account=account, publication=None).first()
    if closed is not None:
        return _closed(me, closed)
    url = reverse("commenting:account", args=[account.pk])
    offers = account.closed_at is None and may(me, "commenting.set", account) and bool(ways_of(account, None))
    return ClosureLink("", url, "Ограничить или закрыть комментарии") if offers else None


def of_posts(me: Person, publications: Sequence[Act]) -> Mapping[int, ClosureLink]:
    """By the act that published. One query for all."""
    known = [act for act in publications if act.remote_id]
    if not known:
        return {}
    closed = {one.publication_id: one for one in _closed_under(me.administration_id, [act.pk for act in known])}
    found = {act.pk: _of_post(me, act, closed.get(act.pk)) for act in known}
    return {pk: link for pk, link in found.items() if link is not None}


@compiled_once
def _closed_under(city: int, publications: list[int]) -> QuerySet[Closure]:
    return in_force(city).filter(publication__pk__listed=publications)


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
