"""The migrations that seal heads stored outside the database by an earlier version, and begin to seal each entry."""

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from tests.people import make_administration
from veche.journal.domain.checked import examine
from veche.journal.domain.heads import days_path, head_path, marks_of
from veche.journal.domain.record import record
from veche.journal.models import Entry
from veche.staff.models import Administration


def write(city: Administration) -> dict[str, object]:
    """One act, and its mark as stored by the earlier version."""
    with transaction.atomic():
        entry = record(administration=city, actor=None, verb="post.approved", obj=city)
    return {"number": entry.number, "hash": entry.hash, "day": f"2026-11-{entry.number:02d}"}


@pytest.mark.nightly  # a migration that landed changes no more
@pytest.mark.django_db(transaction=True)
def test_marks_that_the_chain_goes_through_are_sealed_once() -> None:
    whole, cut = make_administration("Рубцовск"), make_administration("Заринск")
    days = [write(whole), write(whole), write(whole)]
    write(cut)
    head_path(whole.pk).write_text(json.dumps(days.pop()))
    days_path(whole.pk).write_text(json.dumps(days))
    head_path(cut.pk).write_text(json.dumps({"number": 5, "hash": "f" * 64}))

    executor = MigrationExecutor(connection)
    executor.migrate([("journal", "0001_initial")])
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    assert [bool(mark.seal) for mark in marks_of(whole.pk)] == [True] * 4
    assert [bool(mark.seal) for mark in marks_of(cut.pk)] == [False]
    verdict = examine(whole)
    assert verdict.problems == []
    assert verdict.length == 4
    assert (
        verdict.note
        == "Записи № 1–3: печать проверить нечем, об этом есть запись в журнале. Контрольные суммы сходятся."
    )
    began = Entry.objects.of(whole).latest("number")
    assert (began.verb, began.facts) == ("journal.sealing_began", {"unverified": ["1-3"]})
    with transaction.atomic():
        import_module("veche.journal.migrations.0004_sealing_began").begin(apps, None)
    assert Entry.objects.of(whole).count() == 4  # once: an entry that loses its seal later stays reported
    assert examine(cut).problems == [
        "Отметка № 5 вне базы не закрыта нашей связкой ключей: её писали не мы, или связка была другая.",
        "Хвост журнала отрезан: последняя запись № 2, а была № 5.",
    ]
