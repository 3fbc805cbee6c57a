"""The letters of the single-person mode, whole."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings
from django.core.mail import EmailMessage

from tests.approval.routes import route, sheet_about, steps
from veche.alarms.domain.letters import send_waiting
from veche.alarms.domain.notice import notice
from veche.approval.domain.decide import decide
from veche.approval.domain.single_person import switch
from veche.approval.enums import Verdict
from veche.staff.models import Person

pytestmark = pytest.mark.django_db


def test_whoever_reviews_what_an_author_approved_alone_reads_why_and_until_when(
    carol: Person, helen: Person, mailoutbox: list[EmailMessage]
) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 3, tzinfo=UTC), tick=False):
        city = carol.administration
        route(city, (1, "press_head"))
        switch(administration=city, by=helen, on=True)
        sheet = sheet_about(carol)
        (own,) = steps(sheet)
        decide(step=own, by=carol, verdict=Verdict.YES)
        notice()
        while send_waiting():
            pass
        review = steps(sheet)[-1]

    (letter,) = mailoutbox
    assert (letter.to, letter.subject) == (
        [helen.email],
        "Вече: «Открыли каток» — согласовали без вас, ждёт вашей проверки",
    )
    assert letter.body == (
        "«Открыли каток» — согласовали без вас, ждёт вашей проверки\n"
        "Автор согласовал свой текст сам: в пресс-службе был один человек.\n"
        "Посмотрите до срока: вт, 3 марта в 10:00. Что не так, верните с замечанием.\n"
        f"Проверить: {settings.ORIGIN}/approval/{review.pk}/\n\n"
        "Об одном и том же второго письма не будет. Ответ на это письмо никто не прочтёт.\n"
    )
