"""A journal rewritten in the database: the trace of each method is reported until a person closes it."""

import hashlib
import json
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.journal.conftest import forger, write
from tests.people import client_of, founded, make_administration
from veche.journal import triggers
from veche.journal.domain.chain import hash_of
from veche.journal.domain.checked import FORGED, check, examine, trouble_of
from veche.journal.domain.closing import is_to_be_closed
from veche.journal.domain.heads import days_path, head_path, outside_head
from veche.journal.domain.strays import closings, strays
from veche.journal.domain.verify import EMPTIED, LOST, Verdict
from veche.journal.models import GENESIS, Entry, Head
from veche.journal.tasks import check_journal
from veche.kernel.crypto import Keyring
from veche.media.models import RightsPolicy
from veche.staff.models import Administration, Person

__all__ = ["write"]

type Write = Callable[..., list[Entry]]
AT_SERVER = "Закрывают на сервере: veche manage close_strays."
REASON = "Папку данных не перенесли при переезде сервера 28 ноября, проверил Иванов"


def rewrite(city: Administration, owner: Administration) -> None:
    """Rewrite the whole chain of `city` as that of `owner`, with right hashes."""
    with forger():
        previous = GENESIS
        for entry in Entry.objects.of(city).order_by("number"):
            entry.administration_id, entry.previous, entry.facts = owner.pk, previous, {"turn": 77}
            previous = entry.hash = hash_of(entry)
            entry.save()
        number = Entry.objects.of(owner).count()
        Head.objects.filter(administration=city).delete()
        Head.objects.update_or_create(administration_id=owner.pk, defaults={"number": number, "hash": previous})


def remove_heads(city: Administration) -> None:
    for path in (head_path(city.pk), days_path(city.pk)):
        path.unlink(missing_ok=True)


def remove(administration: Administration) -> None:
    RightsPolicy.objects.of(administration).delete()
    administration.delete()


def close(browser: Client, reason: str = REASON) -> str:
    return browser.post(reverse("journal:close"), {"reason": reason}, follow=True).content.decode()


def test_a_renumbered_tenant_leaves_its_head_behind(rubtsovsk: Administration, write: Write) -> None:
    write(rubtsovsk, 4)
    renumbered = make_administration("Рубцовск")
    rewrite(rubtsovsk, renumbered)
    gone = rubtsovsk.pk
    remove(rubtsovsk)

    write(renumbered, 2)  # honest acts go on

    assert outside_head(renumbered.pk) is None
    assert check(renumbered).problems == [
        LOST,
        "Записи № 1–4: печать не сходится, писало не Вече.",
        f"Вне базы есть отметка журнала администрации № {gone}, а такой администрации в базе нет. {AT_SERVER}",
    ]
    assert len(trouble_of(renumbered)) == 3


def test_a_chain_of_nobody_is_named(rubtsovsk: Administration, other_city: Administration, write: Write) -> None:
    write(other_city, 3)
    gone = other_city.pk
    remove(other_city)
    remove_heads(Administration(pk=gone))
    write(rubtsovsk)

    assert examine(rubtsovsk).problems == [
        f"В базе есть журнал администрации № {gone}, а самой администрации нет. {AT_SERVER}"
    ]


@pytest.mark.parametrize("gone", ["all", "newest"])
def test_removed_heads_are_not_made_anew_by_honest_acts(rubtsovsk: Administration, write: Write, gone: str) -> None:
    write(rubtsovsk, 3)
    rewritten = []
    if gone == "newest":  # a day's mark that the attacker's chain contains remains
        days_path(rubtsovsk.pk).write_text(f"[{head_path(rubtsovsk.pk).read_text()}]")
        head_path(rubtsovsk.pk).unlink()
    else:
        rewrite(rubtsovsk, rubtsovsk)
        remove_heads(rubtsovsk)
        rewritten = ["Записи № 1–3: печать не сходится, писало не Вече."]

    write(rubtsovsk, 2)

    assert [check(rubtsovsk).problems for _ in range(2)] == [[LOST, *rewritten]] * 2
    assert trouble_of(rubtsovsk) == (LOST, *rewritten)


def test_an_emptied_journal_is_named_and_gets_no_mark(rubtsovsk: Administration, write: Write) -> None:
    write(rubtsovsk, 3)
    with forger():
        Entry.objects.all().delete()
    Head.objects.all().delete()
    remove_heads(rubtsovsk)

    assert (check(rubtsovsk).problems, is_to_be_closed(rubtsovsk)) == ([EMPTIED, LOST], True)
    write(rubtsovsk, 1, verb="comment.kept")

    assert (outside_head(rubtsovsk.pk), check(rubtsovsk).problems) == (None, [LOST])


