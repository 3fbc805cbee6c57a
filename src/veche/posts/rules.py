"""Permissions: read and write texts."""

from veche.staff.rules import is_anybody, is_press, permit

permit("posts.see", is_anybody)
permit("posts.write", is_press)
