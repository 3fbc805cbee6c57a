"""Texts that wait for the Head's yes, each with its picture, most urgent first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from veche.approval.models import Step
from veche.kit.moments import spoken, until
from veche.staff.models import Person
from veche.web.pages.plan_list_columns import Thumb, pictures_of
from veche.web.questions import STEP, ask_url


@dataclass(frozen=True, slots=True)
class Text:
    """`goes_out`: when it is planned for; `due`: until when to decide; `ask_url`: the form of a question about it."""

    title: str
    goes_out: str
    due: str
    url: str
    ask_url: str
    thumb: Thumb | None


def texts_of(me: Person, steps: Sequence[Step]) -> list[Text]:
    """One query, none without steps."""
    pictures = pictures_of(me, {step.sheet.version_id: step.pk for step in steps})
    return [_text(step, pictures.get(step.pk, {}).get("thumb"), me.administration.time_zone) for step in steps]


def _text(step: Step, thumb: Thumb | None, zone: str) -> Text:
    item = step.sheet.version.post.plan_item
    return Text(
        title=item.title,
        goes_out=spoken(item.publish_at, zone),
        due=until(step.due_at, zone),
        url=reverse("approval:detail", args=(step.pk,)),
        ask_url=ask_url(STEP, step.pk),
        thumb=thumb,
    )
