"""«Опаздывает»: publications that missed their hour, and approval that is overdue.

«Можем не успеть»: an hour that is near, with a text that nobody has approved. «Решите»: everything else that only a
person can end. Corrections are never late: their post is out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from veche.accounts.domain.queries import lacks_key
from veche.accounts.models import Account
from veche.approval.models import Step
from veche.inbox.domain.queries import pointless
from veche.kernel.clock import day_bounds, now, today
from veche.kit.moments import lasts, spoken
from veche.networks.protocol import Verb
from veche.outbox.domain.by_hand import is_about_gone, of_today
from veche.outbox.domain.freeze import under_freeze
from veche.outbox.domain.overtaken import NEVER_GIVEN_UP
from veche.outbox.domain.states import NEEDS_PERSON, STILL_TO_LEAVE
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.plan.models import PlanItem
from veche.posts.enums import PostState
from veche.posts.models import PostVersion
from veche.staff.access import may
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.models import Administration, Person
from veche.web import words
from veche.web.pages.afterwards import post_of_act
from veche.web.pages.row import Row
from veche.web.pages.row import Verb as Button

# From this before its hour a text that nobody has approved may be too late.
NEAR = timedelta(hours=3)
# What was forgotten for longer is no news; the list of publications keeps it.
FORGOTTEN = timedelta(days=7)


# By verb: what an act says that did not go; of any other verb «не вышло».
_LOST = {
    Verb.PUBLISH: "не вышла %(when)s",
    Verb.REPLY: "не ушёл %(when)s",
    Verb.ANSWER_MESSAGE: "не ушёл %(when)s",
}
# What is to be done with a comment, and the question of an act in doubt.
_OF_COMMENT = {
    Verb.DELETE_COMMENT: ("Удалить", "Удалён ли"),
    Verb.RESTORE_COMMENT: ("Вернуть", "Вернулся ли"),
    Verb.DELETE_MESSAGE: ("Удалить", "Удалено ли"),
}


def is_late(act: Act) -> bool:
    """Whether a publication missed its hour, also one resent and frozen; not one in doubt."""
    return act.verb == Verb.PUBLISH and act.state in {ActState.MISSED, ActState.FAILED} | STILL_TO_LEAVE


def is_late_step(step: Step) -> bool:
    """Whether approval is overdue; a correction delays no publication."""
    return step.due_at < now() and not step.sheet.correction


def may_be_near(administration: Administration) -> QuerySet[PlanItem]:
    """Items whose hour may be near or past and whose text is not approved: `near` chooses among them."""
    moment = this_moment()
    # Either hour that `goes_at` may be has an index, what it comes to has none.
    span = (moment - FORGOTTEN, moment + NEAR)
    own_hour = PostVersion.objects.of(administration).filter(publish_at__range=span).values("post__plan_item")
    items: QuerySet[PlanItem] = PlanItem.objects.of(administration)
    in_plan = items.filter(publish_at__range=span).order_by().values("pk")
    near = items.filter(pk__in=in_plan.union(own_hour.order_by()), cancelled_at=None, post__withdrawal=None)
    return near.exclude(post__state=PostState.APPROVED)


def near(items: Iterable[PlanItem]) -> list[PlanItem]:
    """Of `items_between(…, also=may_be_near(…))`: hour (`goes_at`) near or past, nothing sent; next first."""
    moment, found = now(), cast("Iterable[Any]", items)
    late = (item for item in found if item.is_also and not item.is_sent and not any(one.past for one in item.found))
    return sorted(
        (item for item in late if moment - FORGOTTEN <= item.goes_at < moment + NEAR),
        key=lambda item: (item.goes_at, item.pk),
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """What only a person can end. `cards`: to perform, oldest first.

    `unsettled`, newest first: failed, missed, unknown, and publications sent late that a freeze holds.
    """

    cards: tuple[Act, ...]
    unsettled: tuple[Act, ...]


def desk_of(administration: Administration, shelf: Mapping[int, Account]) -> Desk:
    """With accounts of `shelf_of` and `post`. One query."""
    zone = administration.time_zone
    found = _on_the_desk(administration, day_bounds(today(zone), zone)[1])
    for act in found:
        act.account = shelf[act.account_id]
    return Desk(
        cards=tuple(act for act in found if act.state == ActState.BY_HAND),
        unsettled=tuple(act for act in reversed(found) if act.state != ActState.BY_HAND),
    )


@compiled_once
def _on_the_desk(administration: Administration, tomorrow: datetime) -> QuerySet[Act]:
    """Acts that only a person can end, oldest first."""
    sent_late = Q(due_at__gt=F("delivery__version__post__plan_item__publish_at"), due_at__lte=this_moment())
    held = Q(under_freeze(), sent_late, verb=Verb.PUBLISH, state__in=STILL_TO_LEAVE - {ActState.PAUSED})
    unsettled = (Q(state__in=NEEDS_PERSON) | held) & ~Q(answer__in=pointless(administration))
    acts: QuerySet[Act] = Act.objects.of(administration).filter(
        state__in=(*NEEDS_PERSON, *STILL_TO_LEAVE, ActState.BY_HAND)
    )
    acts = acts.filter(of_today(tomorrow) | unsettled).annotate(post=post_of_act())
    return acts.order_by("due_at", "pk")


def late_rows(
    me: Person,
    acts: Sequence[Row],
    items: Iterable[PlanItem],
    overdue: Sequence[Step],
    asked: Mapping[int, Step],
) -> list[Row]:
    """`acts` (`act_rows`) and `overdue` are late; `asked`: steps of this person, by plan item."""
    mine, past = {step.pk for step in asked.values()}, (item for item in items if is_past(item))
    return [
        *(_approval(me, step, reads=step.pk in mine) for step in overdue),
        *_items(me, past, overdue, asked),
        *acts,
    ]


def soon_rows(me: Person, items: Iterable[PlanItem], overdue: Sequence[Step], asked: Mapping[int, Step]) -> list[Row]:
    """Of the items that `late_rows` gets, those whose hour is ahead."""
    return _items(me, (item for item in items if not is_past(item)), overdue, asked)


def is_past(item: PlanItem) -> bool:
    """Whether the hour of an item of `near` has passed."""
    return bool(item.goes_at < now())  # type: ignore[attr-defined] # annotated by `items_between`


def _items(me: Person, items: Iterable[PlanItem], overdue: Sequence[Step], asked: Mapping[int, Step]) -> list[Row]:
    """Rows of the items, without those whose overdue approval has a row of its own."""
    writes, zone = may(me, "publishing.plan"), me.administration.time_zone
    in_question = {step.sheet.version.post.plan_item_id for step in overdue}
    return [_item(item, zone, asked.get(item.pk), writes=writes) for item in items if item.pk not in in_question]


def act_rows(me: Person, acts: Iterable[Act], pages: Mapping[int, str]) -> list[Row]:
    """`pages`: by act, its publication's page. Acts without one are shown to people who see acts."""
    decides, sees, zone = may(me, "outbox.decide"), may(me, "outbox.see"), me.administration.time_zone
    found = ((act, reverse("outbox:detail", args=[act.pk]) if sees else _page(act, pages)) for act in acts)
    return [_act(act, zone, url, decides=decides) for act, url in found if url]


