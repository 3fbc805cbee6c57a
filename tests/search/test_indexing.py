"""The index follows whatever writes: verbs, queries over many rows, deletions; and a worker that is killed."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.factories import NOON, make_account, make_occasion, make_plan_item, make_post
from tests.people import client_of
from tests.search.corpus import grow, titles
from veche.plan.models import Occasion, PlanItem
from veche.posts.models import Post, PostVersion, Variant
from veche.search import triggers
from veche.search.domain import indexing
from veche.search.domain.health import is_filling, state
from veche.search.domain.indexing import index_changes, index_everything
from veche.search.kinds import kinds
from veche.search.models import IndexChange, IndexEntry
from veche.staff.models import Administration, Person
from veche.upkeep.doctor import found


def entries():
    return set(IndexEntry.objects.unscoped().values_list("kind", "object_id"))


def test_an_entry_says_what_its_object_says_now(alice, rubtsovsk):
    account = make_account(rubtsovsk, responsible=alice)
    item = make_plan_item(rubtsovsk, author=alice, title="Каток")
    occasion = make_occasion(rubtsovsk, by=alice, title="Субботник")
    index_everything()
    assert entries() == {("item", item.pk), ("occasion", occasion.pk)}
    # a text takes the place of its item
    post = make_post(item, text="Залили лёд.")
    index_everything()
    assert entries() == {("post", post.pk), ("occasion", occasion.pk)}
    version = post.versions.get()
    # past every verb
    PlanItem.objects.of(rubtsovsk).filter(pk=item.pk).update(title="Горка", note="Позвать оркестр")
    PostVersion.objects.of(rubtsovsk).update(first_comment="Расписание маршруток")
    item.accounts.add(account)
    Variant.objects.bulk_create([Variant(administration=rubtsovsk, version=version, network="vk", text="Снеговик")])
    Occasion.objects.of(rubtsovsk).update(title="Листопад")
    index_everything()
    assert [titles(alice, word) for word in ("каток", "горки", "снеговики", "субботник", "листопады")] == [
        [],
        ["Горка"],
        ["Горка"],
        [],
        ["Листопад"],
    ]
    assert titles(alice, "лёд", network="vk") == ["Горка"]
    assert [titles(alice, word) for word in ("оркестром", "маршрутка")] == [["Горка"], ["Горка"]]
    version.variants.all().delete()
    item.accounts.clear()
    occasion.delete()
    index_everything()
    assert [titles(alice, "снеговик"), titles(alice, network="vk"), titles(alice, "листопад")] == [[], [], []]
    assert entries() == {("post", post.pk)}


def test_what_is_rolled_back_is_not_noted(alice, rubtsovsk):
    index_everything()
    with transaction.atomic():
        make_plan_item(rubtsovsk, author=alice)
        transaction.set_rollback(True)
    assert not IndexChange.objects.exists()


def test_a_killed_worker_goes_on(alice, monkeypatch):
    """Half of a batch is written when the process dies: nothing of it stays, and all its notes do."""
    index_everything()
    waiting = IndexChange.objects.count
    grow(alice)
    noted, there = waiting(), entries()
    assert noted
    real = indexing._write
    written = []

    def die(kind, *said):
        real(kind, *said)
        written.append(kind)
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(indexing, "_write", die)
        with pytest.raises(KeyboardInterrupt):
            index_changes()
    assert (len(written), waiting(), entries()) == (1, noted, there)
    index_everything()
    assert (waiting(), len(titles(alice, person=alice.pk))) == (0, 8)


def test_what_changes_while_a_batch_reads_is_read_again(alice, rubtsovsk, monkeypatch):
    """The batch found its lemmas, then somebody saved: the entry has the new words, not those found before."""
    item = make_plan_item(rubtsovsk, author=alice, title="Каток")
    real = indexing._wait_for_others

    def meanwhile():
        monkeypatch.setattr(indexing, "_wait_for_others", real)
        PlanItem.objects.of(rubtsovsk).filter(pk=item.pk).update(title="Горка")

    monkeypatch.setattr(indexing, "_wait_for_others", meanwhile)
    index_changes(0)
    assert (titles(alice, "каток"), titles(alice, "горка")) == ([], ["Горка"])


def test_a_table_without_its_triggers_is_read_anew(alice, rubtsovsk):
    """As after SQLite has rebuilt a table in a migration."""
    item = make_plan_item(rubtsovsk, author=alice, title="Каток")
    gone = make_plan_item(rubtsovsk, author=alice, title="Пропавший")
    index_everything()
    lost = [name for name in triggers.present(connection) if name.endswith("plan_planitem_update")]
    for name in lost:
        triggers._drop(connection, {name: "plan_planitem"})
    assert triggers.missing(connection) == sorted(lost)
    PlanItem.objects.of(rubtsovsk).filter(pk=item.pk).update(title="Горка")
    IndexChange.objects.all().delete()
    assert not state().good
    triggers.install(connection)
    assert triggers.missing(connection) == []
    index_everything()
    assert (titles(alice, "горка"), titles(alice, "пропавшему")) == (["Горка"], [gone.title])
    assert state().good


def test_the_doctor_names_what_is_not_found_and_reindex_mends_it(alice, rubtsovsk):
    make_plan_item(rubtsovsk, author=alice, title="Каток")
    make_occasion(rubtsovsk, by=alice, title="Горка")
    index_everything()
    (well,) = found.check()
    assert (well.good, well.words) == (True, "записей 2")
    IndexEntry.objects.unscoped().filter(kind="item").delete()
    stray = IndexEntry.objects.create(administration=rubtsovsk, kind="occasion", object_id=99, key=1)
    (bad,) = found.check()
    assert (bad.words, bad.todo) == ("записей 2, не находятся 1, лишних 1", "veche manage reindex")
    call_command("reindex", verbosity=0, stdout=StringIO())
    index_everything()
    (mended,) = found.check()
    assert (mended.good, mended.words, titles(alice, "катку")) == (True, "записей 2", ["Каток"])
    assert not IndexEntry.objects.unscoped().filter(pk=stray.pk).exists()


def test_the_page_says_while_the_index_is_filled(alice):
    assert not is_filling()
    IndexChange.objects.bulk_create(IndexChange(kind="post", source="", value=1) for _ in range(201))
    assert is_filling()
    assert "Поиск ещё наполняется" in client_of(alice).get("/search/?q=каток").content.decode()


def test_every_column_that_an_entry_reads_is_watched(alice, rubtsovsk):
    """Each watched table and column exists, and a kind's versions differ in the names of its triggers."""
    for kind in kinds():
        for source in kind.sources:
            columns = {field.column for field in source.model._meta.get_fields() if hasattr(field, "column")}
            assert {source.says, *source.columns} <= columns


