"""Everybody who works here reads what residents write; the press service answers."""

from veche.staff.rules import is_anybody, is_press, permit

permit("inbox.see", is_anybody)
permit("inbox.answer", is_press)
