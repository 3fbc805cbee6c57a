"""Questions of residents: one case for all comments about one trouble (clause 1.2)."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from veche.cases.enums import ENDED, OPEN, WAVED_FOR, CaseState, QuestionState, Reach, StepKind, System, WhyClosed
from veche.inbox.models import Message
from veche.requests.models import Request
from veche.staff.models import Department
from veche.staff.tenancy import Owned


class Case(Owned):
    """`received_at`: when its first comment came; `begins_at`: of the present term, which ends at `due_at`.

    `topic`: a key of `routing.topics`. `reasons`: keys of `routing.importance.REASONS` that the program saw.
    `request`: the last one to a department; `draft`: what it sent. `text`: the last answer that was given.
    `asked_at`: when its authors were asked whether it helped; `helped_at`: when a person read that it did;
    `reopened_at`: when it was opened again, last, because it did not: earlier answers no longer count.
    `whose`: the body that the last answer named, if the question is not ours.
    `next_notice_at`: when the next reminder is due; None after the last one.
    """

    title = models.CharField("о чём", max_length=200)
    topic = models.CharField("тема", max_length=30, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name="отвечает"
    )
    raised = models.BooleanField("срочное", default=False)
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.ROUTING)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    begins_at = models.DateTimeField()
    due_at = models.DateTimeField()
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="+")
    draft = models.TextField(blank=True)
    text = models.TextField(blank=True)
    routed_at = models.DateTimeField(null=True)
    interim_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    helped_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    why_closed = models.CharField(max_length=12, choices=WhyClosed.choices, blank=True)
    whose = models.CharField(max_length=200, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    reach = models.PositiveSmallIntegerField(choices=Reach.choices, default=Reach.NOBODY)
    next_notice_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=CaseState.values), name="cases_state"),
            models.CheckConstraint(condition=Q(reach__in=Reach.values), name="cases_reach"),
            models.CheckConstraint(
                condition=Q(closed_at=None, state__in=sorted(OPEN))
                | Q(closed_at__isnull=False, state__in=sorted(ENDED)),
                name="cases_ended_with_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.CLOSED, why_closed__in=WhyClosed.values)
                | (~Q(state=CaseState.CLOSED) & Q(why_closed="")),
                name="cases_closed_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(why_closed=WhyClosed.NOT_OURS)
                | (~Q(whose="") & ~Q(text="") & Q(answered_at__isnull=False)),
                name="cases_not_ours_says_whose",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.MERGED, merged_into__isnull=False)
                | (~Q(state=CaseState.MERGED) & Q(merged_into=None)),
                name="cases_merged_into_one",
            ),
            models.CheckConstraint(condition=~Q(merged_into=models.F("pk")), name="cases_not_into_itself"),
            models.CheckConstraint(
                condition=~Q(state=CaseState.ANSWERED) | (Q(answered_at__isnull=False) & ~Q(text="")),
                name="cases_answered_in_words",
            ),
            models.CheckConstraint(
                condition=Q(asked_at=None, helped_at=None) | Q(state=CaseState.ANSWERED),
                name="cases_helped_after_an_answer",
            ),
            models.CheckConstraint(
                condition=~Q(state=CaseState.INTERIM) | Q(interim_at__isnull=False), name="cases_interim_has_a_moment"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(CaseState.ASKED, CaseState.DRAFT)) | Q(request__isnull=False),
                name="cases_asked_by_a_request",
            ),
            models.CheckConstraint(
                condition=Q(next_notice_at=None) | Q(state__in=sorted(OPEN)), name="cases_reminds_of_open_ones"
            ),
        )
        indexes = (
            models.Index(fields=("administration", "due_at"), condition=Q(closed_at=None), name="cases_open"),
            models.Index(fields=("administration", "closed_at"), name="cases_done"),
            models.Index(fields=("next_notice_at",), condition=Q(next_notice_at__isnull=False), name="cases_notice"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Question(Owned):
    """What the program takes for a question: it waits for a person, who makes it a case or waves it away.

    `topic`, `reasons`: as of a case. `lead`: the first question about the same trouble; None: this one. `into`: the
    open case about it. `why`: why no answer is owed.
    """

    message = models.OneToOneField(Message, models.CASCADE, related_name="question")
    topic = models.CharField(max_length=30, blank=True)
    department = models.ForeignKey(Department, models.SET_NULL, null=True, related_name="+")
    reasons = models.JSONField(default=list)
    lead = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    into = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=QuestionState.choices, default=QuestionState.WAITING)
    why = models.CharField(max_length=12, choices=WhyClosed.choices, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state=QuestionState.WAITING, decided_at=None, by=None)
                | Q(state=QuestionState.ELSEWHERE, decided_at__isnull=False, by=None)
                | Q(
                    state__in=(QuestionState.ACCEPTED, QuestionState.WAVED), decided_at__isnull=False, by__isnull=False
                ),
                name="cases_question_state",
            ),
            models.CheckConstraint(
                condition=Q(state=QuestionState.WAVED, why__in=sorted(WAVED_FOR))
                | (~Q(state=QuestionState.WAVED) & Q(why="")),
                name="cases_question_waved_for_a_reason",
            ),
        )
        indexes = (
            models.Index(fields=("administration", "id"), condition=Q(decided_at=None), name="cases_question_waiting"),
            models.Index(fields=("administration", "decided_at"), name="cases_question_decided"),
        )

    def __str__(self) -> str:
        return str(self.message)

    @property
    def key(self) -> int:
        """The number of its trouble."""
        return self.lead_id or self.pk


class CaseMessage(Owned):
    """A comment of a case. No comment is in two."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="entries")
    message = models.OneToOneField(Message, models.CASCADE, related_name="in_case")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.message)


