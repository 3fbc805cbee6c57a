"""The thread about a text: places that stay where they are, and one telling for each side."""

import pytest

from tests.written import drafted, write
from veche.alarms.models import Alarm
from veche.posts.domain.comments import Place, comment, mark_done, open_remarks, place_of
from veche.posts.domain.news import read_comments
from veche.posts.domain.suggest import Seen, Side
from veche.posts.errors import PostError
from veche.posts.lines import comment_lines
from veche.posts.models import Comment
from veche.staff.models import Person

TEXT = "Каток открыт. Вход свободный. Каток открыт."


def test_a_remark_on_a_place_is_answered_and_done(alice: Person, dave: Person):
    post = drafted(alice, text=TEXT)
    remark = comment(
        post=post,
        by=dave,
        text=" До какого часа? ",
        side=Side(department=dave.department),
        place=Place(Seen(TEXT), "Каток открыт.", 2),
    )
    again = comment(
        post=post, by=dave, text="До какого часа?", place=Place(Seen(TEXT), "Каток открыт.", 2), side=Side()
    )
    answer = comment(post=post, by=alice, text="До девяти.", from_press=True, answers=remark)
    waiting = open_remarks(alice.administration_id).count()

    mark_done(comment=remark, by=alice)
    mark_done(comment=remark, by=dave)

    (line,) = comment_lines(post, post.versions.get())
    assert again == remark
    assert waiting == 1
    assert open_remarks(alice.administration_id).count() == 0
    assert (line.comment, line.replies) == (remark, [answer])
    assert (line.gone, line.is_open) == (False, False)
    assert line.comment.text == "До какого часа?"
    assert line.comment.side == str(dave.department)
    assert line.comment.done_by == alice
    told = Alarm.objects.of(alice.administration).order_by("pk").values_list("kind", "subject", "person")
    assert list(told) == [("posts.commented", remark.pk, alice.pk), ("posts.commented", answer.pk, dave.pk)]
    assert list(read_comments(alice.administration, dave, [remark.pk, answer.pk])) == [answer.pk]


def test_a_place_that_is_gone_says_so_with_its_words(alice: Person, dave: Person):
    post = drafted(alice, text=TEXT)
    comment(post=post, by=dave, text="Точно?", place=Place(Seen(TEXT), "Вход свободный."))

    write(post, alice, "Каток открыт.")

    (line,) = comment_lines(post, post.versions.get())
    assert (line.gone, line.comment.quote) == (True, "Вход свободный.")


@pytest.mark.parametrize(("occurrence", "place"), [(1, (0, 13)), (2, (30, 43)), (3, (30, 43))])
def test_equal_words_are_told_apart(occurrence: int, place: tuple[int, int]):
    assert place_of(TEXT, "Каток открыт.", occurrence) == place


def test_what_is_refused_stores_nothing(alice: Person, dave: Person):
    post = drafted(alice, text=TEXT)

    with pytest.raises(PostError, match="хоть слово"):
        comment(post=post, by=dave, text=" \n")
    with pytest.raises(PostError, match="Этих слов в тексте нет"):
        comment(post=post, by=dave, text="Точно?", place=Place(Seen(TEXT), "Музей закрыт."))

    assert not Comment.objects.exists()
