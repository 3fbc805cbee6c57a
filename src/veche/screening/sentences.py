"""Split an original text into sentences: an insult is a few words, and a long complaint would dilute its score."""

import re
from itertools import pairwise

# A stop and closing marks, then a space, so that addresses and «д.5» are not split. A run of stops is matched
# possessively: trying each of ten thousand «!» would take a second.
_END = re.compile(r"(?<![.!?…])[.!?…]++[)»\"'”]*+\s+|\n\s*")
# Shorter pieces are little evidence and stay with their neighbour: «ул. », «Да! », «Очень долго. ».
_SHORTEST = 16
# As many as a person writes; bounds the time for long runs of stops.
_MOST = 60


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, in order, covering the text; [] if the text is one sentence."""
    edges = [0]
    for match in _END.finditer(text):
        if match.end() - edges[-1] > _SHORTEST:
            edges.append(match.end())
        if len(edges) == _MOST:
            break
    if len(text) - edges[-1] <= _SHORTEST and len(edges) > 1:
        edges.pop()
    return list(pairwise([*edges, len(text)])) if len(edges) > 1 else []


def sentences(text: str) -> list[str]:
    """The sentences as texts; the text itself if it is one sentence."""
    return [text[start:end] for start, end in sentence_spans(text)] or [text]
