"""Two people at one instant: a question loses its case and finds another."""

from functools import partial

import pytest

from tests.at_once import at_once
from tests.factories import NOON, make_account, make_message
from veche.cases.domain.change import close
from veche.cases.domain.judge_questions import accept
from veche.cases.domain.open import open_case
from veche.cases.enums import QuestionState, WhyClosed
from veche.cases.models import CaseMessage, Question
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_question_is_accepted_while_its_case_is_closed(alice: Person, bob: Person) -> None:
    city = alice.administration
    account = make_account(city, responsible=alice)
    for number in range(4):
        case = open_case(message=make_message(account, text=f"Яма {number}", author_id="1"), by=alice)
        asked = make_message(account, text=f"И у нас яма {number}", author_id="2")
        question = Question.objects.create(administration=city, message=asked, into=case, at=NOON)
        accepting = partial(accept, administration=city, keys=[question.pk], by=alice)
        closing = partial(close, case=case, by=bob, why=WhyClosed.NO_QUESTION)
        said = at_once(accepting, closing, refused=())
        question.refresh_from_db()
        assert (said, question.state) == (["done", "done"], QuestionState.ACCEPTED)
        assert CaseMessage.objects.filter(message=asked).count() == 1
