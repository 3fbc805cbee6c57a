"""Statistics of our topics. A topic seen only by its author is not returned."""

from collections.abc import Mapping, Sequence
from typing import Any

from veche.networks.errors import READING
from veche.networks.ok.group import Group, items
from veche.networks.protocol import PostStatistics

# apiok.ru, group.getStatTopics: at most 100 topics per answer; topics older than these pages are not asked for.
PAGE = 100
_PAGES = 5
_FIELDS = "ID,RENDERINGS,LIKES,RESHARES,COMMENTS"


def statistics(group: Group, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostStatistics]:
    wanted = set(post_ids)
    found: dict[str, PostStatistics] = {}
    anchor = ""
    for _ in range(_PAGES):
        if wanted <= found.keys():
            break
        answer = _page(group, anchor, deadline)
        found |= {str(topic["id"]): _counted(topic) for topic in items(answer, "topics") if topic.get("id")}
        anchor = str(answer.get("anchor") or "")
        if not answer.get("has_more") or not anchor:
            break
    return {number: found[number] for number in post_ids if number in found}


def _page(group: Group, anchor: str, deadline: float) -> Mapping[str, Any]:
    params = {"gid": group.group_id, "fields": _FIELDS, "count": str(PAGE)} | ({"anchor": anchor} if anchor else {})
    answer = group.call("group.getStatTopics", params, purpose=READING, deadline=deadline)
    if not isinstance(answer, Mapping):
        raise group.client.unexpected(READING)
    return answer


def _counted(topic: Mapping[str, Any]) -> PostStatistics:
    """Counters of a topic. «Renderings», how often it was shown, is the nearest to views."""
    return PostStatistics(
        views=_number(topic, "renderings"),
        likes=_number(topic, "likes"),
        reposts=_number(topic, "reshares"),
        comments=_number(topic, "comments"),
    )


def _number(topic: Mapping[str, Any], name: str) -> int | None:
    found = topic.get(name)
    return found if isinstance(found, int) else None
