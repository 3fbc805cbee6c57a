"""Everybody sees what was deleted and why; the press service decides."""

from veche.staff.rules import is_anybody, is_press, permit

permit("moderation.see", is_anybody)
permit("moderation.decide", is_press)
