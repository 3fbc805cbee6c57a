"""Where the sentences of a text as it came stand: an insult is a few words, and a long complaint would drown it."""

import re
from itertools import pairwise

# A stop and what closes it; after it a space, so that no address and no «д.5» is cut. A run of stops is read once, from
# its beginning: tried from each of them, ten thousand «!» would take a second.
_END = re.compile(r"(?<![.!?…])[.!?…]++[)»\"'”]*+\s+|\n\s*")
# What is shorter says too little by itself and stays with its neighbour: «ул. », «Да! », «Очень долго. ».
_SHORTEST = 16
# As many as a person writes; a wall of stops takes no longer.
_MOST = 60


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each, in order; together they are the text. None where the text is one sentence."""
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
    """The same in words; the text itself where it is one."""
    return [text[start:end] for start, end in sentence_spans(text)] or [text]
