"""`among` finds what `in` finds; PostgreSQL runs its query first, whatever it knows of the tables."""

from django.db import connection

from veche.staff.models import Department, Person


def test_among_finds_what_in_finds(alice: Person, dave: Person, mallory: Person):
    of_city = Department.objects.of(alice.administration).order_by().values("pk")

    found = Person.objects.filter(department__pk__among=of_city)

    assert set(found) == set(Person.objects.filter(department__in=of_city)) == {dave}
    assert not Person.objects.filter(department__pk__among=of_city.filter(pk=0)).exists()
    if connection.vendor == "postgresql":
        assert "InitPlan" in found.explain()
