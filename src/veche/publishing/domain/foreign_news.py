"""News of a post of which a person said «не мы», until it is settled."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from veche.alarms.news import Matter, News, register
from veche.kernel.bidi import isolated
from veche.kit.moments import dated
from veche.publishing.domain.foreign_queries import strangers
from veche.publishing.domain.foreign_verdicts import STRANGERS_POST
from veche.publishing.models import ForeignPost
from veche.staff.models import Administration, Person


def register_news() -> None:
    register(News(STRANGERS_POST, "запись на нашей странице выпустили не мы", _read))


def _read(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    found = strangers(administration).filter(pk__in=subjects).select_related("account", "said_by")
    return {post.pk: _matter(post, administration.time_zone) for post in found}


def _matter(post: ForeignPost, zone: str) -> Matter:
    page = f"{post.account.get_network_display()}, {isolated(post.account.title)}"
    return Matter(
        title=f"{page}, {dated(post.posted_at, zone)}",
        lines=(
            f"«Это не мы» сказал сотрудник {post.said_by}.",
            "Если это взлом, заморозьте всё и смените пароли и ключи этой страницы.",
        ),
        action="Что делать, по порядку",
        path=f"{reverse('publishing:foreign')}#post-{post.pk}",
        at=post.said_at,
    )