class Writing(RuleBasedStateMachine):
    """Anything is written in any order, indexed now and then: nothing is missing, nothing is left, nothing is stale."""

    words = st.sampled_from(("каток", "горка", "снег"))
    city: Administration
    person: Person

    def __init__(self) -> None:
        super().__init__()
        for model in (PostVersion, Post, PlanItem, Occasion):
            model.objects.of(self.city).delete()
        index_everything()

    @rule(word=words)
    def plan(self, word):
        make_plan_item(self.city, author=self.person, title=word)

    @rule(word=words)
    def note(self, word):
        make_occasion(self.city, by=self.person, title=word)

    @rule(word=words)
    def write(self, word):
        if item := PlanItem.objects.of(self.city).filter(post=None).first():
            make_post(item, author=self.person, text=word)

    @rule(word=words)
    def rewrite(self, word):
        PostVersion.objects.of(self.city).update(text=word)

    @rule(word=words)
    def rename(self, word):
        PlanItem.objects.of(self.city).filter(pk__in=[one.pk for one in PlanItem.objects.of(self.city)[:1]]).update(
            title=word
        )

    @rule()
    def drop(self):
        PostVersion.objects.of(self.city).update(dropped_at=NOON)

    @rule()
    def put_aside(self):
        Occasion.objects.of(self.city).update(dropped_at=NOON)

    @rule()
    def erase(self):
        if post := Post.objects.of(self.city).first():
            post.delete()

    @rule()
    def index_a_batch(self):
        index_changes(0)

    @invariant()
    def all_is_found_once_indexed(self):
        waiting = set(IndexChange.objects.values_list("kind", flat=True))
        for kind in kinds():
            if kind.slug in waiting:
                continue
            wanted = set(kind.everything().values_list("pk", flat=True))
            there = {entry.object_id: entry for entry in IndexEntry.objects.unscoped().filter(kind=kind.slug)}
            assert there.keys() == wanted
            said = kind.read(wanted)
            assert all(entry.terms == indexing.terms_in(kind, said[pk]) for pk, entry in there.items())


@pytest.mark.sweep
def test_nothing_missing_nothing_stale(alice, rubtsovsk):
    Writing.city, Writing.person = rubtsovsk, alice
    run_state_machine_as_test(
        Writing,
        settings=settings(
            max_examples=50 if connection.vendor == "sqlite" else 10,
            stateful_step_count=6,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
        ),
    )
