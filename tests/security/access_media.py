"""Rows of access_table.py about files and the library. Curators find only what their department sent."""

from typing import Any

from tests.security.access_row import Row
from tests.security.access_staff import EVERYBODY
from tests.security.world import World

PRESS = frozenset({"alice", "bob", "carol"})
CURATORS = frozenset({"dave", "erin"})
READS_PAPERS = PRESS | {"helen", "audrey"}


def photo(world: World) -> dict[str, Any]:
    return {"sha256": world.picture.media.sha256}


def captions(world: World) -> dict[str, Any]:
    """Of no post."""
    return {"sha256": world.subtitles.sha256}


def file(world: World) -> dict[str, Any]:
    return {"pk": world.picture.media.pk}


def paper(world: World) -> dict[str, Any]:
    return {"pk": world.paper.pk}


MEDIA = (
    Row("media:photo", EVERYBODY, about=photo),
    Row("media:thumb", EVERYBODY, about=photo),
    Row("media:list_thumb", EVERYBODY, about=photo),
    Row("media:captions", EVERYBODY - CURATORS, about=captions),
    Row("media:files", EVERYBODY),
    Row("media:add", PRESS, post={}),
    Row("media:uploads", PRESS, post={}, ok=412),
    Row("media:tune", {"carol"}, post={"asked": "yes"}),
    Row("media:detail", EVERYBODY - CURATORS, about=file),
    Row("media:detail", PRESS, about=file, post={"author": "Фотограф"}),
    Row("media:add_paper", PRESS, about=file, post={}),
    Row("media:paper", READS_PAPERS, about=paper),
    Row("media:remove_paper", PRESS, about=paper, post={}),
)