def mark_without_a_seal(city: Administration, newest: Entry) -> dict[str, object]:
    return {"number": newest.number, "hash": newest.hash, "day": "2026-11-25"}


def mark_with_the_seal_of_the_former(city: Administration, newest: Entry) -> dict[str, object]:
    former: dict[str, object] = json.loads(head_path(city.pk).read_bytes())
    return former | mark_without_a_seal(city, newest)


@pytest.mark.parametrize("forged", [mark_without_a_seal, mark_with_the_seal_of_the_former])
def test_a_mark_that_was_written_without_the_keyring_is_named(
    rubtsovsk: Administration, write: Write, forged: Callable[[Administration, Entry], dict[str, object]]
) -> None:
    write(rubtsovsk, 3)
    rewrite(rubtsovsk, rubtsovsk)
    content = json.dumps(forged(rubtsovsk, Entry.objects.of(rubtsovsk).latest("number")))
    head_path(rubtsovsk.pk).write_text(content)

    write(rubtsovsk, 1)

    assert trouble_of(rubtsovsk) == (FORGED,)
    assert [problem[:25] for problem in check(rubtsovsk).problems] == [
        "Отметка № 3 вне базы не з",
        "Записи № 1–3: печать не с",
    ]
    assert head_path(rubtsovsk.pk).read_text() == content


def test_the_mark_of_another_tenant_does_not_fit(
    rubtsovsk: Administration, other_city: Administration, write: Write
) -> None:
    write(rubtsovsk, 2)
    write(other_city, 2)
    head_path(rubtsovsk.pk).write_bytes(head_path(other_city.pk).read_bytes())

    assert FORGED in trouble_of(rubtsovsk)


def test_after_a_lost_keyring_the_marks_are_named(rubtsovsk: Administration, write: Write, settings) -> None:
    write(rubtsovsk, 2)
    settings.KEYRING = Keyring.generate().to_text()

    assert check(rubtsovsk).problems == [
        "Отметка № 2 вне базы не закрыта нашей связкой ключей: её писали не мы, или связка была другая.",
        "Записи № 1–2: печать проверить нечем, её ключа в связке нет.",
    ]


def test_a_rotated_keyring_opens_the_earlier_seals(rubtsovsk: Administration, write: Write, settings) -> None:
    write(rubtsovsk, 2)
    settings.KEYRING = Keyring.parse(settings.KEYRING).add().to_text()
    write(rubtsovsk, 1)

    assert check(rubtsovsk) == Verdict(ok=True, length=3, problems=[])
    assert json.loads(head_path(rubtsovsk.pk).read_bytes())["seal"].startswith("k2.")
    assert [str(entry.seal)[:3] for entry in Entry.objects.order_by("number")] == ["k1-", "k1-", "k2-"]


@pytest.mark.django_db(transaction=True)
def test_a_person_closes_what_does_not_fit(rubtsovsk: Administration, ivan: Person, audrey: Person, write: Write):
    with transaction.atomic():
        write(rubtsovsk, 3)
    remove_heads(rubtsovsk)
    check_journal.func(rubtsovsk.pk)
    browser, other = client_of(ivan), client_of(audrey)
    assert "Закрыть отметки" in browser.get(reverse("journal:list")).content.decode()
    assert "Закрыть отметки" not in other.get(reverse("journal:list")).content.decode()

    assert browser.post(reverse("journal:close"), {"reason": " "}).status_code == 422
    assert other.post(reverse("journal:close"), {"reason": REASON}).status_code == 403
    assert (outside_head(rubtsovsk.pk), len(trouble_of(rubtsovsk))) == (None, 1)
    page = close(browser)

    entry = Entry.objects.of(rubtsovsk).latest("number")
    assert (entry.verb, entry.actor_id) == ("journal.heads_closed", ivan.pk)
    assert entry.facts == {"before": "", "reason": hashlib.sha256(REASON.encode()).hexdigest()}
    assert REASON in page
    assert trouble_of(rubtsovsk) == ()
    assert [(one.person, one.reason) for one in closings(rubtsovsk.pk)] == [(ivan.pk, REASON)]
    with transaction.atomic():
        write(rubtsovsk, 1)
    assert check(rubtsovsk).problems == []
    assert "закрывать нечего" in close(browser)


