"""People who are told: those who answer for an account, those who guard the installation."""

from datetime import datetime

from veche.accounts.models import Account
from veche.kernel import clock
from veche.staff.domain.roles import people_with
from veche.staff.enums import Role
from veche.staff.models import Administration, Deputy, Person


def answering_for(account: Account, moment: datetime) -> list[Person]:
    """People responsible for the account and their deputies today; if none can sign in, the heads of press."""
    zone = account.administration.time_zone
    day = clock.local(moment, zone).date()
    stand_ins = Deputy.objects.of(account.administration_id).filter(
        absent=account.responsible, since__lte=day, until__gte=day
    )
    deputies = [deputy.stand_in for deputy in stand_ins.select_related("stand_in").order_by("pk")]
    first = [person for person in (account.responsible, *deputies) if person.is_active]
    second = [person for person in (account.stand_in,) if person is not None and person.is_active]
    heads = people_with(Role.PRESS_HEAD, account.administration_id, on=day)
    return list(dict.fromkeys(first or second or list(heads.order_by("pk"))))


def guarding(city: Administration, moment: datetime) -> list[Person]:
    """IT; without it the heads of press."""
    day = clock.local(moment, city.time_zone).date()
    it, heads = (people_with(role, city.pk, on=day).order_by("pk") for role in (Role.IT, Role.PRESS_HEAD))
    return list(it) or list(heads)
