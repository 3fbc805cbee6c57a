"""Rows of access_table.py about cases: the press service works on them, those above it and the auditor read."""

from typing import Any

from tests.factories import make_message
from tests.security.access_row import Row
from tests.security.world import World
from veche.cases.domain.holds import hold
from veche.cases.domain.open import open_case
from veche.cases.enums import QuestionState, WhyClosed
from veche.cases.models import AnswerTemplate, Case, Question
from veche.kernel.clock import now

PRESS = frozenset({"alice", "bob", "carol"})
READS = PRESS | {"helen", "dora", "audrey"}


def case(world: World) -> dict[str, Any]:
    found = Case.objects.of(world.administration).first()
    return {"pk": (found or open_case(message=make_message(world.account), by=world.owner)).pk}


def case_hold(world: World) -> dict[str, Any]:
    one = Case.objects.get(pk=case(world)["pk"])
    return {"pk": hold(case=one, by=world.owner, reason="запрос суда").pk}


def template(world: World) -> dict[str, Any]:
    said = {"administration": world.administration, "text": "Сделаем {срок}.", "by": world.owner, "at": now()}
    found = AnswerTemplate.objects.of(world.administration).filter(archived_at=None).first()
    return {"pk": (found or AnswerTemplate.objects.create(name="Двор", **said)).pk}


def question(world: World) -> dict[str, Any]:
    found = Question.objects.of(world.administration).first()
    said = {"administration": world.administration, "at": now(), "decided_at": now(), "by": world.owner}
    waved = said | {"state": QuestionState.WAVED, "why": WhyClosed.NO_QUESTION}
    return {"pk": (found or Question.objects.create(message=make_message(world.account), **waved)).pk}


CASES = (
    Row("cases:exchange", PRESS),
    Row("cases:exchange", PRESS, post={"system": "incident"}, ok=422),
    Row("cases:exchange_rows", PRESS, ok=302),
    Row("cases:exchange_write", PRESS, post={"digest": ""}),
    Row("cases:exchange_discard", PRESS, post={}),
    Row("cases:exchange_out", PRESS),
    Row("cases:number", PRESS, about=case, post={"system": "pos", "number": "П-1"}),
    Row("cases:questions", READS),
    Row("cases:judge", PRESS, post={"group": ["1"], "do": "wave"}),
    Row("cases:question_back", PRESS, about=question, post={}),
    Row("cases:list", READS),
    Row("cases:settings", {"carol"}),
    Row(
        "cases:settings",
        {"carol"},
        post={
            "route_minutes": 60,
            "answer_hours": 8,
            "raised_hours": 4,
            "interim_days": 7,
            "helped_days": 3,
            "helped": "Решили?",
            "formal": "На Госуслугах",
            "bodies": "",
        },
    ),
    Row("cases:templates", PRESS),
    Row("cases:templates", PRESS, post={"name": "Снег", "text": "Почистим {срок}."}),
    Row("cases:template", PRESS, about=template),
    Row("cases:template", PRESS, about=template, post={"name": "Лёд", "text": "Посыплем {срок}."}),
    Row("cases:archive_template", PRESS, about=template, post={}),
    Row("cases:check", PRESS, about=case, post={"text": "Почистим завтра до 12:00."}, ok=200),
    Row("cases:insert", PRESS, about=case, post=lambda w: {"template": template(w)["pk"]}, ok=200),
    Row("cases:open", PRESS, about=lambda w: {"pk": w.message.pk}, post={}),
    Row("cases:detail", READS, about=case),
    Row("cases:change", PRESS, about=case, post={"title": "Двор", "topic": "snow"}),
    Row("cases:alike", PRESS, about=case),
    Row("cases:alike", PRESS, about=case, post={}),
    Row("cases:take_out", PRESS, about=lambda w: case(w) | {"message": w.message.pk}, post={}),
    Row("cases:merge", PRESS, about=case, post={"into": ""}),
    Row("cases:ask_helped", PRESS, about=case, post={}),
    Row("cases:helped", PRESS, about=case, post={}),
    Row("cases:not_helped", PRESS, about=case, post={}),
    Row("cases:ask", PRESS, about=case, post={"text": ""}, ok=422),
    Row("cases:return_draft", PRESS, about=case, post={"text": "Когда?"}, ok=422),
    Row("cases:answer", PRESS, about=case, post={"text": "Почистим завтра до 12:00.", "how": "each"}),
    Row("cases:answer", PRESS, about=case, post={"text": ""}, ok=422),
    Row("cases:not_ours", PRESS, about=case, post={"whose": "Госавтоинспекция"}),
    Row("cases:not_ours", PRESS, about=case, post={"whose": ""}, ok=422),
    Row("cases:close", PRESS, about=case, post={"why": "no_question"}),
    Row("cases:hold", PRESS, about=case, post={"reason": "запрос суда"}),
    Row("cases:lift_hold", PRESS, about=case_hold, post={}),
)
