"""Rows of access_table.py about the words of a post. dave is curator of its department; erin of another one."""

from typing import Any

from tests.security.access_row import Row
from tests.security.world import World
from veche.posts.domain.suggest import Seen
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


WORDS = (
    Row("publishing:words", PRESS | CURATOR, about=post),
    Row("publishing:suggest", CURATOR, about=post, post=lambda w: {**seen(w), "text": "Каток закрыт."}),
    Row("publishing:comment", PRESS | CURATOR, about=post, post=lambda w: {**seen(w), "words": "Хорошо бы с фото."}),
    Row("publishing:comment_done", PRESS, about=remark, post={}),
    Row("publishing:take_words", PRESS, about=suggestion, post={}),
    Row("publishing:leave_words", PRESS, about=suggestion, post={}),
    Row("publishing:withdraw_words", CURATOR, about=suggestion, post={}),
    Row("publishing:here", PRESS, about=post, post={}, ok=200),
)
