"""A person's decisions about an act: «вышла? да / нет», «отправить сейчас», «не нужна»."""

from django.db import transaction

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.networks.protocol import Verb
from veche.networks.registry import NETWORKS
from veche.outbox.domain.by_hand import GONE, is_about_gone, opens_later
from veche.outbox.domain.divergence import close_divergence
from veche.outbox.domain.freeze import waiting_state
from veche.outbox.domain.grace import is_over
from veche.outbox.domain.hindrances import refuse_hindered
from veche.outbox.domain.overtaken import NEVER_GIVEN_UP
from veche.outbox.domain.plan import NOT_AFTER
from veche.outbox.domain.post_address import post_at, takes_address
from veche.outbox.domain.queue import check_soon, enqueue
from veche.outbox.domain.results import confirm_by_person, rule_out
from veche.outbox.enums import ActState
from veche.outbox.errors import CHANGED, NotNow, WrongAddress
from veche.outbox.models import Act
from veche.staff.models import Person

NO_ADDRESS = "Ссылки нет. Откройте запись в сети и скопируйте её адрес. Ничего не записали."
NOT_ITS_DAY = "Её день ещё не пришёл. Если она уже стоит в сети, перенесите её на сегодня и отметьте."
# The states that each answer accepts; `queries.CHOICES` offers it in the same ones.
HAPPENED_FROM = (ActState.UNKNOWN, ActState.SENT, ActState.BY_HAND)
NOT_HAPPENED_FROM = (ActState.UNKNOWN,)
SENT_NOW_FROM = (ActState.MISSED, ActState.FAILED, ActState.BY_HAND)
GIVEN_UP_FROM = (
    ActState.MISSED,
    ActState.FAILED,
    ActState.PLANNED,
    ActState.STOPPED,
    ActState.PAUSED,
    ActState.BY_HAND,
)

STILL_STANDS = (
    "Запись сняли с публикации, а в сети она ещё стоит. Снятие осталось: отправьте его или снимите руками и отметьте."
)


def say_happened(*, act: Act, by: Person, url: str = "") -> None:
    """Confirm the act by a person's word. `url`: the post's address as they copied it.

    Raises `NotNow`, and `WrongAddress` if the address is of another account or of another act's post.
    """
    with transaction.atomic():
        fresh = _locked(act)
        if fresh.state not in HAPPENED_FROM:
            raise NotNow(CHANGED)
        if opens_later(fresh):
            raise NotNow(NOT_ITS_DAY)
        known = post_at(fresh, url)
        confirm_by_person(fresh, by=by, lease_until=None, **_uncalled(fresh), **known)
        if fresh.verb == Verb.PUBLISH and "remote_id" in known:
            check_soon(fresh)


def give_address(*, act: Act, by: Person, url: str) -> None:
    """Set or replace the address of a post that a person confirmed; `confirmed_by` does not change.

    Raises `NotNow`, and `WrongAddress` as `say_happened` does, also for an empty address.
    """
    with transaction.atomic():
        fresh = _locked(act)
        if not takes_address(fresh):
            raise NotNow(CHANGED)
        fresh.remote_id = ""  # a person gave it: the new address need not name the same post
        known = post_at(fresh, url)
        if not known:
            raise WrongAddress(NO_ADDRESS)
        _set(fresh, **{"remote_id": "", "read_back_at": None, **known})
        close_divergence(act=fresh)
        check_soon(fresh)
        facts = {"remote_id": fresh.remote_id}
        record(administration=fresh.administration, actor=by, verb="act.address_given", obj=fresh, facts=facts)


def _uncalled(act: Act) -> dict[str, object]:
    """Clear the times of failed calls if a person published the post, so that `Act.out_at` is their word's time."""
    return {"first_call_at": None, "last_call_at": None} if act.state == ActState.BY_HAND else {}


def say_not_happened(*, act: Act, by: Person) -> None:
    """Rule the act out by a person's word, once the network's grace is over by both clocks (grace.py).

    Within its hour the act goes out again unless it is frozen; an act that was taken back meanwhile is cancelled.
    """
    with transaction.atomic():
        fresh = _locked(act)
        if fresh.state not in NOT_HAPPENED_FROM:
            raise NotNow(CHANGED)
        if not is_over(fresh):
            raise NotNow("Сеть ещё может показать запись с опозданием. Подождите минуту и посмотрите снова.")
        # With a new attempt number a worker that is looking it up finds that the act is no longer its own.
        rule_out(fresh, attempt=fresh.attempt + 1)
        record(administration=fresh.administration, actor=by, verb="act.absent_by_person", obj=fresh, facts={})


def send_now(*, act: Act, by: Person) -> None:
    """Plan a missed, failed or by-hand act anew, due now; a by-hand act keeps an hour that has not come.

    Uploads that are reusable are kept. Under a freeze the act is stopped, under a pause a publication waits. Raises
    `NotNow`, also if something keeps it from leaving this late.
    """
    with transaction.atomic():
        fresh = _locked(act)
        if fresh.state not in SENT_NOW_FROM:
            raise NotNow(CHANGED)
        if is_about_gone(fresh):
            raise NotNow(GONE)
        refuse_hindered(fresh)
        due = max(fresh.due_at, now()) if fresh.state == ActState.BY_HAND else now()
        _set(
            fresh,
            state=waiting_state(fresh),
            reason="",
            due_at=due,
            next_try_at=due,
            not_after=due + NOT_AFTER,
            parts=NETWORKS[fresh.account.network].reusable(fresh.parts),
            lease_until=None,
        )
        enqueue(fresh, at=due)
        record(administration=fresh.administration, actor=by, verb="act.sent_again", obj=fresh, facts={})


def give_up(*, act: Act, by: Person) -> None:
    """Cancel an act that certainly has not left. Raises `NotNow`."""
    if act.verb in NEVER_GIVEN_UP:
        raise NotNow(STILL_STANDS)
    with transaction.atomic():
        fresh = _locked(act)
        if fresh.state not in GIVEN_UP_FROM:
            raise NotNow(CHANGED)
        _set(fresh, state=ActState.CANCELLED, reason="Сняли: больше не нужна.", lease_until=None)
        record(administration=fresh.administration, actor=by, verb="act.given_up", obj=fresh, facts={})


def _locked(act: Act) -> Act:
    fresh: Act = (
        Act.objects.of(act.administration_id)
        .select_for_update(of=("self",))
        .select_related("account", "administration")
        .get(pk=act.pk)
    )
    return fresh


def _set(act: Act, **changes: object) -> None:
    Act.objects.of(act.administration_id).filter(pk=act.pk).update(updated_at=now(), **changes)
    act.refresh_from_db()
