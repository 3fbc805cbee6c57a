"""Permissions: look for something. What a person finds is said by the permission of its kind."""

from veche.staff.rules import is_anybody, permit

permit("search.use", is_anybody)
