"""«Сделать руками»: cards for acts that no key of ours can perform, so that a person performs them in the network."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from veche.accounts.domain.abilities import ability_of
from veche.accounts.domain.queries import without_key
from veche.journal.domain.record import record
from veche.kernel.clock import local, now, today
from veche.networks.by_hand import ON_POST
from veche.networks.errors import says_gone
from veche.networks.operations import operation_of, operations_of
from veche.networks.protocol import Act as NetworkAct
from veche.networks.protocol import (
    Describe,
    Edit,
    MediaFile,
    Operation,
    Photo,
    Poll,
    Publish,
    Reply,
    SetAvatar,
    SetCommentMode,
    SetCover,
    Verb,
)
from veche.networks.registry import NETWORKS, render_post
from veche.networks.video_extras import manual_steps
from veche.outbox.domain.hindrances import Hindrance, hindrance_of, refuse_hindered
from veche.outbox.domain.overtaken import ABOUT_THE_PAGE, NEVER_GIVEN_UP
from veche.outbox.domain.post_address import example_for
from veche.outbox.domain.states import HELD, NOT_DONE
from veche.outbox.domain.unpack import network_act
from veche.outbox.enums import ActState
from veche.outbox.errors import CHANGED, NotNow
from veche.outbox.models import Act
from veche.outbox.shown import ShownAct
from veche.staff.compiled import this_moment
from veche.staff.models import Administration, Person

# They move along when their publication gets another hour.
MOVABLE = frozenset({ActState.PLANNED, ActState.MISSED}) | HELD
# States from which a person may take an act by hand; a planned one as well if it waits for a lost key.
TAKEN_FROM = (ActState.FAILED, ActState.MISSED)
GONE = "Этой записи в сети уже нет: менять там нечего. Уберите задачу или выложите запись заново."


@dataclass(frozen=True, slots=True)
class ActAuthor:
    """The resident an act is about, or their message. `page`: their page in the network or ""; `url`: our page.

    `what`: the word before the name; `number`: in the network, "" if only readers of the message may know it.
    """

    name: str
    number: str
    page: str
    url: str
    what: str = "Кого"


# Said by the room that keeps authors; it stands above this one and adds itself when it is ready.
_named_by: Final[list[Callable[[Act], ActAuthor | None]]] = []


def name_authors_by(named: Callable[[Act], ActAuthor | None]) -> None:
    _named_by.append(named)


@dataclass(frozen=True, slots=True)
class Card:
    """Instructions for one act. `text`, `photos`: what to publish, empty if nothing is published; `url`: the post, if
    it exists."""

    act: Act
    steps: tuple[str, ...]
    text: str
    photos: tuple[Photo, ...]
    files: tuple[MediaFile, ...] = ()
    poll: Poll | None = None
    link: str = ""

    @property
    def whom(self) -> ActAuthor | None:
        """The resident whom the act is about; None for other acts."""
        return next(filter(None, (named(self.act) for named in _named_by)), None)

    @property
    def program_could(self) -> bool:
        """Whether some key could perform the act; if none could, the page offers no «отправить»."""
        return NETWORKS[self.act.account.network].could(network_act(self.act))

    @property
    def closes_itself(self) -> bool:
        """Whether the network will show us that the act is done. Not every network shows stories."""
        wanted = network_act(self.act)
        if isinstance(wanted, Reply):
            return False
        if not isinstance(wanted, Publish):
            return self.program_could
        told = ability_of(self.act.account, Operation.PROVE)
        return told.mode == "auto" and (not wanted.post.story or NETWORKS[self.act.account.network].proof.shows_stories)

    @property
    def hindrance(self) -> Hindrance | None:
        """Why nobody may publish it as it is; None if they may."""
        return hindrance_of(self.act)

    @property
    def stands(self) -> bool:
        """Whether the post exists in the network, so that its link may have changed; False for a first publication."""
        return self.act.verb != Verb.PUBLISH or bool(self.url)

    @property
    def address_example(self) -> str:
        """An example of a post address of this account; "" if the act has no address."""
        return example_for(self.act)

    @property
    def may_give_up(self) -> bool:
        return self.act.verb not in NEVER_GIVEN_UP

    @property
    def is_page(self) -> bool:
        """Whether the act changes the account's page, so that its picture belongs to no post."""
        return self.act.verb in ABOUT_THE_PAGE

    @property
    def is_ahead(self) -> bool:
        return is_ahead(self.act)

    @property
    def url(self) -> str:
        return self.act.remote_url