def _page(act: Act, pages: Mapping[int, str]) -> str:
    return pages.get(act.about_id or act.pk, "")


def _title(act: Act, *, doubt: bool = False) -> str:
    """«Удалить комментарий под «Каток»»; `doubt`: «Удалён ли комментарий под «Каток»», for a question."""
    if act.verb not in _OF_COMMENT:
        return words.first_up(f"{act.get_verb_display()}: {act.title}")
    return f"{_OF_COMMENT[Verb(act.verb)][doubt]} {act.title[:1].lower()}{act.title[1:]}"


def _act(act: Act, zone: str, url: str, *, decides: bool) -> Row:
    if act.state == ActState.UNKNOWN:
        return _in_doubt(act, url, decides=decides)
    if act.state in STILL_TO_LEAVE:
        return _frozen(act, zone, url, decides=decides)
    return _not_done(act, zone, url, decides=decides)


def _in_doubt(act: Act, url: str, *, decides: bool) -> Row:
    """The network took the call and did not answer; a person says whether it happened."""
    is_post = act.verb == Verb.PUBLISH
    return Row(
        what=f"Вышла ли запись {words.quoted(act.title)}?" if is_post else f"{_title(act, doubt=True)}?",
        icon="help-circle",
        tone="warn",
        nets=(act.account.network,),
        rest=f"приняли и молчат. Вторую не шлём, {'ждём вас' if decides else 'решит пресс-служба'}",
        url=url,
        verbs=_answers(act, url, decides, ("happened", "Вышла"), ("not_happened", "Не вышла")),
    )