@pytest.mark.django_db(transaction=True)
def test_marks_of_no_living_administration_are_closed_at_the_server_only(
    rubtsovsk: Administration, ivan: Person, write: Write
) -> None:
    with transaction.atomic():
        write(rubtsovsk, 1)
    mark = head_path(rubtsovsk.pk).parent / "77.json"
    mark.write_text(json.dumps({"number": 1, "hash": "a" * 64}))
    check_journal.func(rubtsovsk.pk)
    browser = client_of(ivan)
    page = browser.get(reverse("journal:list")).content.decode()
    assert ("Закрыть отметки" in page, AT_SERVER in page) == (False, True)

    assert "закрывать нечего" in close(browser)
    assert (len(strays()), mark.exists()) == (1, True)

    call_command("close_strays", reason=REASON, verbosity=0)

    assert strays() == ()
    assert mark.exists() is False
    assert trouble_of(rubtsovsk) == ()
    entry = Entry.objects.of(rubtsovsk).latest("number")
    assert (entry.verb, entry.actor_id) == ("journal.strays_closed", None)
    assert entry.facts == {"strays": 1, "reason": hashlib.sha256(REASON.encode()).hexdigest()}
    assert REASON in browser.get(reverse("journal:list")).content.decode()
    with pytest.raises(CommandError, match="закрывать нечего"):
        call_command("close_strays", reason=REASON, verbosity=0)


def test_a_closing_that_the_attacker_wrote_closes_nothing(rubtsovsk: Administration, write: Write) -> None:
    write(rubtsovsk, 1)
    (head_path(rubtsovsk.pk).parent / "77.json").write_text(json.dumps({"number": 1, "hash": "a" * 64}))
    (stray,) = strays()
    closing = {"at": "2026-11-25T00:00:00+00:00", "person": 1, "reason": "так надо", "strays": [stray.name]}
    head_path(rubtsovsk.pk).with_suffix(".closed.json").write_text(json.dumps([closing]))

    assert strays() == (stray,)


EMPTY = {
    "sqlite": [
        "DROP TRIGGER journal_entry_no_update",
        "CREATE TRIGGER journal_entry_no_update BEFORE UPDATE ON journal_entry BEGIN SELECT 1; END",
    ],
    "postgresql": [
        (
            "CREATE OR REPLACE FUNCTION journal_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        )
    ],
}
NARROW = {
    "sqlite": [
        "DROP TRIGGER journal_entry_no_update",
        (
            "CREATE TRIGGER journal_entry_no_update BEFORE UPDATE OF verb ON journal_entry "
            "BEGIN SELECT RAISE(ABORT, 'journal_entry is append-only'); END"
        ),
    ],
    "postgresql": [
        "DROP TRIGGER journal_entry_no_change ON journal_entry",
        (
            "CREATE TRIGGER journal_entry_no_change BEFORE UPDATE OR DELETE ON journal_entry FOR EACH ROW "
            "WHEN (OLD.number > 1000000) EXECUTE FUNCTION journal_entry_refuse()"
        ),
        "ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER journal_entry_no_change",
    ],
}
FOREIGN = {
    "sqlite": ["CREATE TRIGGER helper AFTER INSERT ON journal_entry BEGIN SELECT 1; END"],
    "postgresql": [
        "CREATE FUNCTION helper() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.verb = 'a.b'; RETURN NEW; END $$",
        "CREATE TRIGGER helper BEFORE INSERT ON journal_entry FOR EACH ROW EXECUTE FUNCTION helper()",
    ],
}
UPDATING = {"sqlite": ["journal_entry_no_update"], "postgresql": ["journal_entry_no_change"]}
BOTH = {"sqlite": UPDATING["sqlite"], "postgresql": ["journal_entry_no_change", "journal_entry_no_truncate"]}
HELPER = {"sqlite": ["helper"], "postgresql": ["helper"]}


@pytest.mark.parametrize(
    ("statements", "names"), [(EMPTY, BOTH), (NARROW, UPDATING), (FOREIGN, HELPER)], ids=["empty", "narrow", "foreign"]
)
def test_a_trigger_of_another_body_is_named(
    rubtsovsk: Administration, statements: dict[str, list[str]], names: dict[str, list[str]]
) -> None:
    founded(rubtsovsk)
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)

    wrong = names[connection.vendor]
    assert triggers.missing(connection) == wrong
    assert check(rubtsovsk).problems == [f"База позволяет менять журнал, триггеры не те: {', '.join(wrong)}."]
    assert Client().get("/readyz").content == b"journal\n"
