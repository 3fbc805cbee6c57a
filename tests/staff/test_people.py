from allauth.account.authentication import get_authentication_records
from django.test import RequestFactory

from tests.factories import make_account, make_act, make_message, make_occasion, make_plan_item, make_post
from tests.people import client_of
from veche.staff.models import Administration, Person


def test_a_signed_in_person_has_used_password_and_second_factor(alice: Person):
    request = RequestFactory().get("/")
    request.session = client_of(alice).session

    records = get_authentication_records(request, alice)

    assert [record["method"] for record in records] == ["password", "mfa"]


def test_things_belong_to_their_administration(rubtsovsk: Administration, alice: Person):
    account = make_account(rubtsovsk, responsible=alice)
    occasion = make_occasion(rubtsovsk, by=alice)
    item = make_plan_item(rubtsovsk, author=alice, accounts=(account,), occasion=occasion)
    things = [account, occasion, item, make_post(item), make_act(account), make_message(account)]

    assert {thing.administration for thing in things} == {rubtsovsk}
