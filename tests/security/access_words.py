"""Rows of access_table.py about the words of a post. dave is curator of its department; erin of another one."""

from typing import Any

from tests.security.access_row import Row
from tests.security.world import World
from veche.posts.domain.queries import latest_version
from veche.posts.domain.suggest import Seen
from veche.posts.domain.templates import save_template
from veche.posts.words_forms import seen_mark

PRESS = frozenset({"alice", "bob", "carol"})
CURATOR = frozenset({"dave"})


def post(world: World) -> dict[str, Any]:
    return {"pk": world.department_post.pk}


def suggestion(world: World) -> dict[str, Any]:
    return {**post(world), "suggestion": world.suggestion.pk}


def remark(world: World) -> dict[str, Any]:
    return {**post(world), "comment": world.remark.pk}


def seen(world: World) -> dict[str, str]:
    return {"seen": seen_mark(world.department_post, Seen(world.department_post.versions.get().text))}


def template(world: World) -> dict[str, Any]:
    version = latest_version(world.department_post)
    return {"pk": save_template(version=version, by=world.owner, name="Каток").pk}


def window(world: World) -> dict[str, Any]:
    return {"version": latest_version(world.department_post).revision, "text": "Каток открыт."}


def placed(world: World) -> dict[str, Any]:
    return {"pk": world.draft.pk, "picture": world.picture.pk, "position": 0}


def drafted(world: World) -> dict[str, Any]:
    return {"version": latest_version(world.draft).revision, "text": "Каток открыт."}


WORDS = (
    Row("publishing:words", PRESS | CURATOR, about=post),
    Row("publishing:suggest", CURATOR, about=post, post=lambda w: {**seen(w), "text": "Каток закрыт."}),
    Row("publishing:comment", PRESS | CURATOR, about=post, post=lambda w: {**seen(w), "words": "Хорошо бы с фото."}),
    Row("publishing:comment_done", PRESS, about=remark, post={}),
    Row("publishing:take_words", PRESS, about=suggestion, post={}),
    Row("publishing:leave_words", PRESS, about=suggestion, post={}),
    Row("publishing:withdraw_words", CURATOR, about=suggestion, post={}),
    Row("publishing:templates", PRESS),
    Row("publishing:template_archive", PRESS, about=template, post={}),
    Row("publishing:to_template", PRESS, about=post, post=window),
    Row("publishing:place_photo", PRESS, about=placed, post=drafted),
    Row("publishing:here", PRESS, about=post, post={}, ok=200),
)
