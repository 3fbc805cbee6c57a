"""A chain rewritten without the keyring has right hashes but no seals: each such entry is reported."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.journal.conftest import forger, write
from tests.people import client_of
from veche.journal.domain.chain import hash_of
from veche.journal.domain.checked import check, trouble_of
from veche.journal.domain.heads import head_path
from veche.journal.domain.verify import Verdict, verify
from veche.journal.models import Entry, Head
from veche.journal.tasks import check_journal
from veche.kernel.crypto import Keyring
from veche.staff.models import Administration, Person
from veche.upkeep.doctor import database

__all__ = ["write"]

type Write = Callable[..., list[Entry]]
NONE = "печати нет. Её сняли, записали в обход Вече, или связки ключей тогда не было."
FOREIGN = "печать проверить нечем, её ключа в связке нет."
WRONG = "печать не сходится, писало не Вече."


def rewrite_from(city: Administration, number: int, seal: Callable[[Entry], str | None]) -> None:
    """With right hashes; the database's own mark of the end is right too."""
    with forger():
        previous = Entry.objects.of(city).get(number=number).previous
        for entry in Entry.objects.of(city).filter(number__gte=number).order_by("number"):
            entry.previous, entry.facts, entry.seal = previous, {"turn": 77}, seal(entry)
            previous = entry.hash = hash_of(entry)
            entry.save()
        Head.objects.filter(administration=city).update(hash=previous)


def strip(city: Administration, number: int) -> None:
    with forger():
        Entry.objects.of(city).filter(number=number).update(seal=None)


@pytest.mark.parametrize(
    ("seal", "named"),
    [
        (lambda entry: entry.seal, WRONG),
        (lambda _: None, NONE),
        (lambda _: "k9-00000000." + "a" * 64, FOREIGN),
    ],
    ids=["kept", "none", "foreign"],
)
def test_a_chain_rewritten_beside_an_old_genuine_head_is_named(
    rubtsovsk: Administration, write: Write, tmp_path: Path, seal: Callable[[Entry], str | None], named: str
) -> None:
    write(rubtsovsk, 3)
    old = shutil.copy(head_path(rubtsovsk.pk), tmp_path)
    write(rubtsovsk, 2)

    rewrite_from(rubtsovsk, 4, seal)
    shutil.copy(old, head_path(rubtsovsk.pk))
    write(rubtsovsk, 1)  # honest acts go on

    assert verify(rubtsovsk).problems == [f"Записи № 4–5: {named}"]


def test_a_seal_that_was_taken_away_is_named(rubtsovsk: Administration, write: Write, ivan: Person) -> None:
    write(rubtsovsk, 3)
    strip(rubtsovsk, 2)

    problem = f"Запись № 2: {NONE}"
    assert (check_journal.func(rubtsovsk.pk), trouble_of(rubtsovsk)) == (False, (problem,))
    assert [found.words for found in database.check() if found.about == f"Журнал, {rubtsovsk}"] == [problem]
    assert problem in client_of(ivan).get(reverse("journal:list")).content.decode()


def test_a_statement_without_our_seal_accepts_nothing(rubtsovsk: Administration, write: Write) -> None:
    write(rubtsovsk, 3)
    (forged,) = write(rubtsovsk, 1, verb="journal.sealing_began")
    with forger():
        entry = Entry.objects.get(pk=forged.pk)
        entry.facts = {"unverified": ["1-4", "x", 7]}
        entry.hash = hash_of(entry)
        entry.save()
        Head.objects.update(hash=entry.hash)
    strip(rubtsovsk, 2)

    assert [f"Запись № 4: {WRONG}", f"Запись № 2: {NONE}"] == verify(rubtsovsk).problems[1:]


def close(browser: Client) -> None:
    browser.post(reverse("journal:close"), {"reason": "Связку потеряли с диском, проверил Иванов"})


@pytest.mark.django_db(transaction=True)
def test_after_a_lost_keyring_a_person_says_so_and_later_seals_cannot_be_taken_away(
    rubtsovsk: Administration, write: Write, ivan: Person, settings
) -> None:
    with transaction.atomic():
        write(rubtsovsk, 3)
    settings.KEYRING = Keyring.generate().to_text()
    last = check(rubtsovsk).length
    assert trouble_of(rubtsovsk)[1:] == (f"Записи № 1–{last}: {FOREIGN}",)
    page = client_of(ivan).get(reverse("journal:list")).content.decode()
    assert ("Проверить журнал нечем" in page, "Журнал нарушен" in page) == (True, False)

    close(client_of(ivan))

    closed = Entry.objects.latest("number")
    assert (closed.verb, closed.facts["unverified"]) == ("journal.heads_closed", [f"1-{closed.number - 1}"])
    note = f"Записи № 1–{closed.number - 1}: печать проверить нечем, об этом есть запись в журнале. "
    note += "Контрольные суммы сходятся."
    assert check(rubtsovsk) == Verdict(ok=True, length=closed.number, problems=[], note=note)
    assert note in client_of(ivan).get(reverse("journal:list")).content.decode()

    with transaction.atomic():
        (later,) = write(rubtsovsk, 1)
    strip(rubtsovsk, later.number)
    assert verify(rubtsovsk).problems == [f"Запись № {later.number}: {NONE}"]


def test_without_a_keyring_nothing_is_called_forged(
    rubtsovsk: Administration, write: Write, settings, tmp_path: Path
) -> None:
    write(rubtsovsk, 2)
    ring, settings.KEYRING, settings.KEYRING_PATH = settings.KEYRING, "", tmp_path / "nowhere"
    (bare,) = write(rubtsovsk, 1)

    note = "Печати записей проверить нечем: связки ключей на сервере нет."
    assert (bare.seal, verify(rubtsovsk)) == (None, Verdict(ok=True, length=3, problems=[], note=note))

    settings.KEYRING = ring
    assert verify(rubtsovsk) == Verdict(ok=False, length=3, problems=[f"Запись № 3: {NONE}"], unverified=("3-3",))
