"""People, pages and texts of a city: the demo's own, or a smaller city's."""

import json
from dataclasses import dataclass
from datetime import timedelta

from veche.accounts.models import Account
from veche.kernel.clock import today
from veche.media.models import Media
from veche.moderation.models import Proposal
from veche.norm.models import Norm
from veche.outbox.models import Act
from veche.staff.domain.appoint import appoint
from veche.staff.domain.found import found_administration
from veche.staff.enums import Role
from veche.staff.models import Administration, Person


@dataclass(frozen=True, slots=True)
class Cast:
    administration: Administration
    officers: tuple[Person, ...]
    boss: Person
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """Texts of the demo: posts with their payload, comments with their screening."""

    posts: tuple[tuple[str, str, str], ...]
    clean: tuple[tuple[str, str, float], ...]
    grave: tuple[tuple[str, str, str, str, str, float], ...]
    media: tuple[int, ...]


def demo_cast() -> Cast:
    city = Administration.objects.order_by("pk")[0]
    by_role = {role: _of(city, role) for role in (Role.PRESS_OFFICER, Role.PRESS_HEAD)}
    return Cast(
        city, by_role[Role.PRESS_OFFICER], by_role[Role.PRESS_HEAD][0], tuple(Account.objects.of(city).order_by("pk"))
    )


def small_cast(number: int, like: Cast) -> Cast:
    """A city with people and pages without keys, so that no network is called for it."""
    name = f"Администрация города Дальнего-{number}"
    city = found_administration(name=name, city=f"Дальний-{number}", time_zone="Asia/Barnaul", training=True)
    since = today(city.time_zone) - timedelta(days=5 * 365)
    keeper, boss, *officers = (
        Person.objects.create_user(f"{post}{number}@demo.invalid", display_name=words, administration=city)
        for post, words in (("it", "Специалист ИТ"), ("boss", "Начальник"), ("press", "Специалист"), ("ed", "Редактор"))
    )
    roles = (Role.IT, Role.PRESS_HEAD, Role.PRESS_OFFICER, Role.PRESS_OFFICER)
    for person, role in zip((keeper, boss, *officers), roles, strict=True):
        appoint(by=keeper, person=person, role=role, since=since)
    Norm.objects.create(administration=city, minimum=5, valid_from=since)
    accounts = tuple(
        Account.objects.create(
            administration=city,
            network=page.network,
            title=name,
            remote_id=f"{page.remote_id}{number}",
            category=page.category,
            responsible=officers[0],
            opened_on=since,
        )
        for page in like.accounts
    )
    return Cast(city, tuple(officers), boss, accounts)


def script_of(cast: Cast) -> Script:
    city = cast.administration
    payloads = Act.objects.of(city).filter(verb="publish", account=cast.accounts[0]).order_by("pk")
    posts = tuple((act.title, act.payload.get("text", ""), _json(act.payload)) for act in payloads[:60])
    said = list(Proposal.objects.of(city).select_related("message").order_by("pk"))
    clean = tuple((one.message.text, _json(one.scores), one.toxicity) for one in said if not one.ground)
    grave = tuple(
        (one.message.text, one.ground, _json(one.grounds), _json(one.scores), _json(one.spans), one.toxicity)
        for one in said
        if one.ground
    )
    return Script(posts, clean, grave, tuple(Media.objects.of(city).values_list("pk", flat=True)))


def _of(city: Administration, role: Role) -> tuple[Person, ...]:
    found = Person.objects.of(city).filter(appointments__role=role).distinct().order_by("pk")
    return tuple(found)


def _json(value: object) -> str:
    return json.dumps(value)
