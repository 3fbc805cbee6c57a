"""Permissions: see how posts are checked, load registers, change the checks."""

from veche.staff.rules import is_auditor, is_it, is_press, is_press_head, permit

permit("compliance.see", is_press | is_it | is_auditor)
permit("compliance.load", is_it | is_press_head)
permit("compliance.tune", is_press_head)
