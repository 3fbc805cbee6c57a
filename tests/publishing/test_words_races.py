"""Two people at one instant over suggested words: nothing is lost, and whoever is second is told in words."""

from typing import Any

import pytest

from tests.at_once import at_once
from tests.written import drafted, working
from veche.posts.domain.suggest import Seen, leave, suggest
from veche.posts.domain.write import new_version, save_text
from veche.posts.errors import PostError
from veche.posts.models import PostVersion, Suggestion
from veche.publishing.domain.discussion import take
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
BASE = "Горку зальём в понедельник. Огни зажжём в 18:00."
PROPOSED = "Горку зальём во вторник. Огни зажжём в 18:00."


def test_two_officers_decide_the_same_words(alice: Person, bob: Person, dave: Person):
    post = drafted(alice, text=BASE)
    made = suggest(post=post, by=dave, seen=Seen(BASE), text=PROPOSED)

    said = at_once(
        lambda: take(suggestion=made, by=alice), lambda: leave(suggestion=made, by=bob), refused=(PostError,)
    )

    change = Suggestion.objects.of(alice.administration).get().changes.select_related("by").get()
    taken = change.state == "taken"
    assert said.count("done") == 1
    assert said[1 if taken else 0].startswith(f"Это уже решили: {change.by}")
    assert working(post).text == (PROPOSED if taken else BASE)


def test_words_are_taken_while_somebody_saves_an_edit(alice: Person, bob: Person, dave: Person):
    post = drafted(alice, text=BASE)
    made = suggest(post=post, by=dave, seen=Seen(BASE), text=PROPOSED)
    version, edited = working(post), BASE.replace("в понедельник", "в среду")

    said = at_once(
        lambda: take(suggestion=made, by=alice),
        lambda: save_text(version=version, by=bob, revision=version.revision, text=edited, variants={}),
        refused=(PostError,),
    )

    assert said.count("done") == 1
    assert working(post).text == (PROPOSED if said[0] == "done" else edited)


def test_an_edit_saved_while_words_are_taken_stays(
    alice: Person, bob: Person, dave: Person, monkeypatch: pytest.MonkeyPatch
):
    """The instant between reading the text and writing it, which the race above seldom meets."""
    post = drafted(alice, text=BASE)
    made = suggest(post=post, by=dave, seen=Seen(BASE), text=PROPOSED)
    version, edited = working(post), BASE.replace("в понедельник", "в среду")

    def slowly(**asked: Any) -> PostVersion:
        save_text(version=version, by=bob, revision=version.revision, text=edited, variants={})
        return new_version(**asked)

    monkeypatch.setattr("veche.posts.domain.suggest.new_version", slowly)
    with pytest.raises(PostError, match="текст сохранили"):
        take(suggestion=made, by=alice)
