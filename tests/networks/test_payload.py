import hashlib
import json
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.networks.conftest import picture
from veche.kernel.uploads import take_picture
from veche.networks.payload import act_from_json, act_to_json
from veche.networks.protocol import (
    Act,
    AnswerMessage,
    CommentMode,
    DeleteComment,
    DeleteMessage,
    Describe,
    Edit,
    FileKind,
    MediaFile,
    OutgoingPost,
    Photo,
    Pin,
    Poll,
    Publish,
    ReleaseAuthor,
    Reply,
    RestoreComment,
    RestrictAuthor,
    SetAvatar,
    SetCommentMode,
    SetCover,
    StartLive,
    StopLive,
    Unpin,
    Withdraw,
)

words = st.text(max_size=20)
polls = st.builds(
    Poll,
    words,
    st.lists(words, max_size=3).map(tuple),
    st.booleans(),
    st.booleans(),
    st.none() | st.integers(1, 30).map(lambda days: timedelta(days=days)),
)
SHA = "0a" * 32
files = st.builds(
    MediaFile,
    st.just(Path(f"/media/files/0a/{SHA}.mp4")),
    st.sampled_from(FileKind),
    st.just("video/mp4"),
    words,
    st.just(SHA),
    st.integers(0, 2**40),
    words,
    st.integers(0, 8000),
    st.integers(0, 8000),
    st.floats(0, 10_000),
)
photos = st.builds(Photo, st.just(Path(f"/media/pictures/0a/{SHA}.jpg")), st.just("image/jpeg"), words, st.just(SHA))
posts = st.builds(OutgoingPost, words, st.just(()), st.lists(files, max_size=2).map(tuple), st.none() | polls)
acts = st.one_of(
    st.builds(Publish, posts),
    st.builds(Reply, words, words, words, words),
    st.builds(DeleteComment, words, words),
    st.builds(RestoreComment, words, words),
    st.builds(
        Edit,
        words,
        st.builds(OutgoingPost, words),
        st.builds(OutgoingPost, words),
        st.dictionaries(words, words, max_size=3),
        st.lists(words, max_size=3).map(tuple),
    ),
    st.builds(Withdraw, words, st.lists(words, max_size=3).map(tuple)),
    st.builds(Pin, words),
    st.builds(Unpin, words),
    st.builds(RestrictAuthor, words, st.none() | st.datetimes(timezones=st.just(UTC)), words, words, words),
    st.builds(ReleaseAuthor, words),
    st.builds(AnswerMessage, words, words, words),
    st.builds(DeleteMessage, words, words),
    st.builds(Describe, words),
    st.builds(SetAvatar, photos),
    st.builds(SetCover, photos),
    st.builds(StartLive, words, words),
    st.builds(StopLive, words),
    st.builds(SetCommentMode, st.sampled_from(CommentMode), words, words),
)


@given(acts)
def test_there_and_back(act: Act) -> None:
    frozen = json.loads(json.dumps(act_to_json(act)))

    assert act_from_json(frozen, media_root=Path("/media")) == act


def test_a_photo_is_named_by_its_content(tmp_path: Path) -> None:
    stored = take_picture(picture("navy"), name="каток.png", root=tmp_path)
    act = Publish(OutgoingPost("Каток", (Photo(stored.path(tmp_path), stored.mime, alt="Лёд"),)))

    frozen = act_to_json(act)
    thawed = act_from_json(frozen, media_root=tmp_path)

    sha256 = hashlib.sha256(stored.path(tmp_path).read_bytes()).hexdigest()
    assert frozen == {
        "verb": "publish",
        "text": "Каток",
        "photos": [
            {
                "sha256": sha256,
                "name": f"pictures/{sha256[:2]}/{sha256}.{stored.path(tmp_path).suffix[1:]}",
                "mime": stored.mime,
                "alt": "Лёд",
            }
        ],
    }
    assert thawed == Publish(OutgoingPost("Каток", (Photo(stored.path(tmp_path), stored.mime, "Лёд", sha256),)))
    assert act_to_json(thawed) == frozen


def test_rows_of_earlier_versions_read_on(tmp_path: Path) -> None:
    row = {"verb": "publish", "text": "Каток", "photos": []}

    assert act_from_json(row, media_root=tmp_path) == Publish(OutgoingPost("Каток"))
    assert act_to_json(Publish(OutgoingPost("Каток"))) == row


def test_a_file_stays_in_the_media_folder(tmp_path: Path) -> None:
    whole = act_to_json(Publish(OutgoingPost("", files=(MediaFile(Path(), FileKind.VIDEO, "video/mp4", "a", SHA, 1),))))
    whole["files"][0]["place"] = "../../etc/passwd"

    with pytest.raises(ValueError, match="outside"):
        act_from_json(whole, media_root=tmp_path)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "pictures/../../x"])
def test_a_photo_stays_in_the_media_folder(tmp_path: Path, name: str) -> None:
    body = {"verb": "publish", "text": "", "photos": [{"sha256": "0", "name": name, "mime": "image/png", "alt": ""}]}

    with pytest.raises(ValueError, match="outside"):
        act_from_json(body, media_root=tmp_path)


REPLY = {"verb": "reply", "post_id": "1", "comment_id": "2", "text": "Да", "thread_id": ""}
FILE = MediaFile(Path(), FileKind.VIDEO, "video/mp4", "a", SHA, 1)
WHOLE = act_to_json(Publish(OutgoingPost("", files=(FILE,), poll=Poll("Да?", ("Да",)))))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "missing @ $"),
        ({"verb": "dance"}, "'dance' is not a valid Verb @ $"),
        ({"verb": "publish"}, "text, photos missing @ $.post"),
        ({**REPLY, "text": None}, "NoneType where str belongs @ $.text"),
        ({**REPLY, "post_id": 1, "text": ["Да"]}, "int where str belongs @ $.post_id; list where str belongs @ $.text"),
        ({"verb": "reply", "post_id": "1"}, "comment_id, text, thread_id missing @ $"),
        ({"verb": "withdraw", "post_id": "1", "more_ids": "23"}, "str where list belongs @ $.more_ids"),
        ({**WHOLE, "photos": [{"name": "a"}]}, "mime, alt, sha256 missing @ $.post.photos[0]"),
        ({**WHOLE, "files": [{**WHOLE["files"][0], "size": 2**64}]}, "a number beyond 64 bits @ $.post.files[0].size"),
        ({**WHOLE, "files": [{**WHOLE["files"][0], "width": True}]}, "bool where int belongs @ $.post.files[0].width"),
        (
            {**WHOLE, "files": [{**WHOLE["files"][0], "seconds": "1"}]},
            "str where a number belongs @ $.post.files[0].seconds",
        ),
        ({**WHOLE, "poll": {**WHOLE["poll"], "multiple": 1}}, "int where bool belongs @ $.post.poll.multiple"),
        ({**WHOLE, "poll": {**WHOLE["poll"], "open_for": float("nan")}}, "not a finite number @ $.post.poll.open_for"),
    ],
)
def test_what_is_no_act_is_refused_by_its_fields(body: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=r"^not an act: ") as refused:
        act_from_json(body, media_root=Path())

    assert str(refused.value) == f"not an act: {said}"
