"""Beginnings of long texts, for headlines and lists."""


def excerpt(text: str, most: int) -> str:
    """The text in one line; if it is longer than `most` characters, its first whole words and «…»."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rsplit(' ', 1)[0]}…"
