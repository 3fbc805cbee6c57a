"""An unchanged post is read back as it was published, in every format."""

from pathlib import Path

import pytest

from tests.networks.conftest import Bench, soon
from tests.networks.scene import ACTS, Scene
from veche.networks.operations import FORMATS
from veche.networks.protocol import Operation, Publish
from veche.networks.registry import NETWORKS, render_post
from veche.networks.shown import missing, sent

ON_THE_WALL = [one for one in FORMATS if one in ACTS and one is not Operation.PUBLISH_STORY]


@pytest.mark.parametrize("operation", ON_THE_WALL)
def test_what_is_read_back_is_what_was_put_there(bench: Bench, tmp_path: Path, operation: Operation) -> None:
    if operation in NETWORKS[bench.slug].unsupported:
        return
    scene, [make] = Scene(bench, tmp_path), ACTS[operation]
    act = make(scene)
    assert isinstance(act, Publish)
    scene.perform(act)

    found = bench.network.read_back([scene.done.remote_id], deadline=soon())[scene.done.remote_id]

    rendered = render_post(bench.slug, act.post)
    shown = (None, None) if bench.slug == "telegram" else (rendered.text, rendered.photo_count)
    assert (found.stands, found.text, found.shown.photos) == (True, *shown)
    assert (missing(sent(rendered), found.shown), scene.done.missing) == ("", "")
