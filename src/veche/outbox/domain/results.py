"""Record what is known after a call: it happened, it did not, or nobody knows."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models.functions import Coalesce

from veche.accounts.domain.queries import awaits_key
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.kernel.http import PACED
from veche.networks.protocol import POST_GONE, TOO_LONG, Done, NetworkError, Verb
from veche.networks.registry import NETWORKS
from veche.outbox.domain.claim import finish_attempt
from veche.outbox.domain.confidential import sealed_of
from veche.outbox.domain.divergence import close_divergence, open_divergence
from veche.outbox.domain.freeze import waiting_state
from veche.outbox.domain.overtaken import ABOUT_A_POST, ABOUT_COMMENTS, ABOUT_THE_PAGE, drop_overtaken
from veche.outbox.domain.plan import drop_if_taken_back
from veche.outbox.domain.post_ids import is_taken
from veche.outbox.domain.queue import enqueue
from veche.outbox.domain.states import before
from veche.outbox.enums import ActState, DivergenceKind, Outcome, Proof
from veche.outbox.models import Act
from veche.outbox.reasons import ID_TAKEN, LATE_AND_RULED_OUT, PUT_OFF
from veche.staff.models import Person

# Pauses after «did not happen»: short at first, because the hour of a post is near; then a minute until it is missed.
PAUSES: tuple[timedelta, ...] = (
    timedelta(seconds=2),
    timedelta(seconds=5),
    timedelta(seconds=15),
    timedelta(seconds=30),
    timedelta(minutes=1),
)
# No person can do it either: a text that is too long for the network is too long for a person as well.
_HOPELESS_CODES = frozenset({TOO_LONG})
FIRST_LOOKUP_PAUSE = timedelta(seconds=2)


def happened(act: Act, done: Done) -> None:
    """Record a success. The act is `sent` until it is read back, unless the answer itself is the proof.

    An id that another act holds proves nothing: which of two equal posts is whose has to be looked up.
    """
    with transaction.atomic():
        if is_taken(act, done.remote_id):
            not_known(act, ID_TAKEN, grace=NETWORKS[act.account.network].limits.grace, idempotency_key=uuid4())
            return
        moment = now()
        known = {
            "remote_id": done.remote_id,
            "more_ids": list(done.more_ids),
            "remote_url": done.url,
            "doubt_since": None,
            "lookups": 0,
            "lease_until": None,
            "updated_at": moment,
            **sealed_of(act, done),
        }
        rows = Act.objects.of(act.administration_id).filter(pk=act.pk)
        if done.proven:
            confirm(act, proof=Proof.ANSWER, **known)
        elif rows.filter(state__in=before(ActState.SENT)).update(
            state=ActState.SENT, next_try_at=moment + FIRST_LOOKUP_PAUSE, reason=incomplete(done.missing), **known
        ):
            act.state = ActState.SENT
            enqueue(act, at=moment + FIRST_LOOKUP_PAUSE)
        else:  # the network's own event was quicker and has confirmed it already
            rows.filter(remote_url="").update(remote_url=done.url)
        finish_attempt(act, Outcome.HAPPENED, f"Сеть взяла запись, но на ней {done.missing}." if done.missing else "")


def incomplete(missing: str) -> str:
    """The sentence on an act's page about sent parts that the network does not show."""
    if not missing:
        return ""
    return f"Вышла не целиком, сеть показывает {missing}. Откройте запись и дополните её."


def confirm(act: Act, *, proof: Proof, **known: object) -> bool:
    """Record the network's proof in the row and, once, in the journal; also for acts that a person confirmed."""
    with transaction.atomic():
        changed = _set_confirmed(act, proof=proof, **known) or _prove_word_of_person(act, proof=proof, **known)
        if changed:
            record(
                administration=act.administration,
                actor=None,
                verb="act.confirmed",
                obj=act,
                facts={"proof": str(proof), "remote_id": str(known.get("remote_id", act.remote_id))},
            )
    return changed


def confirm_by_person(act: Act, *, by: Person, **known: object) -> bool:
    """Record a person's confirmation, with a journal entry by them; the network has confirmed nothing."""
    with transaction.atomic():
        changed = _set_confirmed(act, proof=Proof.PERSON, confirmed_by=by, **known)
        if changed:
            facts = {
                "network": act.account.network,
                "account": act.account_id,
                "remote_id": str(known.get("remote_id", act.remote_id)),
                "url": str(known.get("remote_url", act.remote_url)),
            }
            record(administration=act.administration, actor=by, verb="act.seen_by_person", obj=act, facts=facts)
    return changed


def _set_confirmed(act: Act, *, proof: Proof, **known: object) -> bool:
    moment = now()
    changed = (
        Act.objects.of(act.administration_id)
        .filter(pk=act.pk, state__in=before(ActState.CONFIRMED))
        .update(
            **{"doubt_since": None, "reason": "", "updated_at": moment, **known},
            state=ActState.CONFIRMED,
            proof=proof,
            proven_at=moment,
        )
    )
    if changed:
        drop_overtaken(act)
        if act.about is not None and act.verb in (Verb.EDIT, Verb.WITHDRAW):
            close_divergence(act=act.about)
    return changed == 1


def _prove_word_of_person(act: Act, *, proof: Proof, **known: object) -> bool:
    """Record the network's proof of what a person confirmed; `confirmed_by` and the journal keep their word."""
    said = Act.objects.of(act.administration_id).filter(pk=act.pk, state=ActState.CONFIRMED, proof=Proof.PERSON)
    told = {name: value for name, value in known.items() if value}
    moment = now()
    return said.update(**{**told, "proof": proof, "proven_at": moment, "updated_at": moment}) == 1


