"""The process that reads a feed of news: `python -m veche.documents.feed_process MEMORY ZONE`.

`feed_apart` starts it. The feed is its standard input; the answer is one JSON object: `entries`, or `refused`, a
sentence for a person.
"""

import json
import sys
from dataclasses import asdict
from typing import Any

from veche.documents.feed_apart import SECONDS
from veche.documents.site_feed import FeedEntry, UnreadableFeed, read_feed
from veche.kernel.limits import limit


def main(memory: int, zone: str) -> None:
    limit(memory=memory, seconds=SECONDS)
    said: dict[str, Any]
    try:
        said = {"entries": [_fields(one) for one in read_feed(sys.stdin.buffer.read(), zone=zone)]}
    except UnreadableFeed as refused:
        said = {"refused": str(refused)}
    json.dump(said, sys.stdout)


def _fields(one: FeedEntry) -> dict[str, Any]:
    return asdict(one) | {"published": one.published and one.published.isoformat()}


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
