"""Where posts use files, for the library."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from veche.media.models import Media
from veche.media.uses import Use
from veche.posts.enums import PostState
from veche.posts.models import Picture, Post
from veche.staff.models import Person

MOST = 20


def uses_of(media: Media, _person: Person) -> Iterator[Use]:
    """Posts with the file in any version, newest first."""
    pictures = Picture.objects.of(media.administration_id).filter(Q(media=media) | Q(cover=media))
    posts = Post.objects.of(media.administration_id).filter(pk__in=pictures.values("version__post"))
    for post in posts.select_related("plan_item").order_by("-pk")[:MOST]:
        url = reverse("publishing:detail", args=[post.pk])
        yield Use(post.plan_item.title, url, PostState(post.state).label)


def used_in(administration_id: int) -> Q:
    pictures = Picture.objects.of(administration_id)
    beside = [pictures.exclude(**{f"{name}": None}).values(name) for name in ("cover", "subtitles")]
    return Q(pk__in=pictures.values("media")) | Q(pk__in=beside[0]) | Q(pk__in=beside[1])


def shown_to(person: Person) -> Q:
    """Everybody reads posts."""
    return used_in(person.administration_id)
