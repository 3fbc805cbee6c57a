"""«Начать эфир», «Закончить эфир»: acts where a key can do it; elsewhere a person does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from veche.accounts.domain.abilities import CANNOT, ability_of
from veche.accounts.models import Account
from veche.journal.domain.record import record
from veche.kernel.crypto import CryptoError
from veche.networks.protocol import Operation, StartLive, StopLive
from veche.networks.registry import NETWORKS
from veche.outbox.domain.confidential import take
from veche.outbox.domain.plan import plan_act
from veche.outbox.domain.states import NOT_DONE, OUT
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.outbox.words import word_of
from veche.plan.enums import Format
from veche.posts.models import Post
from veche.publishing.domain.standing import is_withdrawn
from veche.publishing.errors import PublishingError
from veche.publishing.models import Delivery, LiveRun
from veche.staff.models import Person

# A stream that begins a quarter of an hour late is another stream; an end stays right when it comes late.
BEGIN_WINDOW = timedelta(minutes=15)
END_WINDOW = timedelta(days=1)
_NOT_AGREED = "Объявление эфира ещё не согласовано: сначала оно, потом эфир."
_UNNAMED = "Прямой эфир"


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream in one account: what was done there, and what may be done now."""

    account: Account
    run: LiveRun | None
    why: str

    @property
    def word(self) -> str:
        return word_of(self.run.end or self.run.begin) if self.run else ""

    @property
    def act(self) -> Act | None:
        return (self.run.end or self.run.begin) if self.run else None

    @property
    def runs(self) -> bool:
        return self.run is not None and not _is_over(self.run)

    @property
    def may_end(self) -> bool:
        run = self.run
        return run is not None and run.begin.state in OUT and (run.end is None or run.end.state in NOT_DONE)

    @property
    def has_key(self) -> bool:
        return self.run is not None and bool(self.run.begin.sealed)


@dataclass(frozen=True, slots=True)
class Key:
    """Data for the streaming program. Shown once."""

    address: str
    key: str


def streams_of(post: Post, accounts: Iterable[Account]) -> list[Stream]:
    """Streams in networks whose API supports them. Two queries; none without such a network."""
    able = [account for account in accounts if Operation.RUN_LIVE not in NETWORKS[account.network].unsupported]
    if not able:
        return []
    runs = LiveRun.objects.of(post.administration_id).filter(post=post).select_related("begin", "end", "account")
    newest = {run.account_id: run for run in runs}
    agreed = set(_announced(post).values_list("account_id", flat=True))
    return [
        Stream(account, newest.get(account.pk), _why_not(account) if account.pk in agreed else str(_NOT_AGREED))
        for account in able
    ]


def _announced(post: Post) -> QuerySet[Delivery]:
    """Deliveries of the approved announcement that were not cancelled. Nobody streams without one."""
    rows: QuerySet[Delivery] = Delivery.objects.of(post.administration_id).filter(version__post=post)
    return rows.exclude(act__state=ActState.CANCELLED)


def begin_stream(*, post: Post, account: Account, by: Person) -> LiveRun:
    """Plan the start; a second press returns the same stream. Raises `PublishingError`."""
    _refuse(post, account)
    with transaction.atomic():
        Post.objects.of(post.administration_id).select_for_update().get(pk=post.pk)
        runs = LiveRun.objects.of(post.administration_id).filter(post=post, account=account)
        last = runs.select_related("begin", "end").last()
        if last is not None and not _is_over(last):
            return last
        act = plan_act(
            account=account,
            intent=f"start_live:{post.pk}:{account.pk}:{runs.count()}",
            title=post.plan_item.title,
            act=StartLive(_agreed_name(post)),
            by=by,
            window=BEGIN_WINDOW,
        )
        run: LiveRun = LiveRun.objects.create(
            administration_id=post.administration_id, post=post, account=account, begin=act
        )
        _record(post, by, "publishing.live_begun", act)
    return run


def _agreed_name(post: Post) -> str:
    """The announcement's first line: the plan's own title was not approved."""
    newest = _announced(post).select_related("version").latest("version_id")
    return next(filter(None, map(str.strip, newest.version.text.splitlines())), str(_UNNAMED))


def end_stream(*, run: LiveRun, by: Person) -> LiveRun:
    """Plan the end. Raises `PublishingError` if the stream has not begun."""
    with transaction.atomic():
        rows = LiveRun.objects.of(run.administration_id).select_for_update(of=("self",))
        fresh: LiveRun = rows.select_related("begin", "end", "account", "post__administration", "post__plan_item").get(
            pk=run.pk
        )
        if fresh.end is not None and fresh.end.state not in NOT_DONE:
            return fresh
        if fresh.begin.state not in OUT:
            raise PublishingError("Этот эфир ещё не начался: заканчивать нечего. Ничего не изменилось.")
        number = fresh.end_id or 0
        fresh.end = plan_act(
            account=fresh.account,
            intent=f"stop_live:{fresh.pk}:{number}",
            title=fresh.post.plan_item.title,
            act=StopLive(fresh.begin.remote_id),
            by=by,
            window=END_WINDOW,
        )
        fresh.save(update_fields=("end",))
        _record(fresh.post, by, "publishing.live_ended", fresh.end)
    return fresh


def show_key(*, run: LiveRun, by: Person) -> Key:
    """Return the key, once; the journal records who saw it. Raises `PublishingError`."""
    with transaction.atomic():
        try:
            secret = take(run.begin)
        except CryptoError as error:
            raise PublishingError(f"{error} Закончите этот эфир и начните новый: у него будет свой ключ.") from error
        if secret is None:
            raise PublishingError("Ключ уже показали, второй раз он не показывается. Нужен другой: начните новый эфир.")
        _record(run.post, by, "publishing.live_key_shown", run.begin)
    address, _line, key = secret.reveal().partition("\n")
    return Key(address, key)


def has_ended(runs: Sequence[LiveRun]) -> bool:
    return any(run.end is not None and run.end.state in OUT for run in runs)


def _is_over(run: LiveRun) -> bool:
    return run.begin.state in NOT_DONE or (run.end is not None and run.end.state in OUT)


def _refuse(post: Post, account: Account) -> None:
    if post.plan_item.format != Format.LIVE:
        raise PublishingError("В плане это не прямой эфир. Смените формат в плане недели.")
    if is_withdrawn(post) or account.closed_at is not None:
        raise PublishingError("Эта публикация снята или аккаунт закрыт: эфир не начинаем.")
    if not _announced(post).filter(account=account).exists():
        raise PublishingError(str(_NOT_AGREED))
    if why := _why_not(account):
        raise PublishingError(f"{why} Начните эфир в приложении сети.")


def _why_not(account: Account) -> str:
    if Operation.RUN_LIVE in NETWORKS[account.network].unsupported:
        return "По ключу эта сеть эфир не начинает."
    ability = ability_of(account, Operation.RUN_LIVE)
    return "" if ability.mode == "auto" else ability.why or str(CANNOT)


def _record(post: Post, by: Person, verb: str, act: Act) -> None:
    record(administration=post.administration, actor=by, verb=verb, obj=post, facts={"acts": [act.pk]})
