"""Thresholds that real decisions speak for: offered with what would have changed; a person takes one or not.

The program changes no threshold. A higher one of a ground of the law takes two people, whoever thought of it.
"""

from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet

from veche.accounts.models import Account
from veche.inbox.domain.queries import accounts_listened_to
from veche.inbox.enums import MessageState
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.domain.corrections import LEARNED_FROM
from veche.moderation.domain.thresholds import apply, in_force
from veche.moderation.enums import Ground, OfferAnswer
from veche.moderation.errors import ModerationError
from veche.moderation.models import Correction, Proposal, ThresholdOffer
from veche.screening.advice import ENOUGH, Decided, Effect, advised, effect_of
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration, Person
from veche.staff.together import Reading

# Of the newest comments of an account, to see what a lower threshold would have proposed.
SEEN: Final = 2000
DEALT_WITH: Final = (MessageState.KEPT, MessageState.ANSWERED, MessageState.CLOSED)


def offer_all() -> int:
    """Offer in all administrations what decisions speak for. Returns the number of new offers."""
    return sum(offer_in(city) for city in Administration.objects.order_by("pk"))


def offer_in(administration: Administration) -> int:
    return sum(_offer(account, ground) for account in accounts_listened_to(administration) for ground in Ground)


def _offer(account: Account, ground: Ground) -> bool:
    """Replace the program's own open offer; one that a person asked for waits for its answer.

    What is long to read is read before the transaction, which holds up every writer in SQLite.
    """
    before, decided = in_force(account, ground), decisions_of(account, ground)
    value, effect = None, None
    if len(decided) >= ENOUGH and not _was_left_lately(account, ground):
        stayed = stayed_of(account, ground)
        value = advised(decided, stayed, before)
        effect = None if value is None else effect_of(decided, stayed, before, value)
    with transaction.atomic():
        _lock(account)
        open_ones = _open_about(account, ground)
        known = open_ones.first()
        if known and (known.asked_by_id or (known.before, known.value) == (before, value)):
            return False
        open_ones.delete()
        if value is None or effect is None or in_force(account, ground) != before:
            return False
        _create(account, ground, before, value, effect)
    return True


def _lock(account: Account) -> None:
    Account.objects.of(account.administration_id).select_for_update(of=("self",)).get(pk=account.pk)


def _open_about(account: Account, ground: str) -> "QuerySet[ThresholdOffer]":
    rows: QuerySet[ThresholdOffer] = ThresholdOffer.objects.of(account.administration_id)
    return rows.filter(account=account, ground=ground, answer="")


def _create(
    account: Account, ground: str, before: float, value: float, effect: Effect, by: Person | None = None
) -> ThresholdOffer:
    said = {name: getattr(effect, name) for name in ("decided", "fewer", "in_vain", "more", "deleted")}
    made: ThresholdOffer = ThresholdOffer.objects.create(
        administration_id=account.administration_id,
        account=account,
        ground=ground,
        before=before,
        value=value,
        at=now(),
        asked_by=by,
        **said,
    )
    return made


def decisions_of(account: Account, ground: str) -> list[Decided]:
    """Score and judgement of the newest decisions about one ground in one account."""
    rows = Correction.objects.of(account.administration_id).filter(account=account, ground=ground).order_by("-pk")
    return list(rows.values_list("score", "violation")[:LEARNED_FROM])


def stayed_of(account: Account, ground: str) -> list[float]:
    """Scores of the newest comments that people dealt with, on which the ground was not proposed."""
    rows = Proposal.objects.of(account.administration_id).filter(
        message__account=account, message__private=False, message__state__in=DEALT_WITH
    )
    # By the number of the message, in which an index walks back from the newest.
    told = rows.order_by("-message_id").values_list("scores", "grounds")[:SEEN]
    return [float(scores.get(ground, 0)) for scores, grounds in told if ground not in grounds]


