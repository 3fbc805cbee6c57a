"""Where the question of a comment goes on if the comment is deleted: in its open case, else among the proposed ones."""

from django.urls import reverse

from veche.cases.domain.questions import waiting
from veche.cases.models import CaseMessage
from veche.inbox.domain.asking import Goes, read_questions_by
from veche.inbox.models import Message


def goes_on(message: Message) -> Goes | None:
    """Two queries at most; none for a private message."""
    if message.private:
        return None
    rows = CaseMessage.objects.of(message.administration_id).filter(message=message, case__closed_at=None)
    if (entry := rows.select_related("case").first()) is not None:
        return Goes(f"деле «{entry.case.title}»", reverse("cases:detail", args=[entry.case_id]))
    if waiting(message.administration).filter(message=message).exists():
        return Goes("«Похоже на вопросы»", reverse("cases:questions"))
    return None


def register_reader() -> None:
    read_questions_by(goes_on)
