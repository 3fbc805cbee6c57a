"""Ready-made answers with fields in braces: «{срок}», «{адрес}»; «{отдел}» is filled from the case."""

import re

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from veche.cases.errors import CaseError
from veche.cases.models import AnswerTemplate, Case
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.staff.models import Administration, Person

_FIELD = re.compile(r"\{\s*([^{}\n]{1,40}?)\s*\}")
TAKEN = "Заготовка с таким названием уже есть. Назовите иначе, текст на месте."
GONE = "Заготовку только что убрал коллега. Сохраните её заново, если нужна: текст на месте."


def templates_of(administration: Administration) -> "QuerySet[AnswerTemplate]":
    """Those that are offered, by name."""
    found: QuerySet[AnswerTemplate] = AnswerTemplate.objects.of(administration).filter(archived_at=None)
    return found


def fields_of(text: str) -> list[str]:
    """The fields that stand unfilled in a text, each once, as «{срок}»."""
    return list(dict.fromkeys(f"{{{found[1]}}}" for found in _FIELD.finditer(text)))


def filled(text: str, case: Case) -> str:
    """The text with what the case knows in place of its fields."""
    known = {"отдел": case.department.name if case.department else ""}
    return _FIELD.sub(lambda found: known.get(found[1].lower()) or found[0], text)


def save_template(
    *, administration: Administration, by: Person, name: str, text: str, template: AnswerTemplate | None = None
) -> AnswerTemplate:
    """Make a template, or change one. Raises `CaseError`."""
    try:
        with transaction.atomic():
            made = _of(template) if template else AnswerTemplate(administration=administration)
            if (made.name, made.text) == (name, text):
                return made
            made.name, made.text, made.by, made.at = name, text, by, now()
            made.save()
            record(administration=administration, actor=by, verb="case.template_saved", obj=made, facts={})
    except IntegrityError as error:
        raise CaseError(TAKEN) from error
    return made


def archive_template(*, template: AnswerTemplate, by: Person) -> None:
    """Stop offering it. Pressed twice it is the same."""
    with transaction.atomic():
        rows = AnswerTemplate.objects.of(template.administration_id).filter(pk=template.pk, archived_at=None)
        if rows.update(archived_at=now()):
            city = template.administration
            record(administration=city, actor=by, verb="case.template_archived", obj=template, facts={})


def _of(template: AnswerTemplate) -> AnswerTemplate:
    rows = AnswerTemplate.objects.of(template.administration_id).select_for_update()
    found: AnswerTemplate | None = rows.filter(pk=template.pk, archived_at=None).first()
    if found is None:
        raise CaseError(GONE)
    return found
