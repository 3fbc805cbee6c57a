"""Permissions: see the registry, edit it, check keys, enter keys."""

from veche.staff.rules import is_auditor, is_it, is_press, is_press_head, permit

permit("accounts.see", is_press | is_it | is_auditor)
permit("accounts.check", is_press | is_it)
permit("accounts.edit", is_press_head | is_it)
permit("accounts.keys", is_it)
# Whose doing a change in a network was: those who protect the accounts, and who answers for them.
permit("accounts.vouch", is_press_head | is_it)
