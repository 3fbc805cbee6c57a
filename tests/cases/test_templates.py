"""A ready-made answer goes into the form, without a script, and is not sent while a field in it is empty."""

from tests.factories import make_account, make_message
from tests.people import client_of
from veche.cases.domain.open import open_case
from veche.cases.models import AnswerTemplate, Case
from veche.inbox.models import Answer
from veche.journal.models import Entry
from veche.staff.models import Administration, Department, Person


def test_a_template_is_written_inserted_and_filled(
    rubtsovsk: Administration, alice: Person, department_b: Department
) -> None:
    case = open_case(message=make_message(make_account(rubtsovsk, responsible=alice), text="Когда уберут?"), by=alice)
    Case.objects.filter(pk=case.pk).update(department=department_b)
    page, path = client_of(alice), f"/inbox/cases/{case.pk}/"
    own = "/inbox/cases/templates/"
    said = {"name": "Двор", "text": "{отдел}: уберём {срок} по адресу {адрес}."}
    for _ in range(2):  # a second press is refused, and its text stays
        last = page.post(own, said)
    assert (last.status_code, said["text"] in last.content.decode()) == (422, True)
    made = AnswerTemplate.objects.get()
    assert page.post(f"{own}{made.pk}/", {"name": "Двор", "text": ""}).status_code == 422

    asked = page.post(f"{path}insert/", {"text": "Здравствуйте!", "how": "one", "template": made.pk})
    text = f"Здравствуйте!\n\n{department_b}: уберём {{срок}} по адресу {{адрес}}."
    assert (asked.status_code, asked.context["form"]["text"].value()) == (200, text)
    assert page.post(f"{path}insert/", {"text": "Слова", "template": ""}).status_code == 422

    refused = page.post(f"{path}answer/", {"text": text, "how": "each"})
    shown = refused.content.decode()
    assert (refused.status_code, "Заполните в ответе {срок}, {адрес}" in shown, Answer.objects.count()) == (
        422,
        True,
        0,
    )
    words = text.replace("{срок}", "завтра").replace("{адрес}", "Мира, 5")
    assert page.post(f"{path}answer/", {"text": words, "how": "each"}).status_code == 302

    for _ in range(2):
        assert page.post(f"{own}{made.pk}/archive/").status_code == 302
    assert page.post(f"{own}{made.pk}/", said).status_code == 422
    verbs = Entry.objects.filter(verb__startswith="case.template").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["case.template_saved", "case.template_archived"]
