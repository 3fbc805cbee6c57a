"""Administrations, people, departments, roles and deputies (clauses 1.2, 1.3; order, 2 and 6)."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string

from veche.kernel.bidi import isolated
from veche.staff.enums import OfficeKind, OwnDayKind, Role
from veche.staff.tenancy import Owned, OwnedQuerySet


class Administration(models.Model):
    name = models.CharField("название", max_length=200)
    city = models.CharField("город", max_length=100)
    time_zone = models.CharField("часовой пояс", max_length=64, default="Asia/Barnaul")
    created_at = models.DateTimeField(auto_now_add=True)
    # Set by the seeding of the demo city and by nothing else: only such a city opens to the demo's buttons.
    training = models.BooleanField(default=False, editable=False)

    def __str__(self) -> str:
        return self.name


class Office(Owned):
    """A named office, such as «заместитель Главы по ЖКХ». An archived one is offered nowhere; what it did stays.

    `holder` holds it only while they have the role of its kind (`domain/offices.py`).
    """

    name = models.CharField("название", max_length=200, validators=[MinLengthValidator(2)])
    kind = models.CharField("чья должность", max_length=10, choices=OfficeKind.choices, default=OfficeKind.DEPUTY)
    holder = models.ForeignKey("staff.Person", models.SET_NULL, null=True, blank=True, related_name="offices")
    archived_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-kind", "name")  # the Head first
        constraints = (
            models.UniqueConstraint(fields=("administration", "name"), name="staff_office_once"),
            models.UniqueConstraint(
                fields=("administration",), condition=Q(kind="head", archived_at=None), name="staff_office_one_head"
            ),
        )

    @property
    def role(self) -> Role:
        return OfficeKind(self.kind).role

    def __str__(self) -> str:
        return self.name


class Department(Owned):
    """A sector body of the administration. An archived one is offered nowhere; what it did stays.

    `answers_for`: topics, divided by commas. `reports_to`: the office above it.
    """

    name = models.CharField("название", max_length=200, validators=[MinLengthValidator(2)])
    answers_for = models.CharField("за что отвечает", max_length=500, blank=True)
    reports_to = models.ForeignKey(
        Office, models.SET_NULL, null=True, blank=True, related_name="departments", verbose_name="кому подчиняется"
    )
    archived_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("administration", "name"), name="staff_department_once"),)

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(topic for part in self.answers_for.split(",") if (topic := part.strip()))

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager.from_queryset(OwnedQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person: Person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractUser):
    """A person of one administration. `display_name` names the position in demo and examples.

    `signs_in_as`: the row of the same person in another administration that signs in for this one, which then has
    neither password nor second factor (ADR 0021); None for a row that signs in itself. Never a row that has one.
    """

    username = None  # type: ignore[assignment] # people sign in by e-mail
    email = models.EmailField("почта")
    display_name = models.CharField("как показывать", max_length=120)
    administration = models.ForeignKey(Administration, models.PROTECT, related_name="people")
    department = models.ForeignKey(Department, models.SET_NULL, null=True, blank=True, related_name="people")
    signs_in_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="memberships"
    )
    # Part of what a session is signed with: one step ends every session of the person.
    session_generation = models.PositiveIntegerField(default=0, editable=False)
    # Wrong passwords that the journal does not tell of yet (domain/sign_in.py).
    untold_failures = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[PersonManager] = PersonManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name", "administration"]

    class Meta(AbstractUser.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("email",), condition=Q(signs_in_as=None), name="staff_person_signs_in_once"
            ),
            models.UniqueConstraint(fields=("administration", "email"), name="staff_person_once"),
            models.CheckConstraint(
                condition=Q(signs_in_as=None) | ~Q(signs_in_as=F("id")), name="staff_person_signs_in_as_another"
            ),
        )

    def __str__(self) -> str:
        """As it stands in sentences."""
        return isolated(self.display_name)

    def get_full_name(self) -> str:
        return self.display_name

    def check_password(self, raw_password: str | None) -> bool:
        """Fails at once for a row that does not sign in, so that a sign-in takes the same time for every address."""
        return self.signs_in_as_id is None and super().check_password(raw_password)

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        signed = f"{self.password}:{self.session_generation}"
        return salted_hmac("veche.staff.session", signed, secret=secret, algorithm="sha256").hexdigest()


class Appointment(Owned):
    """A person's role, with first and last day (inclusive; without a last day until further notice)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="appointments")
    role = models.CharField("роль", max_length=20, choices=Role.choices)
    since = models.DateField("с")
    until = models.DateField("по", null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="staff_appointment_dates"),
            models.UniqueConstraint(fields=("person", "role"), condition=Q(until=None), name="staff_appointment_once"),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class Deputy(Owned):
    """While `absent` is away, `stand_in` has the role too (days inclusive).

    `basis`: the order that says so, as «№ 45-р от 20.11.2026»; whoever acts for the Head needs one.
    """

    absent = models.ForeignKey(Person, models.CASCADE, related_name="deputies")
    stand_in = models.ForeignKey(Person, models.CASCADE, related_name="stands_in_for")
    role = models.CharField("роль", max_length=20, choices=Role.choices)
    since = models.DateField("с")
    until = models.DateField("по")
    basis = models.CharField("распоряжение", max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="staff_deputy_dates"),
            models.CheckConstraint(condition=~Q(absent=F("stand_in")), name="staff_deputy_is_another"),
        )

    def __str__(self) -> str:
        return f"{self.stand_in} за {self.absent}"


