# ruff: noqa: N999 -- migrations are named so
from importlib import import_module

Migration = import_module("veche.journal.migrations.0004_sealing_began").Migration
