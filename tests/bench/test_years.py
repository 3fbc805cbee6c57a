"""The generated past has the form that the product would have stored."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from tests.bench.years import chronicle
from tests.bench.years.cast import Cast, Script
from tests.bench.years.departments import SMALL_FILES, SMALL_OCCASIONS, SMALL_REQUESTS, Departments, bodies_of
from tests.bench.years.past import Past, Sheets
from tests.bench.years.talk import Talk
from tests.factories import NOON, make_account
from tests.people import founded
from veche.inbox.models import Message
from veche.journal.domain.verify import verify
from veche.media.domain.rights import is_lacking
from veche.media.models import Media, Rights
from veche.moderation.models import Proposal
from veche.plan.models import Occasion
from veche.requests.models import Attachment, Request
from veche.staff.models import Administration, Person

POST = ("Каток", "Каток на Ленина открыт.", '{"verb": "publish"}')
CLEAN = ("Когда почистят двор?", "{}", 0.1)
GRAVE = ("Дворник тупая скотина", "insult", '["insult"]', '{"insult": 0.9}', "[]", 0.9)


@pytest.fixture
def past(rubtsovsk: Administration, alice: Person, bob: Person, carol: Person) -> Past:
    accounts = (make_account(rubtsovsk, responsible=alice), make_account(rubtsovsk, responsible=alice, network="ok"))
    cast = Cast(founded(rubtsovsk), (alice, bob), carol, accounts)
    return Past(Sheets(), cast, Script((POST,), (CLEAN,), (GRAVE,), ()), NOON - timedelta(hours=1), seed=1)


@time_machine.travel(NOON, tick=False)
def test_a_small_city_of_five_years_loads_and_its_suspects_are_marked(past: Past):
    departments = Departments(past, bodies_of(past.cast, big=False), big=False)
    departments.before_posts()
    Talk(past, past.posts(20), 384).go()
    departments.go()
    past.sheets.flush()
    chronicle.write(past)

    connection.check_constraints()
    found = Message.objects.of(past.city).filter(ours=False)
    named = Proposal.objects.of(past.city).exclude(ground="").values("message")
    marked = set(found.filter(suspect=True).values_list("pk", flat=True))
    heeded = set(found.filter(heeded=True, private=False).values_list("pk", flat=True))
    assert (found.count(), len(marked)) == (384, named.count())
    assert marked == set(named.values_list("message", flat=True))
    assert heeded == set(found.filter(state="answered", private=False).values_list("pk", flat=True))
    assert heeded & marked
    counted = {model: model.objects.of(past.city).count() for model in (Request, Occasion)}
    assert counted == {Request: SMALL_REQUESTS, Occasion: SMALL_OCCASIONS}
    assert Media.objects.of(past.city).count() == SMALL_FILES // 2 + Attachment.objects.of(past.city).count()
    stated = Rights.objects.of(past.city)
    assert {one.pk for one in stated if one.lacking} == {one.pk for one in stated if is_lacking(one)}
    assert verify(past.cast.administration).ok
