"""A dismissed person invited with the same address starts anew on the row that the journal names."""

from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from tests.people import PASSWORD, client_of
from veche.journal.models import Entry
from veche.staff.domain.dismiss import dismiss
from veche.staff.domain.invite import accept_invite, invite
from veche.staff.domain.roles import roles_of
from veche.staff.enums import Role
from veche.staff.models import Appointment, Person

ANEW = "pine river lamp window"


def test_only_the_name_and_the_deeds_of_before_stay(ivan: Person, carol: Person) -> None:
    dismiss(by=ivan, person=carol)

    made = invite(
        by=ivan, administration=ivan.administration, email=carol.email.title(), display_name="Снова", role=Role.AUDITOR
    )
    accept_invite(secret=made.secret.reveal(), password=ANEW)

    again = Person.objects.get(pk=carol.pk)
    assert made.person.pk == carol.pk
    assert again.display_name == "Снова"
    assert again.is_active is True
    assert (again.check_password(PASSWORD), again.check_password(ANEW)) == (False, True)
    assert (roles_of(again), Authenticator.objects.filter(user=again).exists()) == (frozenset({Role.AUDITOR}), False)
    assert Appointment.objects.of(ivan.administration).filter(person=again, until=None).count() == 1
    verbs = Entry.objects.of(ivan.administration).order_by("number").values_list("verb", flat=True)
    assert list(verbs)[-3:] == ["staff.dismissed", "staff.invited_anew", "staff.invite_accepted"]


def test_the_pages_of_both_agree(ivan: Person, carol: Person) -> None:
    it, question = client_of(ivan), reverse("staff:dismiss", args=[carol.pk])
    asked = it.get(question).content.decode()
    it.post(question)

    page = it.get(reverse("staff:person", args=[carol.pk])).content.decode()
    login = {"login": carol.email, "password": PASSWORD}
    at_the_door = Client().post(reverse("account_login"), login, follow=True).content.decode()

    assert "Вернётся, пригласите с той же почтой" in asked
    assert "Вернётся, пригласите с той же почтой" in page
    assert "Попросите отдел ИТ пригласить вас заново" in at_the_door
    assert [
        words for words in ("Снять роль", "Сбросить второй шаг", "Закрыть доступ", "отдел</") if words in page
    ] == []
