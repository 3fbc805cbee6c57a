import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.networks.conftest import picture
from veche.kernel.uploads import take_picture
from veche.networks.payload import act_from_json, act_to_json
from veche.networks.protocol import (
    Act,
    DeleteComment,
    Edit,
    OutgoingPost,
    Photo,
    Pin,
    Publish,
    Reply,
    RestoreComment,
    Unpin,
    Withdraw,
)

words = st.text(max_size=20)
acts = st.one_of(
    st.builds(Publish, st.builds(OutgoingPost, words)),
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


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "pictures/../../x"])
def test_a_photo_stays_in_the_media_folder(tmp_path: Path, name: str) -> None:
    body = {"verb": "publish", "text": "", "photos": [{"sha256": "0", "name": name, "mime": "image/png", "alt": ""}]}

    with pytest.raises(ValueError, match="outside"):
        act_from_json(body, media_root=tmp_path)


@pytest.mark.parametrize("body", [{}, {"verb": "dance"}, {"verb": "publish"}, {"verb": "reply", "post_id": "1"}])
def test_what_is_no_act_is_refused(body: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"act|Verb"):
        act_from_json(body, media_root=Path())
