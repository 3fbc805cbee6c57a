"""Answers whose shape differs between API versions."""

import pytest

from tests.veche_sandbox.vk.world import World

pytestmark = pytest.mark.sweep


@pytest.mark.parametrize("version", ["5.81", "5.131", "5.137"])
def test_arrays_of_old(vk: World, version: str) -> None:
    post = vk.post()
    posts = f"{vk.wall}_{post}"
    assert [group["id"] for group in vk.ok("groups.getById", v=version)] == [vk.group_id]
    assert [one["id"] for one in vk.ok("wall.getById", vk.admin, posts=posts, v=version)] == [post]
    extended = vk.ok("wall.getById", vk.admin, posts=posts, extended=1, v=version)
    assert sorted(extended) == ["groups", "items", "profiles"]


@pytest.mark.parametrize("version", ["5.139", "5.199"])
def test_objects_of_today(vk: World, version: str) -> None:
    post = vk.post()
    found = vk.ok("groups.getById", v=version)
    assert ([group["id"] for group in found["groups"]], found["profiles"]) == ([vk.group_id], [])
    posts = vk.ok("wall.getById", vk.admin, posts=f"{vk.wall}_{post}", v=version)
    assert [one["id"] for one in posts["items"]] == [post]