def _frozen(act: Act, zone: str, url: str, *, decides: bool) -> Row:
    """A publication that a freeze holds."""
    until, keyless = spoken(act.not_after, zone), lacks_key(act.account, act.due_at)
    return Row(
        what=_name(act),
        icon="snowflake",
        tone="warn",
        nets=(act.account.network,),
        say="ждёт ключа и разморозки" if keyless else "ждёт разморозки",
        rest=(
            "сама не уйдёт, пока отдел ИТ не впишет ключ"
            if keyless
            else f"уйдёт сама, если разморозят не позже чем {until}"
        ),
        url=url,
        verbs=_answers(act, url, decides, ("give_up", "Не отправлять")),
    )


def _not_done(act: Act, zone: str, url: str, *, decides: bool) -> Row:
    """An act that failed or missed its time."""
    missed = act.state == ActState.MISSED
    lost = str(_LOST.get(Verb(act.verb)) or "не вышло %(when)s")
    otherwise = ("by_hand", "Сделаю руками") if act.verb in NEVER_GIVEN_UP else ("give_up", "Не отправлять")
    return Row(
        what=_name(act),
        icon="clock-exclamation" if missed else "alert-triangle",
        tone="bad",
        nets=(act.account.network,),
        say=lost % {"when": spoken(act.due_at, zone)},
        rest=act.reason.partition(".")[0],
        joint=". ",
        url=url,
        verbs=_answers(act, url, decides, *(() if is_about_gone(act) else (("send_now", "Отправить"),)), otherwise),
    )


def _name(act: Act) -> str:
    return act.title if act.verb == Verb.PUBLISH else _title(act)


def _answers(act: Act, url: str, decides: bool, *answers: tuple[str, str]) -> tuple[Button, ...]:
    if not decides:
        return (Button("Посмотреть", url),)
    return tuple(Button(label, *_way(name, act)) for name, label in answers)


def _way(name: str, act: Act) -> tuple[str, bool]:
    """URL, and whether it is a POST; irreversible actions ask first."""
    url = reverse(f"outbox:{name}", args=[act.pk])
    return (f"{url}?next=/", False) if name == "give_up" else (url, True)


def _item(item: PlanItem, zone: str, step: Step | None, *, writes: bool) -> Row:
    """`step`: waits for this person; the row leads there and replaces that of «Ждёт вас»."""
    post = getattr(item, "post", None)
    url = reverse("publishing:detail", args=[post.pk]) if post else reverse("web:item", args=[item.pk])
    verb = "Открыть" if writes else "Посмотреть"
    if step is not None:
        url, verb = reverse("approval:detail", args=[step.pk]), "Прочитать"
    goes_at = item.goes_at  # type: ignore[attr-defined] # annotated by `items_between`
    left = goes_at - now()
    late = left < timedelta()
    waits = {
        None: "текста ещё нет",
        PostState.DRAFT: "текст не дописан",
        PostState.WAITING: "ждёт согласия",
        PostState.RETURNED: "вернули с замечанием",
    }[PostState(post.state) if post else None]
    return Row(
        what=item.title,
        icon="clock-exclamation",
        tone="bad" if late else "warn",
        say=f"опаздывает на {lasts(-left)}" if late else f"через {lasts(left)}",
        rest=f"{waits}, час выхода {spoken(goes_at, zone)}",
        url=url,
        verbs=(Button(verb, url),),
    )


def _approval(me: Person, step: Step, *, reads: bool) -> Row:
    version = step.sheet.version
    url = reverse("approval:detail", args=[step.pk])
    return Row(
        what=f"Согласовать {words.quoted(version.post.plan_item.title)}",
        icon="clock-exclamation",
        tone="bad",
        say=f"опаздывает на {lasts(now() - step.due_at)}",
        rest=f"выйдет {spoken(version.hour, me.administration.time_zone)}",
        url=url,
        verbs=(Button("Прочитать" if reads else "Посмотреть", url),),
    )