def card_of(act: Act) -> Card:
    wanted = network_act(act)
    if isinstance(wanted, Describe | SetAvatar | SetCover):
        return _card_of_page(act, wanted)
    if isinstance(wanted, Reply):
        return Card(act, _usual_steps(act), wanted.text, ())
    if isinstance(wanted, SetCommentMode):
        return Card(act, NETWORKS[act.account.network].comments.steps(wanted), "", ())
    post = render_post(act.account.network, wanted.post) if isinstance(wanted, Publish | Edit) else None
    if post is None:
        return Card(act, NETWORKS[act.account.network].steps(Verb(act.verb)), "", ())
    told = _steps(act, wanted)
    if not post.photos:
        told = tuple(step.replace("текст и фото отсюда", "текст отсюда") for step in told)
    if isinstance(wanted, Publish):
        told = (*told[:-1], *manual_steps(act.account.network, wanted.post), *told[-1:])
    return Card(act, told, post.text, post.photos, post.files, post.poll, post.link)


def _card_of_page(act: Act, wanted: Describe | SetAvatar | SetCover) -> Card:
    told = ability_of(act.account, operation_of(wanted.verb))
    text = wanted.text if isinstance(wanted, Describe) else ""
    photos = () if isinstance(wanted, Describe) else (wanted.photo,)
    return Card(act, told.steps or NETWORKS[act.account.network].steps(wanted.verb), text, photos)


def _usual_steps(act: Act) -> tuple[str, ...]:
    """The steps of the act's verb; () if it is never done by hand, as an answer to a comment."""
    if act.verb == Verb.REPLY:
        return () if act.payload.get("comment_id") else ON_POST
    return NETWORKS[act.account.network].steps(Verb(act.verb))


def _steps(act: Act, wanted: NetworkAct) -> tuple[str, ...]:
    """Steps that the network gave for the first format no key can publish, else the usual steps of the verb."""
    if isinstance(wanted, Publish):
        beyond = NETWORKS[act.account.network].beyond
        for operation in operations_of(wanted.post):
            told = ability_of(act.account, operation)
            found = told.steps if told.mode != "auto" else beyond.get(operation, told).steps
            if found:
                return found
    return NETWORKS[act.account.network].steps(Verb(act.verb))


def for_hands() -> Q:
    """Filter for acts that a person must perform now."""
    return Q(state=ActState.BY_HAND, due_at__lte=this_moment())


def is_ahead(act: Act | ShownAct) -> bool:
    """Whether a person will perform the act at an hour that has not come."""
    return act.state == ActState.BY_HAND and act.due_at > now()


def opens_later(act: Act) -> bool:
    """Whether the act's hour is on a later day of the city; its card is hidden until that day, as on «Сегодня»."""
    if not is_ahead(act):
        return False
    zone = act.administration.time_zone
    return local(act.due_at, zone).date() > today(zone)


def is_hour_open(act: Act | ShownAct) -> bool:
    """Whether the act may take a new hour from its publication."""
    return act.state in MOVABLE | NOT_DONE or is_ahead(act)


def waiting_acts(administration: Administration) -> QuerySet[Act]:
    found: QuerySet[Act] = Act.objects.of(administration).filter(for_hands())
    return found


def of_today(tomorrow: datetime) -> Q:
    """Filter for the cards that a person must perform before `tomorrow`, overdue ones included."""
    return Q(state=ActState.BY_HAND, due_at__lt=tomorrow)


def is_about_gone(act: Act) -> bool:
    """Whether the act failed because its post no longer exists in the network."""
    return act.state == ActState.FAILED and says_gone(act.reason)


def take_by_hand(*, act: Act, by: Person) -> None:
    """Move an act to `by_hand` at a person's request: a failed or missed one, or one that waits for a lost key.

    Raises `NotNow`.
    """
    if is_about_gone(act):
        raise NotNow(GONE)
    if not _usual_steps(act):
        raise NotNow("Это руками не сделать. Решите: отправить ещё раз или снять.")
    refuse_hindered(act)
    with transaction.atomic():
        mine = Act.objects.of(act.administration_id).filter(pk=act.pk)
        free = Q(state__in=TAKEN_FROM)
        waits = Q(without_key(act.administration, account="account", at="due_at"), state=ActState.PLANNED)
        if not mine.filter(free | waits).update(state=ActState.BY_HAND, lease_until=None, updated_at=now()):
            raise NotNow(CHANGED)
        record(administration=act.administration, actor=by, verb="act.taken_by_hand", obj=act, facts={})
