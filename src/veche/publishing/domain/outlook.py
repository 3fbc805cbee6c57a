"""What an approval would change: in which networks, and which version it replaces."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db.models import QuerySet, prefetch_related_objects

from veche.accounts.domain.abilities import ability_of, why_by_hand
from veche.accounts.models import Account
from veche.accounts.order import by_network, in_order
from veche.approval.domain.outlook import Earlier, Hand, Outlook
from veche.approval.domain.queries import OPEN
from veche.approval.models import Step
from veche.kernel.clock import now
from veche.networks.protocol import Operation, Verb
from veche.outbox.domain.states import ALL_BUT_OUT, CERTAINLY_UNSENT, IN_DOUBT, STILL_TO_LEAVE
from veche.outbox.models import Act
from veche.posts.domain.queries import parts_of, with_writers
from veche.posts.models import PostVersion
from veche.publishing.domain.correct import would_change
from veche.publishing.domain.delivery_targets import targets
from veche.publishing.domain.standing import in_force_among, standing_among
from veche.publishing.models import Delivery, ReleaseChoice
from veche.staff.compiled import compiled_once


def outlook(step: Step, accounts: Sequence[Account]) -> Outlook:
    """For an open step; for a closed one where the version was to go. `accounts`: as of `accounts_for`."""
    version: PostVersion = step.sheet.version
    if step.sheet.closed_at is not None or hasattr(step, "decision"):
        return Outlook(_networks(accounts))
    deliveries = _deliveries_of(version)
    standing = standing_among(one.act for one in deliveries)
    hands = {hand.account: hand.told for hand in _by_hand(version, accounts, standing) if hand.told.why}
    earlier, ahead = _earlier(version, deliveries)
    chosen = {account.pk for account in accounts}
    return Outlook(
        networks=_changing(version, accounts, standing),
        earlier=earlier,
        hands=tuple(hands.values()),
        nowhere=_networks(act.account for act in ahead if act.account_id not in chosen),
    )


def networks_for(steps: Sequence[Step]) -> dict[int, list[str]]:
    """By open step: networks in which the approval changes something. Steps of one administration."""
    if not steps:
        return {}
    city = steps[0].administration_id
    asked = _asked_versions(city)
    prefetch_related_objects(asked, *parts_of(city))
    versions = {version.pk: version for version in asked}
    acts: dict[int, list[Act]] = {}
    for post, act in _publications_of_asked(city):
        acts.setdefault(post, []).append(act)
    found = {}
    for step in steps:
        read: PostVersion = step.sheet.version
        accounts = read.own_accounts or list(read.post.plan_item.accounts.all())
        version = versions.get(read.pk)
        if version is None:  # decided since the steps were read
            found[step.pk] = _networks(accounts)
            continue
        found[step.pk] = _changing(version, accounts, standing_among(acts.get(version.post_id, ())))
    return found


def _publications_of_asked(city: int) -> list[tuple[int, Act]]:
    """Acts whose post is or may be published and is asked about again, each with its post, oldest first."""
    rows = _published_and_asked(city)
    prefetch_related_objects(rows, "act__changes")
    return [(row.version.post_id, row.act) for row in rows]


@compiled_once
def _published_and_asked(city: int) -> QuerySet[Delivery]:
    posts = _open_steps(city).values("sheet__version__post")
    found = Delivery.objects.of(city).filter(version__post__pk__among=posts, act__verb=Verb.PUBLISH)
    # Not «sent, confirmed or in doubt»: SQLite would begin with all acts that are.
    found = found.exclude(act__state__in=ALL_BUT_OUT - IN_DOUBT)
    return found.select_related("version", "act__account").order_by("act")


@compiled_once
def _asked_versions(city: int) -> QuerySet[PostVersion]:
    return with_writers(city).filter(pk__among=_open_steps(city).values("sheet__version")).order_by("number")


def _open_steps(city: int) -> QuerySet[Step]:
    return Step.objects.of(city).filter(OPEN, sheet__administration=city).order_by()


def _changing(version: PostVersion, accounts: Iterable[Account], standing: Mapping[int, Act]) -> list[str]:
    changing = [act.account for act in standing.values() if would_change(version, act)]
    return _networks([*(account for account in accounts if account.pk not in standing), *changing])


class _Told(NamedTuple):
    account: int
    told: Hand


def _by_hand(version: PostVersion, accounts: Iterable[Account], standing: Mapping[int, Act]) -> Iterator[_Told]:
    """Networks in which something changes; without a reason where it goes by itself."""
    for target in targets((account for account in accounts if account.pk not in standing), version):
        why, waits = (
            (target.why or target.word if target.mode in ("by_hand", "waits_key") else ""),
            target.mode == "waits_key",
        )
        if waits and version.hour <= now():
            why, waits = "нет ключа, а час уже прошёл", False
        yield _Told(target.account.pk, Hand(target.account.network, why, waits=waits))
    for act in standing.values():
        if would_change(version, act):
            why = why_by_hand(ability_of(act.account, Operation.EDIT))
            yield _Told(act.account_id, Hand(act.account.network, why))


def _deliveries_of(version: PostVersion) -> list[Delivery]:
    """Deliveries of all versions of the post, by network. Two queries, one if there is none."""
    found = _deliveries(version.administration_id, version.post_id)
    prefetch_related_objects(found, "act__changes")
    return found


@compiled_once
def _deliveries(city: int, post: int) -> QuerySet[Delivery]:
    found = Delivery.objects.of(city).filter(version__post=post).select_related("version", "act__account__passport")
    return found.order_by(by_network("account__network"), "pk")


def _earlier(version: PostVersion, deliveries: Sequence[Delivery]) -> tuple[Earlier | None, list[Act]]:
    """`standing.agreed_version` if it is an earlier one with acts. One query, none without deliveries."""
    if not deliveries:
        return None, []
    held = ReleaseChoice.objects.of(version.administration_id).filter(version__post=version.post_id, held=True)
    choices = {choice.version_id: choice for choice in held.select_related("by", "version")}
    known = {choice.version_id: choice.version for choice in choices.values()}
    known |= {one.version_id: one.version for one in deliveries}
    agreed = [known[pk] for pk in in_force_among(deliveries, choices)]
    newest = max(agreed, key=lambda one: one.number, default=None)
    if newest is None or newest.number >= version.number:
        return None, []
    choice = choices.get(newest.pk)
    stopped = choice.stopped if choice is not None else {}
    acts = [one.act for one in deliveries if one.version_id == newest.pk]
    ahead = [act for act in acts if act.state in CERTAINLY_UNSENT or str(act.pk) in stopped]
    if not ahead:
        return None, []
    earlier = Earlier(
        number=newest.number,
        networks=_networks(act.account for act in ahead),
        hour=ahead[0].due_at,
        held_by=choice.by if choice is not None else None,
        held_at=choice.at if choice is not None else None,
        needs_person=ahead[0].due_at <= now() and not any(act.state in STILL_TO_LEAVE for act in ahead),
    )
    return earlier, ahead


def _networks(accounts: Iterable[Account]) -> list[str]:
    return in_order({account.network for account in accounts})