class ForeignNumber(Owned):
    """The number and the deadline of a case in another system. `text`: what it says there, if it is no comment of ours.

    One number is in one case, however often it comes.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="numbers")
    system = models.CharField(max_length=10, choices=System.choices)
    number = models.CharField(max_length=60)
    due_at = models.DateTimeField(null=True)
    text = models.TextField(blank=True, max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("administration", "system", "number"), name="cases_number_once"),
            models.CheckConstraint(condition=Q(system__in=System.values) & ~Q(number=""), name="cases_number_of"),
        )

    def __str__(self) -> str:
        return f"{self.get_system_display()} № {self.number}"


class ExchangeTable(Owned):
    """A table from another system that was read and waits for a yes; one for each person who loads.

    `rows`: of `domain/exchange_rows.py` as JSON.
    """

    loaded_by = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    loaded_at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    system = models.CharField(max_length=10, choices=System.choices)
    rows = models.JSONField()

    def __str__(self) -> str:
        return self.file_name


class CaseHold(Owned):
    """The words of a case's comments may not be erased until somebody lifts it or `until` has passed.

    Also of comments that come into the case later. `reason`: whose request it is.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=300)
    until = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("case",), condition=Q(lifted_at=None), name="cases_hold_case"),)
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="cases_hold_has_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="cases_hold_lifted_by",
            ),
        )

    def __str__(self) -> str:
        return self.reason


class CaseStep(Owned):
    """What happened to a case. `by` None: the program."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ("at", "id")
        constraints = (models.CheckConstraint(condition=Q(kind__in=StepKind.values), name="cases_step_kind"),)

    def __str__(self) -> str:
        return self.get_kind_display()


class AnswerTemplate(Owned):
    """A ready-made answer. Its fields stand in braces and are filled by hand: an answer with one is not sent."""

    name = models.CharField("название", max_length=100)
    text = models.TextField("текст", max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("administration", "name"), condition=Q(archived_at=None), name="cases_template_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


FORMAL = (
    "Комментарий — это быстрый вопрос. Чтобы получить официальный ответ, подайте обращение на Госуслугах: "
    "https://www.gosuslugi.ru"
)

HELPED = "Подскажите, пожалуйста, вопрос решили? Если нет, напишите здесь: вернёмся к нему."

BODIES = """управляющая компания вашего дома — телефон и часы её приёма стоят в квитанции и на dom.gosuslugi.ru
Государственная жилищная инспекция — напишите ей через Госуслуги, если управляющая компания не отвечает
Госавтоинспекция — сообщить о нарушении или аварийном знаке можно на сайте гибдд.рф
министерство здравоохранения региона — о приёме и лекарствах отвечают по телефону 122
региональный оператор по вывозу мусора — его телефон стоит в квитанции за вывоз"""


class CaseSettings(Owned):
    """The terms of an administration, in working time, its words on how to submit an official appeal, and other bodies.

    `bodies`: a line for each, «кто — как обратиться». `helped_days` 0: nobody is reminded to ask.
    `read_to`: the last comment that was read for questions.
    """

    route_minutes = models.PositiveSmallIntegerField(
        "передать отделу, минут", default=60, validators=[MinValueValidator(5), MaxValueValidator(1440)]
    )
    answer_hours = models.PositiveSmallIntegerField(
        "ответить, рабочих часов", default=9, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    raised_hours = models.PositiveSmallIntegerField(
        "ответить на срочное, рабочих часов", default=4, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    interim_days = models.PositiveSmallIntegerField(
        "после промежуточного ответа, рабочих дней", default=7, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    helped_days = models.PositiveSmallIntegerField(
        "спрашивать, помогло ли, через дней", default=0, validators=[MaxValueValidator(60)]
    )
    helped = models.TextField("как спросить, помогло ли", default=HELPED, max_length=500)
    formal = models.TextField("как подать официальное обращение", default=FORMAL, max_length=1000)
    read_to = models.BigIntegerField(default=0)
    bodies = models.TextField("чьё бывает, если не наше", default=BODIES, max_length=4000, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("administration",), name="cases_settings_once"),)

    def __str__(self) -> str:
        return f"Дела: {self.administration}"