def _was_left_lately(account: Account, ground: str) -> bool:
    """Whether a person kept the present threshold and fewer than `ENOUGH` decisions came since."""
    left = ThresholdOffer.objects.of(account.administration_id).filter(
        account=account, ground=ground, answer=OfferAnswer.LEFT
    )
    last = left.order_by("-pk").first()
    if last is None:
        return False
    newer = Correction.objects.of(account.administration_id).filter(account=account, ground=ground)
    return newer.filter(at__gt=last.answered_at).count() < ENOUGH


def open_offers(administration: Administration) -> "QuerySet[ThresholdOffer]":
    rows: QuerySet[ThresholdOffer] = ThresholdOffer.objects.of(administration).filter(answer="")
    return rows.select_related("account", "asked_by").order_by("account__network", "account__title", "pk")


def reading_of_waiting_offers(person: Person) -> Reading[int]:
    """How many offers of colleagues wait for a second person, to read together with others."""
    return Reading(_waiting_for.bind(person.administration_id, person.pk), len)


@compiled_once
def _waiting_for(city: int, person: int) -> "QuerySet[ThresholdOffer]":
    rows: QuerySet[ThresholdOffer] = ThresholdOffer.objects.of(city).filter(answer="", asked_by__isnull=False)
    return rows.exclude(asked_by=person).order_by("pk").only("pk")


def ask(*, account: Account, by: Person, ground: str, value: float) -> ThresholdOffer:
    """Keep a higher threshold of the law until another person confirms it; an equal question stands."""
    before = in_force(account, ground)
    effect = effect_of(decisions_of(account, ground), stayed_of(account, ground), before, value)
    with transaction.atomic():
        _lock(account)
        rows = _open_about(account, ground)
        standing = rows.first()
        if standing and standing.asked_by_id and (standing.before, standing.value) == (before, value):
            return standing
        rows.delete()
        made = _create(account, ground, before, value, effect, by)
        record(administration=account.administration, actor=by, verb="threshold.asked", obj=account, facts=_facts(made))
    return made


def take(*, offer: ThresholdOffer, by: Person) -> bool:
    """Put an offered threshold in force; False: it waits for a second person now. Raises `ModerationError`."""
    with transaction.atomic():
        fresh = _open(offer)
        if round(in_force(fresh.account, fresh.ground), 4) != round(fresh.before, 4):
            raise ModerationError("С тех пор уверенность уже изменили. Ничего не тронули.")
        if fresh.takes_two and fresh.asked_by_id is None:
            fresh.asked_by = by
            fresh.save(update_fields=("asked_by",))
            record(
                administration=fresh.administration,
                actor=by,
                verb="threshold.asked",
                obj=fresh.account,
                facts=_facts(fresh),
            )
            return False
        if fresh.takes_two and fresh.asked_by_id == by.pk:
            raise ModerationError("По закону реже предлагаем, только когда согласны двое. Нужен другой человек.")
        _answer(fresh, by, OfferAnswer.TAKEN)
        apply(account=fresh.account, by=by, ground=fresh.ground, value=fresh.value, asked_by=fresh.asked_by)
    return True


def leave(*, offer: ThresholdOffer, by: Person) -> None:
    """Keep the present threshold. Raises `ModerationError` if somebody was quicker."""
    with transaction.atomic():
        fresh = _open(offer)
        _answer(fresh, by, OfferAnswer.LEFT)
        record(
            administration=fresh.administration, actor=by, verb="threshold.left", obj=fresh.account, facts=_facts(fresh)
        )


def _open(offer: ThresholdOffer) -> ThresholdOffer:
    rows = ThresholdOffer.objects.of(offer.administration_id).select_for_update(of=("self",))
    related = rows.select_related("account__administration", "administration", "asked_by")
    fresh: ThresholdOffer | None = related.filter(Q(pk=offer.pk), answer="").first()
    if fresh is None:
        raise ModerationError("На это предложение уже ответили. Ничего не изменилось.")
    return fresh


def _answer(offer: ThresholdOffer, by: Person, answer: OfferAnswer) -> None:
    offer.answer, offer.answered_at, offer.answered_by = answer, now(), by
    offer.save(update_fields=("answer", "answered_at", "answered_by"))


def _facts(offer: ThresholdOffer) -> dict[str, Any]:
    before, value = offer.percents
    return {"ground": offer.ground, "percent": value, "before": before}
