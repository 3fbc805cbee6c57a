"""The thumbnail of a video appears as soon as the file was probed, without a reload."""

import pytest
from django.urls import reverse

from tests.people import client_of
from tests.written import drafted
from veche.media.enums import MediaState
from veche.media.models import Media
from veche.posts.domain.queries import latest_version
from veche.posts.models import Picture
from veche.staff.models import Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("state", "codecs", "there"), [("ready", "h264 aac", True), ("waiting", "", False)])
def test_the_thumb_takes_the_place_of_the_icon(alice: Person, state: str, codecs: str, there: bool):
    version = latest_version(drafted(alice))
    city = alice.administration
    media = Media.objects.create(
        administration=city,
        sha256="a" * 64,
        kind="video",
        mime="video/mp4",
        name="k.mp4",
        size=9,
        width=16,
        height=9,
        state=MediaState(state),
        codecs=codecs,
        uploaded_by=alice,
    )
    picture = Picture.objects.create(administration=city, version=version, media=media, position=0)

    page = client_of(alice).get(reverse("publishing:media_state", args=[version.post_id, picture.pk])).content.decode()

    assert (f'<img id="thumb-{picture.pk}"' in page, 'hx-swap-oob="outerHTML"' in page) == (there, there)
