"""The page of one case."""

from collections import Counter
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from veche.cases import lines
from veche.cases.domain import answer as answering
from veche.cases.domain import queries
from veche.cases.domain import templates as ready_made
from veche.cases.domain.bodies import bodies_of
from veche.cases.domain.delayed_answer import DelayedAnswer, delayed_answer
from veche.cases.domain.helped import replies_of
from veche.cases.domain.holds import holds_of
from veche.cases.domain.needs import needs_of
from veche.cases.domain.on_post import deleted_alone
from veche.cases.domain.terms import settings_of
from veche.cases.enums import CaseState, How
from veche.cases.exchange_forms import NumberForm
from veche.cases.forms import AnswerForm, CaseForm, CloseForm, HoldForm, NotOursForm, WordsForm
from veche.cases.models import Case, CaseSettings
from veche.cases.term_lines import strip
from veche.inbox.domain.answer import ANSWERABLE
from veche.kernel.bidi import is_blank
from veche.posts.domain.changes import changed_words
from veche.posts.domain.proofreading import proofread
from veche.requests.domain.more_time import open_time_request
from veche.staff.access import may, person_of


def page_of_case(
    request: HttpRequest, case: Case, *, begun: forms.BaseForm | None = None, **refused: forms.BaseForm
) -> HttpResponse:
    """`begun`: the answer as it is being written. `refused`: forms that come back, by their names in the template."""
    me = person_of(request)
    may_work = may(me, "cases.work", case)
    working = may_work and case.is_open
    terms, delayed = settings_of(case.administration), delayed_answer(case)
    form = refused.get("form") or begun or _begun(case, delayed)
    context: dict[str, Any] = {
        "case": case,
        "terms": terms,
        "working": working,
        "may_open_request": may(me, "requests.see", case.request),
        "asks_helped": case.state == CaseState.ANSWERED and case.helped_at is None and may_work,
        "delayed": delayed if delayed and not delayed.undone else None,
        "unsaid": delayed.why if delayed and delayed.undone else "",
        "form": form,
        "ending": CloseForm(),
        "not_ours": _not_ours_begun(terms, delayed),
        "asking": WordsForm(auto_id="ask_%s"),
        "returning": WordsForm(auto_id="return_%s"),
        "numbering": NumberForm(zone=case.administration.time_zone, auto_id="number_%s") if may_work else None,
        "holding": HoldForm(auto_id="hold_%s") if may_work else None,
        **_state(case),
        **_comments(case),
        **_answer(case, form["text"].value() or "", working=working),
    }
    context.update(refused, late=None if working else next(iter(refused.values()), None))
    return render(request, "cases/detail.html", context, status=422 if refused else 200)


def _state(case: Case) -> dict[str, Any]:
    """Where the case stands, its term and what was done so far."""
    zone, numbers, is_unsent = case.administration.time_zone, queries.numbers_of(case), queries.is_unsent(case)
    tone, headline, remains = lines.term(case, numbers)
    was_answered = case.state == CaseState.ANSWERED or case.reopened_at is not None
    return {
        "face": lines.face(case, is_unsent=is_unsent),
        "topic": lines.topic_name(case),
        "tone": tone,
        "headline": headline,
        "left": remains,
        "strip": strip(case),
        "why_raised": lines.why_raised(case),
        "numbers": lines.numbers(numbers, zone),
        "elsewhere": [one.text for one in numbers if one.text],
        "sent": lines.sent(queries.answers_of(case), zone),
        "steps": lines.steps(queries.steps_of(case), zone),
        "ended": lines.ended(case, is_unsent=is_unsent),
        "holds": holds_of(case),
        "is_draft": case.state == CaseState.DRAFT,
        "replies": lines.comment_lines(replies_of(case), zone) if was_answered else [],
    }


def _comments(case: Case) -> dict[str, Any]:
    """The comments of the case, and which of them an answer reaches."""
    comments = queries.comments_of(case)
    left = answering.left_out(case, comments)
    reached = answering.reached(comments, left)
    return {
        "on_posts": lines.on_posts(deleted_alone(comments)) if case.is_open else [],
        "said": lines.comment_lines(comments, case.administration.time_zone, left),
        "reached": len(reached),
        "unreached": Counter(left.values()).most_common() if case.is_open else [],
        "waiting": lines.waiting(comments) if case.is_open else "",
        "people": lines.people(reached),
        "posts": len({one.conversation_id for one in reached}),
        "askable": any(one.state in ANSWERABLE for one in comments),
    }


def _answer(case: Case, text: str, *, working: bool) -> dict[str, Any]:
    """What helps to write the answer; of a reader only what the press service changed in the draft."""
    if not working:
        return {
            "wish": None,
            "about": None,
            "same": 0,
            "others": [],
            "templates": [],
            "lacking": 0,
            **_edited(case, case.text),
        }
    return {
        "wish": open_time_request(case.request),
        "about": CaseForm(instance=case),
        "same": answering.times_answered(case.administration, text),
        "others": queries.others_open(case),
        "templates": ready_made.templates_of(case.administration),
        "lacking": queries.lacking(case) if case.answered_at else 0,
        **_judged(text),
        **_edited(case, text),
    }


def _begun(case: Case, delayed: DelayedAnswer | None) -> AnswerForm:
    """With the words that were taken back, else with those that did not go out, else with the department's."""
    back = delayed if delayed and not delayed.whose else None
    kept = back.text if back else case.text if case.answered_at else case.draft
    return AnswerForm(initial={"text": kept, "how": back.how if back else How.EACH})


def _not_ours_begun(terms: CaseSettings, delayed: DelayedAnswer | None) -> NotOursForm:
    """With what was taken back."""
    back = delayed if delayed and delayed.whose else None
    said = {"whose": back.whose, "more": back.text.partition("\n\n")[2], "how": back.how} if back else {}
    return NotOursForm(bodies=bodies_of(terms), auto_id="not_ours_%s", initial=said)


def _judged(text: str) -> dict[str, Any]:
    """What the engine says of the answer, and what it must say."""
    proof, needs = None if is_blank(text) else proofread(text, form="answer"), needs_of(text)
    is_whole = all(one.is_met or one.is_tip for one in needs)
    can_go = proof is not None and proof.report.verdict == "live" and is_whole
    return {"proof": proof, "needs": needs, "verdict": "Можно отправлять" if can_go else "Стоит поправить"}


def _edited(case: Case, text: str) -> dict[str, Any]:
    """What the press service changed in the department's draft, and the draft's score."""
    if not case.draft or not text or text == case.draft:
        return {}
    was = proofread(case.draft, form="answer")
    return {"edited": changed_words(case.draft, text), "draft_score": was.report.score if was else None}
