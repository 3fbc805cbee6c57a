"""«Пробная запись»: a post that is withdrawn as soon as it is published. It belongs to no plan and no norm."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from veche.accounts.domain.abilities import ability_of
from veche.accounts.models import Account
from veche.journal.domain.record import record
from veche.kernel.clock import local, now
from veche.networks.protocol import Operation, OutgoingPost, Publish, Verb, Withdraw
from veche.outbox.domain.changes import plan_change
from veche.outbox.domain.paused import is_paused
from veche.outbox.domain.plan import plan_act
from veche.outbox.domain.states import ALL_BUT_OUT, HANDED, HELD, NOT_DONE
from veche.outbox.enums import TRIAL, ActState
from veche.outbox.errors import NotNow
from veche.outbox.models import Act
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.models import Person
from veche.staff.tenancy import OwnedQuerySet

TITLE = "Пробная запись"
# A trial that could not leave soon tells nothing about this moment.
WINDOW = timedelta(minutes=5)
# Where a network does not prove it at once, residents need not read it for longer than this.
UNPROVEN_FOR = timedelta(seconds=10)
BATCH = 50


@dataclass(frozen=True, slots=True)
class Trial:
    """The latest trial of an account. `end`: the act that withdraws it, once it is published."""

    act: Act
    end: Act | None

    @property
    def is_open(self) -> bool:
        """Whether something is still to happen, by itself or by a person."""
        if self.end is not None:
            return self.end.state not in NOT_DONE | {ActState.CONFIRMED}
        return self.act.state not in NOT_DONE

    @property
    def moves(self) -> bool:
        """Whether something happens by itself, so that the page should poll."""
        last = self.end or self.act
        return self.is_open and last.state not in HANDED | HELD

    @property
    def succeeded(self) -> bool:
        return self.end is not None and self.end.state == ActState.CONFIRMED

    @property
    def confirmed_by_person(self) -> bool:
        """Whether a person confirmed either act, so that the network has not shown both."""
        return any(act is not None and act.is_confirmed_by_person for act in (self.act, self.end))


def begin(*, account: Account, by: Person) -> Act:
    """Plan a trial post. Raises `NotNow`."""
    ability = ability_of(account, Operation.PUBLISH_TEXT)
    if account.closed_at is not None:
        raise NotNow("Аккаунт закрыт, пробовать нечего.")
    if is_paused(account.administration_id):
        raise NotNow("Стоит пауза: пробная запись тоже выйдет на странице. Попробуйте, когда пауза закончится.")
    if ability.mode != "auto":
        raise NotNow(f"Сам этот ключ не публикует, пробовать нечего. {ability.why}".strip())
    with transaction.atomic():
        list(Account.objects.of(account.administration_id).select_for_update().filter(pk=account.pk).values_list("pk"))
        last = trial_of(account)
        if last is not None and last.is_open:
            raise NotNow("Прошлая пробная запись ещё не удалена. Вторая не ушла, дождитесь первой.")
        at = local(now(), account.administration.time_zone).strftime("%H:%M:%S")
        act = plan_act(
            account=account,
            intent=f"{TRIAL}{account.pk}:{_trials(account).count()}",
            title=TITLE,
            act=Publish(OutgoingPost(f"Проверка связи, {at}. Эта запись сейчас удалится сама.")),
            by=by,
            window=WINDOW,
        )
        record(administration=account.administration, actor=by, verb="act.tried", obj=act, facts={})
    return act


def trial_of(account: Account) -> Trial | None:
    act = _trials(account).order_by("-pk").first()
    if act is None:
        return None
    return Trial(act, act.changes.filter(verb=Verb.WITHDRAW).order_by("-pk").first())


def take_away() -> int:
    """Withdraw published trials of all administrations; reads rows, so a restart forgets none."""
    return sum(_take_away(act) for act in _standing())


@compiled_once
def _standing() -> QuerySet[Act]:
    ended = Act.objects.unscoped().filter(about=OuterRef("pk"), verb=Verb.WITHDRAW)
    long_enough = ~Q(state=ActState.SENT) | Q(last_call_at__lte=this_moment() - UNPROVEN_FOR)
    standing = Act.objects.unscoped().filter(long_enough, ~Exists(ended), trial=True).exclude(state__in=ALL_BUT_OUT)
    return standing.exclude(remote_id="").select_related("account", "by")[:BATCH]


def _take_away(act: Act) -> int:
    with transaction.atomic():
        wanted = Withdraw(act.remote_id, tuple(act.more_ids))
        plan_change(about=act, act=wanted, intent=f"end:{act.pk}", by=act.by)
    return 1


def _trials(account: Account) -> OwnedQuerySet[Act]:
    rows = Act.objects.of(account.administration_id).filter(account=account, verb=Verb.PUBLISH)
    return rows.filter(trial=True)
