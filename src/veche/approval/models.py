"""Who must approve which version by when (clause 1.2): routes as data, and sheets that copy them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from veche.accounts.models import Account
from veche.approval.enums import TITLES, Part, Verdict, Who
from veche.plan.enums import PostCategory
from veche.posts.models import Post, PostVersion
from veche.staff.enums import Role
from veche.staff.models import Department, Office
from veche.staff.tenancy import Owned


class Route(Owned):
    """Who is asked about which posts. A sheet copies it, so a change applies to later requests only.

    The conditions `category`, `department`, `about_head` and `flagged` are joined by «and»; a route with more of them
    wins. `is_default`: for posts that no other route fits.
    """

    name = models.CharField("название", max_length=120)
    is_default = models.BooleanField("для всех остальных записей", default=False)
    category = models.CharField("рубрика", max_length=12, choices=PostCategory.choices, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    about_head = models.BooleanField("о событии Главы или заместителя", default=False)
    flagged = models.BooleanField("помечена для юриста", default=False)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-is_default", "name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("administration",),
                condition=Q(is_default=True, archived_at=None),
                name="approval_route_one_default",
            ),
            models.UniqueConstraint(
                fields=("administration", "name"), condition=Q(archived_at=None), name="approval_route_name_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class RouteStep(Owned):
    """One step. Steps of equal `position` are asked side by side, others in turn.

    `hours`: working hours for the answer; None: three hours before the post goes out. `silence`: no answer until then
    counts as a yes. `parts`: what the step is about; empty means everything.
    """

    route = models.ForeignKey(Route, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(default=1)
    who = models.CharField(max_length=20, choices=Who.choices)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+")
    question = models.CharField(max_length=200, blank=True)
    hours = models.PositiveSmallIntegerField(null=True, blank=True)
    silence = models.BooleanField(default=False)
    parts = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(who=Who.DEPARTMENT, department__isnull=False) | ~Q(who=Who.DEPARTMENT) & Q(department=None),
                name="approval_route_step_department",
            ),
            models.CheckConstraint(
                condition=Q(who=Who.OFFICE, office__isnull=False) | ~Q(who=Who.OFFICE) & Q(office=None),
                name="approval_route_step_office",
            ),
        )

    def __str__(self) -> str:
        return f"{self.route}: {self.get_who_display()}"


class ApprovalSettings(Owned):
    """`single_person`: one person may approve their own text; each such sheet is reviewed later."""

    single_person = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("administration",), name="approval_settings_once"),)

    def __str__(self) -> str:
        return "Настройки согласования"


class LegalFlag(Owned):
    """A mark on a post: a lawyer must look at it, because of `reason`."""

    post = models.OneToOneField(Post, models.CASCADE, related_name="legal_flag")
    reason = models.CharField("почему", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reason


class ApprovalSheet(Owned):
    """The approval of one frozen version. A changed text is another version with its own sheet.

    `publish_at`, `accounts`: as asked about, for comparison with a later version. `agreed_at`: everybody said yes.
    `single_person`: the author's own yes was admitted. `hastened_by`: the head of press who released it with one
    signature, because of `hastened_why`; the other steps review it later.
    """

    version = models.OneToOneField(PostVersion, models.PROTECT, related_name="sheet")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    publish_at = models.DateTimeField(null=True)
    accounts = models.ManyToManyField(Account, related_name="+")
    correction = models.BooleanField(default=False)  # the post stands in a network already: a yes changes it there
    route_name = models.CharField(max_length=120, blank=True)
    single_person = models.BooleanField(default=False)
    hastened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    hastened_why = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=("administration",), condition=Q(closed_at=None), name="approval_sheet_open"),)

    def __str__(self) -> str:
        return f"Лист согласования: {self.version}"


class Step(Owned):
    """A signature that a sheet needs, copied from the route at the time of asking.

    `department`: for curators; `office`: for a deputy of the Head. `asked_at` None: its turn has not come. `content`:
    digest of the parts that it is about. `later`: it reviews a version that was released without it; `review_open`:
    that review is still to be made.
    """

    sheet = models.ForeignKey(ApprovalSheet, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(default=1)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.PRESS_HEAD)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    question = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    hours = models.PositiveSmallIntegerField(null=True)
    silence = models.BooleanField(default=False)
    parts = models.JSONField(default=list)
    content = models.CharField(max_length=64, blank=True)
    due_at = models.DateTimeField("слово до")
    asked_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    later = models.BooleanField(default=False)
    review_open = models.BooleanField(default=False)

    class Meta:
        ordering = ("position", "pk")
        indexes = (
            models.Index(fields=("administration",), condition=Q(review_open=True), name="approval_step_review_open"),
        )

    @property
    def title(self) -> str:
        named = self.department or self.office
        return str(named) if named else TITLES.get(self.role, Role(self.role).label)

    @property
    def about(self) -> list[str]:
        """Names of the parts that the step is about; empty: everything."""
        return [str(Part(part).label) for part in self.parts]

    def __str__(self) -> str:
        return f"{self.sheet}: шаг {self.position}"


class Decision(Owned):
    """`author` repeats the version's author, so that the database can refuse approval of one's own text.

    `person` None: the deadline passed in silence, which the route takes for a yes. `carried_from`: the earlier yes that
    still applies, as the step's parts did not change; then `fingerprint` is that of the version it was given to.
    `alone`: the sheet was asked in the single-person mode.
    """

    step = models.OneToOneField(Step, models.PROTECT, related_name="decision")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    acting_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    note = models.TextField("замечание", blank=True, max_length=2000)
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField()
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    alone = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(
                fields=("administration", "at"), condition=Q(carried_from=None), name="approval_decision_said"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.YES) | ~Q(person=F("author")) | Q(alone=True),
                name="approval_not_ones_own_text",
            ),
            models.CheckConstraint(condition=Q(verdict=Verdict.YES) | ~Q(note=""), name="approval_return_says_why"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(verdict=Verdict.YES, carried_from=None),
                name="approval_silence_only_agrees",
            ),
        )

    @property
    def is_silence(self) -> bool:
        return self.person_id is None

    @property
    def who(self) -> str:
        """The person, or «молчание до срока»."""
        return str(self.person) if self.person_id else "молчание до срока"

    def __str__(self) -> str:
        return f"{self.who}: {self.get_verdict_display()}"
