"""Which key may call which method: the published schema with its one known exception, for every method."""

import pytest

from tests.veche_sandbox.vk import oracle
from tests.veche_sandbox.vk.world import World
from veche_sandbox.vk.app import METHODS

pytestmark = pytest.mark.sweep

OURS = METHODS.names()
BEYOND_SCHEMA = {"wall.post": {"group"}}
"""Community keys with the right `wall` post (networks' field reports); the schema says user only."""
WITH_VK_ID = {"users.get", "groups.getById"}
KEYS = {
    "user": ("admin_token", 27, "Group authorization failed: method is available only with group auth."),
    "group": ("community_token", 27, "Group authorization failed: method is unavailable with group auth."),
    "service": ("service_token", 28, "Application authorization failed: method is unavailable with service token."),
}

needs_schema = pytest.mark.skipif(not oracle.present(), reason=oracle.MISSING)


@needs_schema
@pytest.mark.parametrize("method", OURS)
def test_method_and_its_parameters_are_in_the_schema(method: str) -> None:
    """No invented names; `primary_attachments_mode` and `photo_attachments_crop` are newer than the schema.

    The schema has no parameters of `execute`; all documentations have its `code`.
    """
    if method == "execute":
        return
    declared = METHODS.find(method)
    assert declared
    schema = {param["name"]: param for param in oracle.methods()[method].get("parameters", ())}
    newer = {"primary_attachments_mode", "photo_attachments_crop"}
    ours = {param.name: param for param in declared.params}
    # owner_id of these methods is absent from the schema and present in every documentation
    assert set(ours) - newer - {"owner_id"} == set(schema) - {"owner_id"}
    required = {name for name, param in schema.items() if param.get("required")}
    assert {name for name, param in ours.items() if param.required} == required


@needs_schema
@pytest.mark.parametrize("method", OURS)
@pytest.mark.parametrize("who", sorted(KEYS))
def test_token_matrix(vk: World, method: str, who: str) -> None:
    """Call without parameters: the wrong kind of key is refused for that, others for something else."""
    key, code, message = KEYS[who]
    allowed = set(oracle.methods()[method]["access_token_type"]) | BEYOND_SCHEMA.get(method, set())
    answer = vk.call(method, vk.keys[key])
    refused = (answer.code, answer.message) == (code, message)
    assert refused == (who not in allowed)


@pytest.mark.parametrize("method", OURS)
def test_vk_id_tokens_only_read_who_somebody_is(vk: World, method: str) -> None:
    answer = vk.call(method, vk.keys["vk_id_token"])
    profile = "Method is not available for this profile type: method is unavailable with current profile type"
    assert ((answer.code, answer.message) == (1051, profile)) == (method not in WITH_VK_ID)


@pytest.mark.parametrize(
    ("method", "mask"), [("wall.post", 4), ("photos.getWallUploadServer", 8192), ("groups.getLongPollServer", 8192)]
)
def test_key_without_the_right(vk: World, method: str, mask: int) -> None:
    token = vk.admin if method.startswith("photos") else vk.community
    vk.change_file("INSERT INTO notes VALUES ('vk', ?, ?)", f"rights of {token}", str(mask))
    message = "Access denied: no access to call this method. It cannot be called with current scopes."
    assert vk.refusal(method, token) == (15, message)


def test_permissions_of_a_key(vk: World) -> None:
    vk.change_file("INSERT INTO notes VALUES ('vk', ?, ?)", f"rights of {vk.community}", str(8192 + 4))
    assert vk.ok("groups.getTokenPermissions") == {
        "mask": 8196,
        "permissions": [{"name": "photos", "setting": 4}, {"name": "wall", "setting": 8192}],
    }


def test_key_of_another_community(vk: World, neighbour: World) -> None:
    post = vk.post()
    editor = (15, "Access denied: user should be group editor")
    assert vk.refusal("wall.post", neighbour.community, owner_id=vk.wall, message="Чужое") == editor
    words = {"owner_id": vk.wall, "post_id": post, "message": "Чужое"}
    assert vk.refusal("wall.createComment", neighbour.community, **words) == editor
    foreign = vk.refusal("groups.getCallbackServers", neighbour.community, group_id=vk.group_id)
    assert foreign == (203, "Access to group denied: access to the group is denied")
    assert vk.texts() == ["Завтра отключат воду"]


def test_administrator_who_was_removed(vk: World) -> None:
    post, comment = vk.post(), 0
    comment = vk.resident(post, "Когда?")
    vk.order("rights", user_id=vk.admin_id, status="left")
    own = {"owner_id": vk.wall}
    assert vk.call("wall.post", vk.admin, **own, from_group=1, message="Чужое").code == 15
    assert vk.call("wall.delete", vk.admin, **own, post_id=post).code == 15
    assert vk.call("wall.edit", vk.admin, **own, post_id=post, message="Чужое").code == 210
    assert vk.call("wall.deleteComment", vk.admin, **own, comment_id=comment).code == 211
    assert vk.call("photos.getWallUploadServer", vk.admin, group_id=vk.group_id).code == 203
    assert vk.call("groups.getMembers", vk.admin, group_id=vk.group_id, filter="managers").code == 203


def test_moderator_deletes_comments_and_no_posts(vk: World) -> None:
    post = vk.post()
    comment = vk.resident(post, "Когда?")
    vk.order("rights", user_id=vk.admin_id, status="moderator")
    assert vk.ok("wall.deleteComment", vk.admin, owner_id=vk.wall, comment_id=comment) == 1
    assert vk.call("wall.delete", vk.admin, owner_id=vk.wall, post_id=post).code == 15
