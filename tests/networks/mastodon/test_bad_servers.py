"""A wrong server, redirects, other limits, and a revoked key."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.networks.conftest import Bench, picture, soon
from tests.networks.test_formats import MP4, file
from veche.kernel.crypto import Secret
from veche.kernel.http import HttpClient
from veche.networks.protocol import FileKind, NetworkError, Operation, OutgoingPost, Photo, Poll, Publish, Slot
from veche.networks.registry import open_webhook_setup

POLL = Poll("Какой двор первым?", ("Ленина, 5", "Мира, 12"))


@pytest.fixture
def instance(mastodon: Bench) -> Iterator[Callable[..., Any]]:
    """A function that changes the server for this test."""

    def change(**order: Any) -> None:
        mastodon.sandbox.ask("POST", "mastodon", "instance", order)

    yield change
    from tests.networks.mastodon.state import configuration

    change(front="", era=2, limits=configuration())


def meeting(
    bench: Bench, *, base_url: str | None = None, http: HttpClient | None = None, name: str = ""
) -> NetworkError:
    opened = open_webhook_setup(
        "mastodon",
        address={"id": str(bench.account)},
        keys={Slot.BOT: Secret(bench.given["token"])},
        http=http or bench.http,
        base_url=bench.sandbox.info["mastodon"]["base"] if base_url is None else base_url,
    )
    with pytest.raises(NetworkError) as caught:
        opened.identify_page(name, deadline=soon())
    return caught.value


def publishing(bench: Bench, post: OutgoingPost) -> NetworkError:
    with pytest.raises(NetworkError) as caught:
        bench.perform(Publish(post))
    assert bench.wall() == []
    return caught.value


def test_a_server_that_leads_inside_is_not_asked(mastodon: Bench) -> None:
    base = mastodon.sandbox.info["mastodon"]["base"]

    errors = [
        meeting(mastodon, http=HttpClient()),
        meeting(mastodon, base_url="https://10.0.0.7"),
        meeting(mastodon, base_url="https://[::1]"),
    ]

    assert [(error.code, error.permanent) for error in errors] == [("refused_address", True)] * 3
    assert "внутреннюю сеть" in errors[0].advice
    assert base not in errors[0].advice


def test_without_an_address_the_setting_is_named(mastodon: Bench) -> None:
    error = meeting(mastodon, base_url="")

    assert (error.code, error.permanent) == ("masto_no_server", True)
    assert "VECHE_MASTODON_URL" in error.advice


def test_a_redirect_is_not_followed(mastodon: Bench, instance: Callable[..., Any]) -> None:
    instance(front="http://127.0.0.1:1/login")

    met, published = meeting(mastodon), publishing(mastodon, OutgoingPost("да"))

    assert (met.code, met.permanent) == (published.code, published.permanent) == ("masto_redirect", True)
    assert not published.maybe_done


def test_a_page_in_place_of_the_api(mastodon: Bench, instance: Callable[..., Any]) -> None:
    instance(front="html")

    met, published = meeting(mastodon), publishing(mastodon, OutgoingPost("да"))

    assert met.code == "masto_not_json"
    assert published.code == "masto_not_json"
    assert published.maybe_done is False
    assert "что-то другое" in met.advice


def test_a_page_in_place_of_the_answer_leaves_doubt(mastodon: Bench) -> None:
    """The page may be a proxy's: the post may have got through before."""
    mastodon.fault("POST /api/v1/statuses", "bad_gateway")
    gateway = publishing(mastodon, OutgoingPost("да"))
    mastodon.fault("POST /api/v1/statuses", "truncated")
    with pytest.raises(NetworkError) as cut:
        mastodon.publish("нет")

    assert (gateway.maybe_done, gateway.code) == (True, "masto_502")
    assert (cut.value.maybe_done, len(mastodon.wall())) == (True, 1)


def test_another_site_is_no_mastodon(mastodon: Bench, instance: Callable[..., Any]) -> None:
    instance(era=0)

    assert meeting(mastodon).code == "masto_not_json"


def test_stricter_limits_are_found_out_before_anything_is_uploaded(
    mastodon: Bench, instance: Callable[..., Any], photos: tuple[Photo, ...], tmp_path: Path
) -> None:
    instance(
        limits={
            "statuses": {"max_characters": 20, "max_media_attachments": 1, "characters_reserved_per_url": 32},
            "media_attachments": {"supported_mime_types": ["image/jpeg", "video/mp4"], "video_size_limit": 10},
            "polls": {"max_options": 1},
        }
    )
    video = file(tmp_path, FileKind.VIDEO, MP4, "каток.mp4", "video/mp4", width=1280, height=720, seconds=12)
    jpeg = Photo(tmp_path / "1.jpg", "image/jpeg")
    jpeg.path.write_bytes(picture("navy"))
    posts = {
        "too_long": OutgoingPost("https://a.ru"),
        "too_many_photos": OutgoingPost("", (jpeg, jpeg)),
        "file_type": OutgoingPost("", photos[:1]),
        "file_heavy": OutgoingPost("", files=(video,)),
        "poll_options_many": OutgoingPost("", poll=Poll("Да?", POLL.options)),
    }

    uploads = mastodon.sandbox.calls("mastodon", "POST /api/v2/media")
    errors = {code: publishing(mastodon, post) for code, post in posts.items()}

    assert {code: error.code for code, error in errors.items()} == {code: code for code in posts}
    assert all(error.permanent and error.advice.startswith("Этот сервер Mastodon") for error in errors.values())
    note = "Этот сервер Mastodon берёт не больше 20 знаков, 1 вложения и 0 МБ в видео. Большего он не примет."
    told = mastodon.network.abilities(deadline=soon())
    assert (told[Operation.PUBLISH_TEXT].mode, told[Operation.PUBLISH_TEXT].why) == ("auto", note)
    assert mastodon.sandbox.calls("mastodon", "POST /api/v2/media") == uploads


def test_a_server_that_allows_more_is_drawn_by_the_defaults(mastodon: Bench, instance: Callable[..., Any]) -> None:
    instance(limits={"statuses": {"max_characters": 5_000, "max_media_attachments": 16}})
    network = mastodon.network

    assert network.abilities(deadline=soon())[Operation.PUBLISH_TEXT].why == ""
    assert [problem.code for problem in network.render(OutgoingPost("я" * 501)).problems] == ["too_long"]


def test_a_server_without_polls(mastodon: Bench, instance: Callable[..., Any]) -> None:
    instance(limits={"polls": None})

    assert mastodon.network.abilities(deadline=soon())[Operation.PUBLISH_POLL].mode == "by_hand"
    assert publishing(mastodon, OutgoingPost("", poll=POLL)).code == "by_hand"


def test_a_revoked_key_is_to_blame(mastodon: Bench) -> None:
    mastodon.sandbox.revoke_token("mastodon", mastodon.given["token"])

    with pytest.raises(NetworkError) as caught:
        mastodon.network.abilities(deadline=soon())
    errors = [caught.value, meeting(mastodon), publishing(mastodon, OutgoingPost("да"))]

    assert {(error.code, error.key_slot, error.permanent) for error in errors} == {("masto_401", Slot.BOT, True)}
    assert all(mastodon.given["token"] not in error.advice for error in errors)


def test_a_key_of_another_profile_is_told(mastodon: Bench) -> None:
    error = meeting(mastodon, name="sosedi")

    assert (error.code, error.key_slot) == ("masto_other_profile", Slot.BOT)
    assert f"@{mastodon.given['username']}" in error.advice
