"""A misspelt name is corrected on the person's page."""

import hashlib

from django.urls import reverse

from tests.people import client_of
from veche.journal.models import Entry
from veche.staff.models import Person


def hash_of(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def test_it_corrects_a_name_and_the_journal_can_prove_both(ivan: Person, carol: Person) -> None:
    browser, page, address = (
        client_of(ivan),
        reverse("staff:person", args=[carol.pk]),
        reverse("staff:name", args=[carol.pk]),
    )
    begun = browser.get(page).content.decode()

    refused = browser.post(address, {"display_name": "\u202e—"})
    browser.post(address, {"display_name": "Каролина"})
    browser.post(address, {"display_name": "Каролина"})

    carol.refresh_from_db()
    assert carol.display_name == "Каролина"
    assert "Здесь не видно ни буквы, ни цифры" in refused.content.decode()
    assert [
        (entry.actor_id, entry.object_id, entry.facts)
        for entry in Entry.objects.of(ivan.administration).filter(verb="staff.person_renamed")
    ] == [
        (ivan.pk, str(carol.pk), {"name_before": hash_of("carol"), "name_after": hash_of("Каролина")}),
    ]
    assert address in begun
    assert "Адрес входа не меняют: пригласите человека заново с новым адресом" in begun


def test_only_it_is_offered_it(carol: Person, dave: Person) -> None:
    page = client_of(carol).get(reverse("staff:person", args=[dave.pk])).content.decode()

    assert reverse("staff:name", args=[dave.pk]) not in page
    assert "Адрес входа" not in page
