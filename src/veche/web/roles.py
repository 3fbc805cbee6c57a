"""Which roles somebody has today: their own and those they stand in for."""

from veche.kernel import clock
from veche.staff.models import Appointment, Deputy, Person


def roles_today(person: Person) -> list[str]:
    """Values of `Role`, own ones first."""
    administration = person.administration
    today = clock.today(administration.time_zone)
    own = Appointment.objects.of(administration).filter(person=person, since__lte=today).exclude(until__lt=today)
    lent = Deputy.objects.of(administration).filter(stand_in=person, since__lte=today, until__gte=today)
    return list(dict.fromkeys([*own.values_list("role", flat=True), *lent.values_list("role", flat=True)]))