class Grant(Owned):
    """A role given by IT and not confirmed yet: it grants nothing. Deleted when decided.

    `absent`: whom the person will deputise for, by the order `basis`. `second_step`: instead of a role, a reset of the
    second step of a person with it waits.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="grants")
    role = models.CharField("роль", max_length=20, choices=Role.choices)
    absent = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    since = models.DateField("с")
    until = models.DateField("по", null=True)
    basis = models.CharField("распоряжение", max_length=200, blank=True)
    # None: by the IT of another administration in which the person works (a reset of the second step only).
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    second_step = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="staff_grant_dates"),
            models.UniqueConstraint(
                fields=("person", "role", "second_step"), condition=Q(absent=None), name="staff_grant_once"
            ),
            models.UniqueConstraint(fields=("person", "role", "absent"), name="staff_grant_of_deputy_once"),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.what}"

    @property
    def what(self) -> str:
        return "сбросить второй шаг входа" if self.second_step else self.get_role_display()


class Invite(Owned):
    """A one-time link to set a password. Only the hash of its secret is stored.

    `letter`: of the last letter with it; `trouble`: why that did not arrive.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="invites")
    secret_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    letter = models.UUIDField(null=True, editable=False)
    trouble = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person",), condition=Q(used_at=None), name="staff_invite_one_open"),
        )

    def __str__(self) -> str:
        return f"Приглашение: {self.person}"


class PasswordLetter(Owned):
    """The last letter with a link for a new password. The link itself is stored nowhere.

    `trouble`: why it did not arrive, as in `Invite`.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    letter = models.UUIDField(editable=False)
    trouble = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"Письмо о пароле: {self.person}"


class OfficeHours(Owned):
    """When the administration works, by the city's clock. Without a row: `kernel.clock.OFFICE`."""

    opens = models.TimeField("начало")
    closes = models.TimeField("конец")
    # Both or none.
    lunch_from = models.TimeField("обед с", null=True, blank=True)
    lunch_to = models.TimeField("обед до", null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("administration",), name="staff_office_hours_once"),
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="staff_office_hours_order"),
            models.CheckConstraint(
                condition=Q(lunch_from=None, lunch_to=None)
                | Q(lunch_from__gte=F("opens"), lunch_to__gt=F("lunch_from"), lunch_to__lte=F("closes")),
                name="staff_office_hours_lunch",
            ),
        )

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}–{self.closes:%H:%M}"


class OwnDay(Owned):
    """A day that the administration keeps otherwise than the production calendar."""

    day = models.DateField("день")
    kind = models.CharField("какой день", max_length=10, choices=OwnDayKind.choices)
    reason = models.CharField("почему", max_length=200, blank=True)

    class Meta:
        ordering = ("day",)
        constraints = (models.UniqueConstraint(fields=("administration", "day"), name="staff_own_day_once"),)

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}: {self.get_kind_display()}"


class Duty(Owned):
    """Who answers outside working hours on these days (inclusive)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="duties")
    since = models.DateField("с")
    until = models.DateField("по")
    phone = models.CharField("телефон", max_length=40, blank=True)

    class Meta:
        ordering = ("since", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="staff_duty_dates"),
            models.UniqueConstraint(fields=("person", "since"), name="staff_duty_once"),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.since:%d.%m}–{self.until:%d.%m.%Y}"


class StaffTable(Owned):
    """A table of departments and people that was read and waits for a yes; one for each person who loads.

    `rows`: of `domain/table_rows.py` as JSON.
    """

    loaded_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    loaded_at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    has_macros = models.BooleanField(default=False)
    rows = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("loaded_by",), name="staff_table_once"),)

    def __str__(self) -> str:
        return self.file_name


class SessionManager(BaseSessionManager["BrowserSession"]):
    def unscoped(self) -> models.QuerySet["BrowserSession"]:
        return self.all()

    def of(self, administration: Administration | int) -> models.QuerySet["BrowserSession"]:
        rows: models.QuerySet[BrowserSession] = self.filter(person__administration=administration)
        return rows


class BrowserSession(AbstractBaseSession):
    """Django's session row, with what its owner is shown (session_store.py fills the columns).

    `person`: as whom its owner works now, which need not be the row that signed in. None between password and second
    step. `device`: the User-Agent.
    """

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="browser_sessions")
    device = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=45, blank=True)
    since = models.DateTimeField(null=True)
    seen = models.DateTimeField(null=True)

    objects: ClassVar[SessionManager] = SessionManager()

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        return import_string("veche.staff.session_store.SessionStore")  # type: ignore[no-any-return]

    @property
    def handle(self) -> str:
        """Identifies the row on a page, where its key must not appear."""
        return salted_hmac("veche.staff.session.handle", self.session_key, algorithm="sha256").hexdigest()[:32]


class Attempt(models.Model):
    """A row of the cache of sign-in attempts (see attempts.py), with Django's columns; of no administration."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key
