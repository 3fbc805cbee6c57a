# ruff: noqa: N999 -- migrations are named so
from importlib import import_module

Migration = import_module("veche.journal.migrations.0003_entry_seal").Migration
