"""Saving: nothing is overwritten unseen, and frozen versions never change."""

from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.written import TEXT, asked, drafted, jpeg, with_picture, working, write
from veche.approval.domain.ask import ask
from veche.journal.models import Entry
from veche.posts.domain.freeze import fingerprint
from veche.posts.domain.pictures import MOST_PICTURES, add_picture, remove_picture
from veche.posts.domain.queries import latest_version, versions_of
from veche.posts.domain.write import new_version, save_text, start_post
from veche.posts.errors import Conflict, PostError
from veche.posts.models import PostVersion
from veche.staff.models import Person


def words_of(version: PostVersion) -> tuple[object, ...]:
    own = {variant.network: variant.text for variant in version.variants.all()}
    return version.text, own, [(picture.media.sha256, picture.alt) for picture in version.pictures.all()]


def test_a_save_counts_a_revision(alice: Person):
    post = drafted(alice)
    before = working(post)

    saved = save_text(
        version=before, by=alice, revision=before.revision, text="Новый", variants={"telegram": "Коротко"}
    )

    assert (saved.revision, words_of(saved)) == (before.revision + 1, ("Новый", {"telegram": "Коротко"}, []))


def test_two_writers_keep_both_texts(alice: Person, bob: Person):
    post = drafted(alice)
    read = working(post)
    save_text(version=read, by=bob, revision=read.revision, text="Текст Боба", variants={})

    with pytest.raises(Conflict) as clash:
        save_text(version=read, by=alice, revision=read.revision, text="Текст Алисы", variants={})

    assert clash.value.theirs.text == "Текст Боба"
    assert clash.value.theirs.saved_by == bob
    assert working(post).text == "Текст Боба"
    assert "Оба варианта целы" in str(clash.value)


def test_the_same_words_once_more_are_saved_already(alice: Person):
    """The answer to the first save was lost, so the form sends it again with the old revision."""
    post = drafted(alice)
    picture = with_picture(post, alice, alt="")
    read = working(post)
    words: dict[str, Any] = {
        "text": "Открыт",
        "variants": {"vk": "Открыт, приходите"},
        "alts": {picture.pk: "Лёд блестит "},
    }
    first = save_text(version=read, by=alice, revision=read.revision, **words)

    again = save_text(version=read, by=alice, revision=read.revision, **words)

    assert (again.revision, again.saved_at) == (first.revision, first.saved_at)
    assert words_of(again) == ("Открыт", {"vk": "Открыт, приходите"}, [(picture.media.sha256, "Лёд блестит")])


@pytest.mark.parametrize("other", [{"text": "Закрыт"}, {"variants": {}}, {"alts": "Снег"}])
def test_ones_own_other_words_from_another_window_are_a_conflict(alice: Person, other: dict[str, Any]):
    post = drafted(alice)
    picture = with_picture(post, alice, alt="")
    read = working(post)
    words: dict[str, Any] = {"text": "Открыт", "variants": {"vk": "Приходите"}, "alts": {picture.pk: "Лёд"}}
    first = save_text(version=read, by=alice, revision=read.revision, **words)
    if "alts" in other:
        other = {"alts": {picture.pk: other["alts"]}}

    with pytest.raises(Conflict):
        save_text(version=read, by=alice, revision=read.revision, **words | other)

    assert words_of(working(post)) == words_of(first)


def test_the_same_words_of_somebody_else_are_no_conflict_but_an_unseen_photo_is(alice: Person, bob: Person):
    post = drafted(alice)
    read = working(post)
    first = save_text(version=read, by=bob, revision=read.revision, text="Открыт", variants={})
    again = save_text(version=read, by=alice, revision=read.revision, text="Открыт", variants={})
    assert (again.revision, again.saved_by) == (first.revision, bob)

    with_picture(post, bob)
    with pytest.raises(Conflict):
        save_text(version=read, by=alice, revision=read.revision, text="Открыт", variants={}, alts={})


def test_a_conflict_changes_no_own_text_and_no_picture(alice: Person, bob: Person):
    post = drafted(alice)
    picture = with_picture(post, alice)
    write(post, bob, "Общий", vk="Для ВКонтакте")
    stored = words_of(working(post))

    with pytest.raises(Conflict):
        save_text(version=working(post), by=alice, revision=1, text="x", variants={}, alts={picture.pk: "другое"})

    assert words_of(working(post)) == stored


def test_a_frozen_version_takes_nothing(alice: Person):
    post = drafted(alice)
    picture = with_picture(post, alice)
    ask(version=working(post), by=alice)
    frozen = latest_version(post)
    before = words_of(frozen)

    def refused(verb: object, **arguments: object) -> str:
        with pytest.raises(PostError) as error:
            verb(**arguments)  # type: ignore[operator]
        return str(error.value)

    sentence = refused(save_text, version=frozen, by=alice, revision=frozen.revision, text="x", variants={})
    add_picture(version=frozen, by=alice, content=BytesIO(jpeg(70)), name="b.jpg")
    remove_picture(picture=picture, by=alice)

    first, second = versions_of(post)
    assert "правка начнёт новую версию" in sentence
    assert (words_of(first), fingerprint(first)) == (before, frozen.fingerprint)
    assert [one.media.name for one in second.pictures.all()] == ["b.jpg"]


def test_a_version_is_sent_once(alice: Person):
    step = asked(alice)

    with pytest.raises(PostError, match="уже отправлена"):
        ask(version=step.sheet.version, by=alice)


def test_a_new_version_copies_the_last_one(alice: Person, bob: Person):
    post = drafted(alice)
    with_picture(post, alice, alt="Лёд")
    write(post, alice, TEXT, telegram="Коротко")
    ask(version=working(post), by=alice)
    frozen = latest_version(post)

    fresh = new_version(post=post, by=bob)

    assert fresh.number == frozen.number + 1
    assert fresh.author == bob
    assert fresh.frozen_at is None
    assert words_of(latest_version(post)) == words_of(frozen)
    assert new_version(post=post, by=alice) == fresh


def test_the_database_keeps_one_working_version(alice: Person):
    post = drafted(alice)
    version = working(post)

    with pytest.raises(IntegrityError), transaction.atomic():
        PostVersion.objects.create(
            administration=post.administration,
            post=post,
            number=2,
            author=alice,
            saved_by=alice,
            saved_at=version.saved_at,
        )

    assert versions_of(post).count() == 1


def test_starting_twice_makes_one_post(alice: Person):
    post = drafted(alice)

    assert start_post(item=post.plan_item, by=alice) == post
    assert Entry.objects.of(alice.administration).filter(verb="post.started").count() == 1


def test_the_eleventh_picture_is_refused(alice: Person):
    post = drafted(alice)
    for _number in range(MOST_PICTURES):
        with_picture(post, alice)

    with pytest.raises(PostError, match="Уберите одно"):
        with_picture(post, alice)

    assert working(post).pictures.count() == MOST_PICTURES


def test_a_picture_that_is_gone_leaves_the_others_in_order(alice: Person):
    post = drafted(alice)
    pictures = [with_picture(post, alice, alt=str(number)) for number in range(3)]

    remove_picture(picture=pictures[1], by=alice)
    with_picture(post, alice, alt="последнее")

    assert [picture.alt for picture in working(post).pictures.all()] == ["0", "2", "последнее"]
