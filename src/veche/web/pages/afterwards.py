"""On «Сегодня»: what is to be done by hand, and what somebody else has done to our posts in a network."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.outbox.enums import DivergenceKind
from veche.outbox.models import Act, Divergence
from veche.outbox.words import word_of
from veche.posts.templatetags.moments import spoken
from veche.staff.access import may
from veche.staff.models import Person
from veche.web.pages.row import Row, Verb


def hand_rows(me: Person, cards: Iterable[Act]) -> list[Row]:
    """Nothing for whom it does not wait."""
    return [_hand(act) for act in cards] if may(me, "outbox.decide") else []


def news_rows(me: Person, news: Iterable[Divergence]) -> list[Row]:
    decides, sees = may(me, "outbox.decide"), may(me, "outbox.see")
    return [_news(found, me.administration.time_zone, decides=decides, sees=sees) for found in news]


def _hand(act: Act) -> Row:
    url = reverse("outbox:detail", args=[act.pk])
    return Row(
        what=act.title,
        icon="hand-finger",
        tone="warn",
        nets=(act.account.network,),
        say=word_of(act),
        rest=act.reason.partition(".")[0],
        url=url,
        verbs=(Verb(_("Показать"), url),),
    )


def _news(found: Divergence, zone: str, *, decides: bool, sees: bool) -> Row:
    gone = found.kind == DivergenceKind.GONE
    url = reverse("outbox:detail", args=[found.act_id]) if sees else reverse("posts:list")
    known = (Verb(_("Понятно"), reverse("outbox:seen", args=[found.pk]), post=True),) if decides else ()
    return Row(
        what=found.act.title,
        icon="alert-triangle" if gone else "git-compare",
        tone="bad" if gone else "warn",
        nets=(found.act.account.network,),
        say=_("запись убрали в сети, не мы") if gone else _("запись изменили в сети, не мы"),
        rest=_("заметили %(when)s") % {"when": spoken(found.noticed_at, zone)},
        url=url,
        verbs=(Verb(_("Посмотреть"), url), *known),
    )
