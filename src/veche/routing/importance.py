"""Whether a question is of raised importance, and why."""

from collections.abc import Mapping, Sequence

from veche.routing.lexicon import BESIDE, speech, weight_of_place
from veche.routing.topics import near_best, topics
from veche.routing.words import Word

# Reasons in words that a press officer reads.
REASONS = {
    "danger": "опасно для жизни или авария",
    "outage": "нет тепла, воды, света или газа",
    "children": "опасно для детей",
    "mass": "касается многих",
    "law": "назван срок или нарушение закона",
}
# From how many comments on a trouble it is one of many people.
MANY = 5


def raised(words: Sequence[Word], scores: Mapping[str, float]) -> tuple[str, ...]:
    """Keys of `REASONS` that hold for a question; empty if its importance is normal."""
    found = [kind for kind in ("danger", "law") if speech(f"raised/{kind}").has(words)]
    out = _is_out(words, scores)
    if out:
        found.append("outage")
    if speech("raised/children").has(words) and (out or speech("raised/unsafe").has(words)):
        found.append("children")
    # «Весь дом», not «дом весь в снегу».
    if any(hit.entry[0] in hit.word.keys for hit in speech("raised/mass").hits(words)):
        found.append("mass")
    return tuple(found)


def _is_out(words: Sequence[Word], scores: Mapping[str, float]) -> bool:
    """Whether heat, water, power or gas is out. Street lamps are another topic."""
    near = near_best(scores)
    if not any(topics()[key].outage for key in near):
        return False
    told = topics()[near[0]].outage and speech("raised/outage").has(words)
    return told or any(_is_absent(words, at) for at in range(len(words)))


def _is_absent(words: Sequence[Word], at: int) -> bool:
    """«нет воды», «без света», «воды ни капли»."""
    if words[at].keys.isdisjoint({"нет", "нету", "без", "отсутствовать", "ни", "не"}):
        return False
    near = [word for word in words[max(0, at - 4) : at + 5] if word.clause == words[at].clause]
    return any(
        topic.outage and hit.word in near and weight_of_place(words, hit.word) > BESIDE
        for topic in topics().values()
        for hit in (*topic.strong.hits(near), *topic.weak.hits(near))
    )
