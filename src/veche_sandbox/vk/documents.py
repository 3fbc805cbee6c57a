"""docs.getWallUploadServer and docs.save: a document, or a GIF, which the wall shows as an animation."""

from veche_sandbox.store.files import ANIMATION, DOCUMENT, mime_of
from veche_sandbox.vk import file_uploads
from veche_sandbox.vk.access import EDITOR, community, holds
from veche_sandbox.vk.calls import METHODS, NETWORK, Call
from veche_sandbox.vk.errors import bad_param, group_denied
from veche_sandbox.vk.labels import label_new
from veche_sandbox.vk.objects import doc_object
from veche_sandbox.vk.params import flags, integer, string
from veche_sandbox.vk.registry import GROUP, USER, Json, Right


@METHODS.method("docs.getWallUploadServer", integer("group_id", low=0), kinds=USER | GROUP, right=Right.DOCS)
def get_wall_upload_server(call: Call) -> Json:
    group_id = call.integer("group_id", call.caller.group_id)
    if group_id and not holds(call, community(call, group_id), EDITOR):
        raise group_denied()
    return {"upload_url": file_uploads.begin(call.store, call.caller.user_id, group_id)}


@METHODS.method(
    "docs.save",
    string("file", required=True),
    string("title"),
    string("tags"),
    *flags("return_tags"),
    kinds=USER | GROUP,
    right=Right.DOCS,
)
def save(call: Call) -> Json:
    """Save a document. Its owner is the community for whose wall it was uploaded, else the person."""
    with call.store.transaction():
        upload = file_uploads.find(call.store, token=call.text("file"))
        if upload is None or upload.body is None or upload.video_key or upload.user_id != call.caller.user_id:
            raise bad_param("file is invalid")
        owner = -upload.group_id or upload.user_id
        kind = ANIMATION if mime_of(upload.body) == "image/gif" else DOCUMENT
        file = call.store.files.save(NETWORK, owner, kind, call.text("title") or upload.name, upload.body)
        label_new(call.store, file, extension=upload.name.rpartition(".")[2])
        file_uploads.spend(call.store, upload)
    return {"type": "doc", "doc": doc_object(call.store, file)}
