"""Addresses that a page writes many times: looked up once, because each `reverse` takes long."""

from functools import cache

from django.urls import reverse


@cache
def address_of(name: str) -> str:
    """The address of a page that has no number."""
    return reverse(name)


def address(name: str, number: int) -> str:
    """The named address of a row."""
    return _with_place(name).format(number)


@cache
def _with_place(name: str) -> str:
    return reverse(name, args=[0]).replace("0", "{}")