def did_not_happen(act: Act, error: NetworkError) -> None:
    """Record that this call had no effect. An act in doubt from an earlier call stays in doubt."""
    _note_blame(act, error)
    if act.doubt_since is not None:
        _back_to_doubt(act, error.advice)
    elif error.code == POST_GONE and act.about is not None:
        record_failure(act, error.advice, may_become_card=False)
        open_divergence(act=act.about, kind=DivergenceKind.GONE)
    elif error.permanent:
        lost_key = error.key_slot is not None and awaits_key(act.account, now())
        record_failure(act, error.advice, may_become_card=error.code not in _HOPELESS_CODES, lost_key=lost_key)
    else:
        _try_again(act, error)


def _note_blame(act: Act, error: NetworkError) -> None:
    """Remember that a key or its rights were to blame, for IT, until the act is done or cancelled."""
    if error.code == PACED or (error.key_slot is None and act.key_blamed_at is None):
        return
    act.key_blamed_at = now() if error.key_slot is not None else None
    Act.objects.of(act.administration_id).filter(pk=act.pk).update(key_blamed_at=act.key_blamed_at)


def _try_again(act: Act, error: NetworkError) -> None:
    with transaction.atomic():
        moment = now()
        pause = PAUSES[min(act.attempt, len(PAUSES)) - 1]
        if error.code == PACED:
            pause = timedelta(seconds=error.retry_after or 0)
        elif error.retry_after is not None:
            pause = max(pause, timedelta(seconds=error.retry_after))
        _settle(act, state=waiting_state(act), next_try_at=moment + pause, reason=error.advice[:500])
        finish_attempt(act, Outcome.DID_NOT_HAPPEN, PUT_OFF if error.code == PACED else error.advice)


def record_failure(act: Act, reason: str, *, may_become_card: bool = True, lost_key: bool = False) -> None:
    """Record a permanent failure: the act becomes `failed` or, if a person can do it in the network, a card.

    Cards are for acts about an existing post or the page and, with `lost_key`, for a publication that has waited in
    vain for a key.
    """
    by_nature = act.verb in ABOUT_A_POST | ABOUT_COMMENTS | ABOUT_THE_PAGE
    handed = may_become_card and (by_nature or (lost_key and act.verb == Verb.PUBLISH))
    with transaction.atomic():
        changed = _settle(act, state=ActState.BY_HAND if handed else ActState.FAILED, reason=reason[:500])
        finish_attempt(act, Outcome.DID_NOT_HAPPEN, reason)
        if changed:
            verb = "act.handed_over" if handed else "act.failed"
            record(administration=act.administration, actor=None, verb=verb, obj=act, facts={})


def withhold(act: Act, reason: str) -> None:
    """Record that the act was not called, because it may not leave as it is: it fails, and a person decides."""
    with transaction.atomic():
        changed = _settle(act, state=ActState.FAILED, reason=reason[:500])
        finish_attempt(act, Outcome.DID_NOT_HAPPEN, reason)
        if changed:
            record(administration=act.administration, actor=None, verb="act.withheld", obj=act, facts={})


def not_known(act: Act, why: str, *, grace: timedelta, **known: object) -> None:
    """Record that the request may have got through; schedule a lookup after the network's grace.

    `known` goes into the row, with a new `idempotency_key` where the network answered the old one
    with another act's result.
    """
    with transaction.atomic():
        moment = now()
        look_at = (act.last_call_deadline or moment) + grace
        _settle(
            act,
            state=ActState.UNKNOWN,
            doubt_since=Coalesce("doubt_since", moment),
            next_try_at=look_at,
            reason=why[:500],
            **known,
        )
        finish_attempt(act, Outcome.UNKNOWN, why)


def _back_to_doubt(act: Act, why: str) -> None:
    with transaction.atomic():
        _settle(act, state=ActState.UNKNOWN, next_try_at=now() + PAUSES[-1], reason=why[:500])
        finish_attempt(act, Outcome.DID_NOT_HAPPEN, why)


def rule_out(act: Act, **changes: object) -> bool:
    """Record that an act in doubt certainly did not happen: plan it again or, past its time, mark it as missed.

    An act that was taken back meanwhile is cancelled. `changes` go into the row as well. False if another worker holds
    the act or it is no longer in doubt.
    """
    with transaction.atomic():
        moment = now()
        late = moment > act.not_after
        mine = Act.objects.of(act.administration_id).filter(pk=act.pk, attempt=act.attempt, state=ActState.UNKNOWN)
        told: dict[str, object] = {
            "state": ActState.MISSED if late else waiting_state(act),
            "reason": LATE_AND_RULED_OUT if late else "",
            "doubt_since": None,
            "absence_proves_nothing_since": None,
            "lookups": 0,
            "lease_until": None,
            "next_try_at": moment,
            "updated_at": moment,
        }
        changed = mine.update(**{**told, **changes})
        if changed and not drop_if_taken_back(act) and not late:
            _enqueue_again(act)
    return changed == 1


def _settle(act: Act, *, state: ActState, **changes: object) -> bool:
    """Apply a result only if this attempt still holds the act.

    False also for acts that were taken back meanwhile: nothing more is to be done.
    """
    mine = Act.objects.of(act.administration_id).filter(pk=act.pk, attempt=act.attempt, state__in=before(state))
    changed = mine.update(state=state, lease_until=None, updated_at=now(), **changes) == 1
    if changed and drop_if_taken_back(act):
        return False
    if changed and "next_try_at" in changes:
        _enqueue_again(act)
    return changed


def _enqueue_again(act: Act) -> None:
    act.refresh_from_db()
    enqueue(act, at=_soonest(act.next_try_at))


def _soonest(moment: datetime) -> datetime:
    return max(moment, now())
