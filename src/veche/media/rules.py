"""Permissions: see files."""

from veche.staff.rules import is_anybody, permit

permit("media.see", is_anybody)
