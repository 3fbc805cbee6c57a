"""«Оставить так»: a finding that the author ignores counts no longer, for this post alone, until undone."""

from typing import Any

from django.urls import reverse

from tests.markup import element
from tests.people import client_of
from tests.written import asked, drafted
from veche.journal.models import Entry
from veche.posts.domain.ignored_findings import ignored_in
from veche.posts.domain.write import new_version
from veche.posts.models import KeptWords, Post
from veche.staff.models import Person

OFFICIAL = "В целях уборки снега закроем улицу."
MARK = {"rule": "R01", "words": "В целях уборки снега"}


def say(person: Person, post: Post, name: str, **more: str) -> dict[str, Any]:
    answer = client_of(person).post(reverse(f"publishing:{name}", args=[post.pk]), {"text": OFFICIAL, **MARK, **more})
    assert answer.status_code == 200
    said: dict[str, Any] = answer.json()
    return said


def kept_rules(said: dict[str, Any]) -> list[str]:
    return [finding["rule"] for finding in said["findings"] if finding["kept"]]


def test_kept_words_are_kept_until_they_are_let_go(alice: Person) -> None:
    post, other = drafted(alice), drafted(alice)

    kept = say(alice, post, "keep_words")
    again = say(alice, post, "keep_words")
    of_other = say(alice, other, "proof")
    let_go = say(alice, post, "let_words_go")

    assert [kept_rules(said) for said in (kept, again, of_other, let_go)] == [["R01"], ["R01"], [], []]
    assert "Вернуть замечание" in str(kept["panel"])
    assert (alice.get_full_name() in str(kept["panel"]), KeptWords.objects.of(alice.administration).count()) == (
        True,
        0,
    )


def test_the_journal_tells_who_overruled_a_finding(alice: Person) -> None:
    post = drafted(alice)

    for name in ("keep_words", "keep_words", "let_words_go", "let_words_go"):
        say(alice, post, name)

    told = Entry.objects.filter(administration=alice.administration, verb__startswith="post.words")
    assert list(told.order_by("number").values_list("verb", "actor_id", "object_id", "facts")) == [
        ("post.words_kept", alice.pk, str(post.pk), {"rule": "R01"}),
        ("post.words_let_go", alice.pk, str(post.pk), {"rule": "R01"}),
    ]


def test_a_new_version_remembers_and_the_editor_counts_it_out(alice: Person) -> None:
    post = drafted(alice, text=OFFICIAL)
    page = client_of(alice).get(reverse("publishing:edit", args=[post.pk])).content.decode()
    for finding in say(alice, post, "proof")["findings"]:
        words = OFFICIAL[finding["start"] : finding["end"]]
        say(alice, post, "keep_words", rule=finding["rule"], words=words)
    new_version(post=post, by=alice)
    later = client_of(alice).get(reverse("publishing:edit", args=[post.pk])).content.decode()

    assert ("замечаний к тексту: " in page, "замечаний к тексту: " in later) == (True, False)
    assert "Оставлено так:" in later


def test_who_approves_sees_who_left_what(alice: Person, carol: Person) -> None:
    step = asked(alice, text=OFFICIAL)
    say(alice, step.sheet.version.post, "keep_words")

    page = client_of(carol).get(reverse("approval:detail", args=[step.pk])).content.decode()

    kept = element(page, "details.proof-kept")
    said = "<q>В целях уборки снега</q>" in kept, alice.get_full_name() in kept
    assert (said, "data-let-go" in kept) == ((True, True), False)


def test_odd_words_are_kept_without_harm(alice: Person) -> None:
    post = drafted(alice)

    say(alice, post, "keep_words", rule="R01" * 9, words="\0я" * 5_000)
    say(alice, post, "keep_words", rule="")
    say(alice, post, "keep_words", rule="Правило")
    say(alice, post, "let_words_go", rule="\0R01", words="\0")

    assert sorted(ignored_in(post)) == [("", MARK["words"]), (("R01" * 9)[:10], "я" * 500)]
