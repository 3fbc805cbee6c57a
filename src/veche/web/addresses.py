"""Addresses of rows of a long list."""

from functools import cache

from django.urls import reverse


def address(name: str, number: int) -> str:
    """The named address of a row: looked up once, because `reverse` for each of hundreds takes long."""
    return _with_place(name).format(number)


@cache
def _with_place(name: str) -> str:
    return reverse(name, args=[0]).replace("0", "{}")
