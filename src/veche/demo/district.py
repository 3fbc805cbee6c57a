"""A second administration of the demo: a district that begins. An editor of the city heads its press (ADR 0021)."""

from datetime import timedelta

from veche.accounts.domain.proposals import propose_opening
from veche.demo.city import City
from veche.kernel.clock import DAY, now, today
from veche.plan.domain.occasions import add_occasion
from veche.plan.enums import OccasionKind
from veche.requests.domain.answer import answer
from veche.requests.domain.ask import ask
from veche.requests.domain.deadlines import add_hours
from veche.staff.domain.appoint import appoint
from veche.staff.domain.found import found_administration
from veche.staff.enums import Role
from veche.staff.models import Administration, Department, Person

NAME, CITY = "Администрация Заречного района", "Заречный район"
ROADS = "Отдел дорог"


def found(city: City) -> None:
    """Who works in both opens there on a proposal, an answer to accept and a question of the Head."""
    district = found_administration(name=NAME, city=CITY, time_zone=city.zone, training=True)
    roads = Department.objects.create(administration=district, name=ROADS, answers_for="мосты, переправа, снег")
    chief = _member(district, city.second_officer)
    officer = _hire(district, "press", "Специалист пресс-службы района", Role.PRESS_OFFICER)
    head = _hire(district, "head", "Глава района", Role.HEAD)
    curator = _hire(district, "roads", "Куратор отдела дорог", Role.CURATOR, roads)
    _hire(district, "it", "Специалист по информатизации района", Role.IT)
    _propose_account(district, officer)
    add_occasion(
        administration=district,
        by=curator,
        kind=OccasionKind.DEPARTMENT,
        title="Ледовую переправу у Зимовья открывают",
        starts_at=now() + 6 * DAY,
        has_hour=False,
        place="Зимовье",
        department=roads,
    )
    due_at = add_hours(now(), timedelta(hours=6), district)
    title = "Толщина льда на переправе"
    text = "Сколько сантиметров сегодня и какой вес пускают?"
    made = ask(administration=district, by=chief, kind="facts", title=title, text=text, due_at=due_at, department=roads)
    answer(request=made, by=curator, text="Сорок два сантиметра, пускают машины до пяти тонн.")
    title = "Когда жители узнают о переправе?"
    ask(administration=district, by=head, kind="question", title=title, text=title, due_at=due_at, to_press=True)


def _member(district: Administration, who: Person) -> Person:
    """The row of a person who signs in elsewhere."""
    row = Person.objects.create_user(
        who.email, display_name="Начальник пресс-службы района", administration=district, signs_in_as=who
    )
    appoint(by=None, person=row, role=Role.PRESS_HEAD, since=today(district.time_zone))
    return row


def _hire(district: Administration, email: str, name: str, role: Role, department: Department | None = None) -> Person:
    person = Person.objects.create_user(
        f"{email}@district.invalid", display_name=name, administration=district, department=department
    )
    appoint(by=None, person=person, role=role, since=today(district.time_zone))
    return person


def _propose_account(district: Administration, by: Person) -> None:
    fields = {
        "network": "telegram",
        "title": CITY,
        "address": "zarechny_rayon",
        "purpose": "Переправа, дороги, отключения: сейчас об этом узнают из чатов посёлков.",
        "responsible": by,
        "basis": "Поручение Главы района",
        "basis_number": "17",
        "basis_date": today(district.time_zone),
    }
    propose_opening(administration=district, by=by, fields=fields)
