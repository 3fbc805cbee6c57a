"""What makes rights unclear, and what a post needs then to be sent for approval."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest

from tests.written import approved, drafted, jpeg, with_picture, working
from veche.approval.domain.ask import ask
from veche.journal.models import Entry
from veche.kernel.clock import now, today
from veche.media.domain.intake import take
from veche.media.domain.rights import doubts_of, terms_for
from veche.media.domain.state_rights import add_paper, ask_rights, state_rights
from veche.media.errors import MediaError
from veche.media.models import Media, Rights
from veche.posts.domain.pictures import add_picture, remove_picture
from veche.posts.domain.queries import latest_version
from veche.posts.domain.rights import rights_in, take_responsibility
from veche.posts.domain.write import new_version
from veche.posts.errors import PostError
from veche.posts.models import Picture, Post
from veche.staff.models import Person

CLEAR = {"basis": "own", "author": "Пресс-служба", "people_basis": "nobody", "children": "none"}
PDF = b"%PDF-1.7\n/JavaScript (app.alert(1))"


def media_of(by: Person, **said: Any) -> Media:
    media = take(BytesIO(jpeg()), name="каток.jpg", by=by)
    state_rights(media=media, by=by, said=said)
    return media


def doubts(by: Person, **said: Any) -> list[str]:
    media = Media.objects.of(by.administration).select_related("rights").get(pk=media_of(by, **said).pk)
    return [doubt.sentence for doubt in doubts_of(media, terms_for(by.administration))]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, ["права не указаны"]),
        (CLEAR, []),
        (CLEAR | {"author": ""}, ["не сказано, кто снял"]),
        (CLEAR | {"basis": "contract"}, ["не назван договор"]),
        (CLEAR | {"basis": "contract", "contract": "№ 7 от 1 марта"}, []),
        (CLEAR | {"basis": "free"}, ["не названа лицензия"]),
        (CLEAR | {"people_basis": ""}, ["не сказано, узнаваемы ли люди"]),
        (CLEAR | {"people_basis": "unasked"}, ["узнаваемый человек без согласия"]),
        (CLEAR | {"people_basis": "event", "children": ""}, ["не сказано, есть ли дети"]),
        (CLEAR | {"people_basis": "official"}, []),
        (CLEAR | {"children": "shown"}, ["ребёнок без согласия родителей"]),
        (CLEAR | {"children": "shown", "parents": "родители пятерых"}, ["согласие родителей без бумаги"]),
        (CLEAR | {"used_until": date(2020, 11, 20)}, ["права кончились 20 ноября 2020"]),
    ],
)
def test_each_reason_is_said_in_words(alice: Person, said: dict[str, Any], found: list[str]):
    assert doubts(alice, **said) == found


def test_rights_that_end_before_the_hour_of_publication_are_unclear(alice: Person):
    last = today(alice.administration.time_zone) + timedelta(days=1)
    media = media_of(alice, **CLEAR, used_until=last)
    media.refresh_from_db()
    terms = terms_for(alice.administration)

    assert doubts_of(media, replace(terms, day=last)) == ()
    [doubt] = doubts_of(media, replace(terms, day=last + timedelta(days=1)))
    assert doubt.sentence.startswith("права кончаются ")
    assert doubt.sentence.endswith(", до выхода")


def test_a_paper_clears_a_child_and_is_recorded(alice: Person):
    media = media_of(alice, **CLEAR | {"children": "shown", "parents": "мама"})

    paper = add_paper(media=media, by=alice, content=BytesIO(PDF), name="согласие.pdf")

    rights = Rights.objects.of(alice.administration).get(media=media)
    assert (rights.papers, rights.lacking) == (1, False)
    last = Entry.objects.filter(administration=alice.administration).latest("pk")
    assert last.verb == "media.paper_added"
    assert last.object_type == "posts.media"
    assert last.facts == {"paper": paper.sha256}


def test_a_paper_is_a_pdf_or_a_photo(alice: Person):
    with pytest.raises(MediaError, match="Бумага бывает в PDF"):
        add_paper(media=media_of(alice), by=alice, content=BytesIO(b"MZ\x90\x00"), name="согласие.pdf")


def asking(by: Person) -> Post:
    """A post with a photo in a city that asks for rights."""
    ask_rights(administration=by.administration, by=by, wanted=True)
    post = drafted(by)
    with_picture(post, by)
    return post


def picture_of(post: Post) -> Picture:
    return latest_version(post).pictures.get()


def test_a_new_file_without_rights_waits_for_a_named_yes(alice: Person):
    post = asking(alice)

    with pytest.raises(PostError, match="права не указаны"):
        ask(version=working(post), by=alice)

    take_responsibility(picture=picture_of(post), by=alice, reason="Сняли сами, людей нет", at=now())
    sheet = ask(version=working(post), by=alice)
    [found] = rights_in(latest_version(post), at=now())
    assert found.stops is False
    assert (found.yes and found.yes.reason) == "Сняли сами, людей нет"
    assert (found.yes and found.yes.by) == alice
    taken = Entry.objects.get(administration=alice.administration, verb="post.rights_taken")
    assert taken.facts == {"version": 1, "file": found.picture.media.sha256, "doubts": ["unstated"]}
    assert taken.actor_id == alice.pk
    fresh = new_version(post=sheet.version.post, by=alice)
    assert fresh.pictures.get().rights_yes.reason == "Сняли сами, людей нет"


def test_another_picture_needs_a_yes_again(alice: Person):
    post = asking(alice)
    take_responsibility(picture=picture_of(post), by=alice, reason="Сняли сами", at=now())

    remove_picture(picture=picture_of(post), by=alice)
    with_picture(post, alice, content=jpeg(colour="red"))

    assert [found.stops for found in rights_in(latest_version(post), at=now())] == [True]


def test_a_yes_holds_for_the_named_doubts_alone(alice: Person):
    post = asking(alice)
    picture = picture_of(post)
    take_responsibility(picture=picture, by=alice, reason="Сняли сами", at=now())

    state_rights(media=picture.media, by=alice, said=CLEAR | {"people_basis": "unasked"})

    with pytest.raises(PostError, match="узнаваемый человек без согласия"):
        ask(version=working(post), by=alice)


def test_a_yes_has_a_reason(alice: Person):
    with pytest.raises(PostError, match="Напишите, почему"):
        take_responsibility(picture=picture_of(asking(alice)), by=alice, reason=" ", at=now())


def test_files_from_before_are_named_and_stop_nothing(alice: Person, carol: Person):
    post = drafted(alice)
    with_picture(post, alice)
    ask_rights(administration=alice.administration, by=carol, wanted=True)

    [found] = rights_in(latest_version(post), at=now())

    assert (found.said, found.stops) == ("права не указаны", False)
    ask(version=working(post), by=alice)


def test_an_agreed_version_stays_agreed_when_rights_become_unclear(alice: Person, carol: Person):
    post = drafted(alice)
    with_picture(post, alice)
    version = approved(alice, carol)

    assert version.frozen_at is not None
    assert add_picture(version=working(post), by=alice, content=BytesIO(jpeg(colour="red")), name="б.jpg").pk
