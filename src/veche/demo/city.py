"""Create the administration, its people and its accounts by the product's own verbs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from veche.accounts.domain.keys import put_key
from veche.accounts.enums import Category, KeySlot
from veche.accounts.models import Account
from veche.demo import bodies
from veche.demo.walls import Walls
from veche.kernel.clock import today
from veche.kernel.crypto import Secret
from veche.norm.models import Norm
from veche.staff.domain.appoint import appoint
from veche.staff.domain.found import found_administration
from veche.staff.enums import Role
from veche.staff.models import Administration, Department, Office, Person

WEEKS = 12


@dataclass(frozen=True, slots=True)
class Page:
    """One account. `number` and the values of `keys`: names in the line of `veche sandbox --json`."""

    network: str
    category: Category
    number: str
    keys: Mapping[KeySlot, str]


PAGES = (
    Page(
        "vk",
        Category.FLAGSHIP,
        "group_id",
        {KeySlot.COMMUNITY: "community_token", KeySlot.ADMIN: "admin_token"},
    ),
    Page(
        "ok",
        Category.ACTIVE,
        "group_id",
        {
            KeySlot.ADMIN: "access_token",
            KeySlot.APPLICATION: "application_key",
            KeySlot.SECRET: "application_secret",
        },
    ),
    Page("telegram", Category.ACTIVE, "channel_id", {KeySlot.BOT: "token"}),
    Page("max", Category.ACTIVE, "chat_id", {KeySlot.BOT: "token"}),
)
OWNER = "Пресс-служба"
# Departments of which the demo asks nothing yet, by the address of their curator.
CURATED = {"education": "Отдел образования", "culture": "Отдел культуры", "trade": "Отдел торговли"}
LEGAL_BASIS = "Постановление администрации о страницах в социальных сетях, пункт 1.1"


@dataclass(frozen=True, slots=True)
class City:
    administration: Administration
    officer: Person
    second_officer: Person
    head_of_press: Person
    keeper: Person
    departments: dict[str, Department]
    offices: dict[str, Office]
    accounts: tuple[Account, ...]

    def account(self, network: str) -> Account:
        return next(account for account in self.accounts if account.network == network)

    @property
    def zone(self) -> str:
        return self.administration.time_zone


def found(walls: Walls) -> City:
    administration = found_administration(
        name=settings.CITY, city=city_name(settings.CITY), time_zone=settings.TIME_ZONE, training=True
    )
    since = today(administration.time_zone) - timedelta(weeks=WEEKS + 1)
    departments = bodies.departments(administration)
    keeper = _person(administration, "it", "Специалист отдела ИТ")
    appoint(by=None, person=keeper, role=Role.IT, since=since)

    def hire(email: str, name: str, role: Role, department: str = "") -> Person:
        person = _person(administration, email, name, departments.get(department))
        appoint(by=None, person=person, role=role, since=since)
        return person

    officer = hire("press", "Специалист пресс-службы", Role.PRESS_OFFICER)
    head_of_press = hire("press-head", "Начальник пресс-службы", Role.PRESS_HEAD)
    second = hire("editor", "Редактор пресс-службы", Role.PRESS_OFFICER)
    housing = hire("housing", "Куратор отдела городского хозяйства", Role.CURATOR, "Отдел городского хозяйства")
    transport = hire("transport", "Куратор отдела транспорта", Role.CURATOR, "Отдел транспорта")
    for email, body in CURATED.items():
        hire(email, f"Куратор {body[0].lower()}{body[1:]}".replace("отдел ", "отдела "), Role.CURATOR, body)
    hire("head", "Глава города", Role.HEAD)
    deputies = {
        bodies.DEPUTY: hire("deputy", bodies.DEPUTY, Role.DEPUTY_HEAD),
        bodies.SECOND_DEPUTY: hire("deputy-social", bodies.SECOND_DEPUTY, Role.DEPUTY_HEAD),
    }
    offices = bodies.offices(administration, deputies, departments)
    bodies.substitute(absent=transport, stand_in=housing)
    bodies.working_hours(administration, (officer, second))
    hire("audit", "Специалист контрольного отдела", Role.AUDITOR)
    Norm.objects.create(administration=administration, minimum=5, valid_from=since)
    accounts = _accounts(administration, walls, officer, second, keeper, since)
    return City(administration, officer, second, head_of_press, keeper, departments, offices, accounts)


def city_name(administration: str) -> str:
    """«Администрация города Рубцовска» → «Рубцовск»; names of another form stay unchanged."""
    word = administration.rpartition(" города ")[2].strip() or administration
    masculine = word != administration and word.endswith(("ска", "ла", "на", "да", "га"))
    return word.removesuffix("а") if masculine else word


def _person(administration: Administration, email: str, name: str, department: Department | None = None) -> Person:
    """A person without a password: the demo is entered by its buttons only."""
    return Person.objects.create_user(
        f"{email}@demo.invalid", display_name=name, administration=administration, department=department
    )


def _accounts(
    administration: Administration, walls: Walls, officer: Person, second: Person, keeper: Person, since: date
) -> tuple[Account, ...]:
    common = {
        "administration": administration,
        "title": administration.name,
        "legal_basis": LEGAL_BASIS,
        "responsible": officer,
        "stand_in": second,
        "keeper": keeper,
        "state_mark": True,
        "opened_on": since,
    }
    return tuple(_account(page, walls, keeper, common) for page in PAGES)


def _account(page: Page, walls: Walls, keeper: Person, common: Mapping[str, object]) -> Account:
    told = walls.told[page.network]
    linked = str(told["group_id"]) if page.network == "telegram" else ""
    account: Account = Account.objects.create(
        network=page.network,
        remote_id=str(told[page.number]),
        linked_group_id=linked,
        url=walls.page(page.network, told[page.number]),
        category=page.category,
        **common,
    )
    for slot, name in page.keys.items():
        owner = "" if slot == KeySlot.COMMUNITY else OWNER  # a community's key has no owner
        put_key(account=account, slot=slot, secret=Secret(told[name]), by=keeper, owner_name=owner)
    return account
