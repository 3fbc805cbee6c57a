"""Values of a version by field name, as `kit.marks` compares them."""

import json

from veche.posts.domain import labels
from veche.posts.domain.polls import PollWords, words_in
from veche.posts.models import PostVersion


def values_of(version: PostVersion) -> dict[str, str]:
    """Field values of a version. Reads `variants`, `pictures` and `poll` (prefetch them)."""
    own = {f"text_{variant.network}": variant.text for variant in version.variants.all()}
    alts = {f"alt_{picture.pk}": picture.alt for picture in version.pictures.all()}
    beside = {
        "link": version.link,
        "poll": poll_value(words_in(version)),
        **labels.values_of(labels.labels_of(version)),
    }
    return {"text": version.text, **beside, **own, **alts}


def poll_value(poll: PollWords) -> str:
    """The poll as a string; "" without question and answers, whatever its rules."""
    rules = [poll.question, list(poll.options), poll.multiple, poll.anonymous, poll.open_days]
    return json.dumps(rules, ensure_ascii=False) if poll else ""
