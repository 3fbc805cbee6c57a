import math
import struct
from pathlib import Path
from zlib import crc32

import pytest

from tests.networks.conftest import picture, soon
from veche.kernel.http import HttpClient
from veche.networks.protocol import Network, NetworkError, OutgoingPost, Photo, Publish, Rendered
from veche.networks.registry import NETWORKS, open_network, render_post, render_reply

MARK = "🏛"


@pytest.fixture(params=sorted(NETWORKS))
def network(request: pytest.FixtureRequest) -> Network:
    return open_network(request.param, address={"id": "-1001"}, keys={}, http=HttpClient())


def photo(tmp_path: Path, width: int = 120, height: int = 80, *, mime: str = "image/png", name: str = "1") -> Photo:
    path = tmp_path / f"{name}.png"
    path.write_bytes(picture("navy", width=width, height=height))
    return Photo(path, mime)


def head_of_png(width: int, height: int) -> bytes:
    """A picture of this size without its pixels."""
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", b""), (b"IEND", b""))
    body = (struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc32(name + data)) for name, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def codes(rendered: Rendered) -> list[str]:
    return [problem.code for problem in rendered.problems]


def test_length_is_in_utf16_units_of_the_rendered_text(network: Network) -> None:
    rendered = network.render(OutgoingPost(f"  да{MARK} \r\n"))

    assert rendered.text == f"да{MARK}"
    assert rendered.length == 4
    assert rendered.problems == ()
    assert rendered.limit == network.profile.limits.text


def test_one_unit_too_many(network: Network) -> None:
    limit = network.profile.limits.text
    fits = MARK * (limit // 2)

    assert codes(network.render(OutgoingPost(fits))) == []
    assert codes(network.render(OutgoingPost(fits + "!"))) == ["too_long"]
    assert "на 1 знак." in network.render(OutgoingPost(fits + "!")).problems[0].sentence
    assert network.render(OutgoingPost(fits + "!")).text == fits + "!"


@pytest.mark.parametrize("text", ["", "  ", "\n\u00a0\n", "\x00\ufeff"])
def test_nothing_to_say(network: Network, text: str) -> None:
    assert codes(network.render(OutgoingPost(text))) == ["empty"]
    assert codes(network.render_reply(text)) == ["empty"]


def test_with_photos_telegram_has_a_quarter_of_the_room(tmp_path: Path) -> None:
    telegram = open_network("telegram", address={"id": "-1001"}, keys={}, http=HttpClient())
    post = OutgoingPost("я" * 1025, (photo(tmp_path),))

    rendered = telegram.render(post)

    assert codes(rendered) == ["caption_too_long"]
    assert rendered.limit == 1024
    assert rendered.length == 1025
    assert codes(telegram.render(OutgoingPost("я" * 1025))) == []


def test_a_reply_has_its_own_limit(network: Network) -> None:
    most = network.profile.limits.comment

    assert codes(network.render_reply("я" * most)) == []
    assert codes(network.render_reply("я" * (most + 1))) == ["too_long"]


def test_too_many_photos(network: Network, tmp_path: Path) -> None:
    one, most = photo(tmp_path), network.profile.limits.photos

    assert codes(network.render(OutgoingPost("", (one,) * most))) == []
    assert codes(network.render(OutgoingPost("", (one,) * (most + 1)))) == ["too_many_photos"]


@pytest.mark.parametrize(
    ("width", "height", "code"), [(21, 1, "photo_narrow"), (20, 1, None), (13_990, 700, "photo_large"), (1, 1, None)]
)
def test_sides_of_a_photo(network: Network, tmp_path: Path, width: int, height: int, code: str | None) -> None:
    path = tmp_path / "1.png"
    path.write_bytes(head_of_png(width, height))

    rendered = network.render(OutgoingPost("", (Photo(path, "image/png"),)))

    # Some networks publish no ratio.
    any_ratio = network.profile.limits.photo_ratio == math.inf
    expected = [] if code is None or (any_ratio and code == "photo_narrow") else [code]
    assert codes(rendered) == expected


def test_a_side_longer_than_max_allows(tmp_path: Path) -> None:
    path = tmp_path / "1.png"
    sides = {(7680, 7680): [], (7681, 10): ["photo_large"], (10, 7681): ["photo_large"]}

    for (width, height), problems in sides.items():
        path.write_bytes(head_of_png(width, height))
        assert codes(render_post("max", OutgoingPost("", (Photo(path, "image/png"),)))) == problems


def test_photos_nobody_can_read(network: Network, tmp_path: Path) -> None:
    gone = Photo(tmp_path / "нет.png", "image/png")
    broken = Photo(tmp_path / "битое.png", "image/png")
    broken.path.write_bytes(b"\x89PNG")
    bomb = Photo(tmp_path / "бомба.png", "image/png")
    bomb.path.write_bytes(head_of_png(20_000, 20_000))
    webp = photo(tmp_path, mime="image/webp")

    rendered = network.render(OutgoingPost("", (gone, broken, bomb, webp)))

    assert codes(rendered) == ["photo_unreadable", "photo_unreadable", "photo_unreadable", "photo_type"]
    assert [problem.sentence[:6] for problem in rendered.problems] == ["Фото 1", "Фото 2", "Фото 3", "Фото 4"]


def test_a_heavy_photo(tmp_path: Path) -> None:
    heavy = photo(tmp_path)
    with heavy.path.open("ab") as file:
        file.truncate(10 * 1024 * 1024 + 1)
    post = OutgoingPost("", (heavy,))

    of = {slug: open_network(slug, address={"id": "-1"}, keys={}, http=HttpClient()).render(post) for slug in NETWORKS}

    assert (codes(of["vk"]), codes(of["telegram"])) == ([], ["photo_heavy"])


def test_without_a_key_nothing_is_called(network: Network) -> None:
    for call in (
        lambda: network.perform(Publish(OutgoingPost("да")), {}, key=None, deadline=soon()),  # type: ignore[arg-type]
        lambda: network.fetch_inbox("", deadline=soon()),
    ):
        with pytest.raises(NetworkError) as caught:
            call()
        assert caught.value.code == "no_key"
        assert caught.value.permanent is True
        assert caught.value.maybe_done is False


def test_rendering_needs_no_account() -> None:
    lengths = {slug: render_post(slug, OutgoingPost("да")).length for slug in NETWORKS}

    assert lengths == dict.fromkeys(NETWORKS, 2)
    assert {slug: render_reply(slug, " да ").text for slug in NETWORKS} == dict.fromkeys(NETWORKS, "да")


def test_every_network_says_who_it_is() -> None:
    found = {
        slug: (network.title, network.names.badge, network.keys.slots[0].value) for slug, network in NETWORKS.items()
    }

    assert len({(title, badge) for title, badge, _slot in found.values()}) == len(NETWORKS)
    assert {slug: found[slug] for slug in ("vk", "ok", "telegram", "max")} == {
        "vk": ("ВКонтакте", "VK", "community"),
        "ok": ("Одноклассники", "OK", "admin"),
        "telegram": ("Телеграм", "TG", "bot"),
        "max": ("MAX", "MAX", "bot"),
    }
    with pytest.raises(LookupError):
        open_network("myspace", address={"id": "1"}, keys={}, http=HttpClient())
