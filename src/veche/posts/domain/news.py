"""Tell people what is said about a text: the press of suggestions and comments, others of what became of them."""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse

from veche.alarms.domain.notify import notify
from veche.alarms.news import NOTE, Matter, News, register
from veche.kernel import clock
from veche.kernel.bidi import isolated
from veche.morphology.numerals import counted
from veche.posts.enums import ChangeState
from veche.posts.models import Comment, Post, Suggestion
from veche.staff.domain.roles import people_with
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

SUGGESTED, DECIDED, COMMENTED = "posts.suggested", "posts.decided", "posts.commented"


def press_of(post: Post) -> list[Person]:
    """Whose text it is: its author and whoever saved it last, if they are of the press today, else its heads."""
    city = post.administration
    day = clock.today(city.time_zone)
    last = post.versions.filter(dropped_at=None).order_by("-number").values_list("saved_by", flat=True).first()
    heads = people_with(Role.PRESS_HEAD, city.pk, on=day)
    officers = people_with(Role.PRESS_OFFICER, city.pk, on=day) | heads
    found = list(officers.filter(pk__in={post.author_id, last}).order_by("pk").distinct())
    return found or list(heads.order_by("pk"))


def speakers_of(post: Post) -> list[Person]:
    """Whoever suggested or said something about the text and is not of the press."""
    said = Comment.objects.of(post.administration_id).filter(post=post, from_press=False).values("author")
    proposed = Suggestion.objects.of(post.administration_id).filter(post=post).values("author")
    people = Person.objects.of(post.administration_id)
    return list((people.filter(pk__in=said) | people.filter(pk__in=proposed)).distinct().order_by("pk"))


def notify_people(post: Post, kind: str, subject: int, people: Iterable[Person], by: Person) -> None:
    others = [person for person in people if person != by]
    if others:
        notify(post.administration_id, kind, subject, others)


def register_news() -> None:
    register(News(kind=SUGGESTED, called="предложили другие слова", read=read_suggested))
    register(News(kind=DECIDED, called="решили о ваших словах", read=read_decided, rank=NOTE))
    register(News(kind=COMMENTED, called="сказали о тексте", read=read_comments))


def read_suggested(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    """Suggestions among these that still wait for the press."""
    return {
        one.pk: _matter(one.post, f"{isolated(one.side)}: предлагают другие слова. Возьмите их или оставьте свои.")
        for one in _suggestions(administration, subjects)
        if one.is_open
    }


def read_decided(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    return {one.pk: _matter(one.post, _became(one)) for one in _suggestions(administration, subjects) if one.decided_at}


def _became(suggestion: Suggestion) -> str:
    states = [change.state for change in suggestion.changes.all()]
    taken = states.count(ChangeState.TAKEN)
    if taken == len(states):
        return "Ваши слова взяли в текст целиком."
    if not taken:
        return "Ваши слова прочитали, текст оставили как был. Почему, сказано на странице."
    words = counted(taken, "правку", "правки", "правок")
    return f"Взяли в текст {words} из {len(states)}. Что с остальными, сказано на странице."


def read_comments(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    """Comments among these that nobody has seen to."""
    found = Comment.objects.of(administration).filter(pk__in=subjects, done_at=None)
    rows = found.select_related("post__plan_item", "author", "department", "office")
    return {
        one.pk: _matter(one.post, f"{isolated(one.side or str(one.author))}: сказали о тексте. Прочитайте и ответьте.")
        for one in rows
    }


def _suggestions(administration: Administration, subjects: Sequence[int]) -> Iterable[Suggestion]:
    found = Suggestion.objects.of(administration).filter(pk__in=subjects)
    return found.select_related("post__plan_item", "author", "department", "office").prefetch_related("changes")


def _matter(post: Post, sentence: str) -> Matter:
    path = reverse("publishing:words", args=[post.pk])
    return Matter(title=post.plan_item.title, lines=(sentence,), action="Открыть", path=path)
