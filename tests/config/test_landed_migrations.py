"""No landed migration is edited or removed, because installations have run it."""

from scripts.migrations import faults, landed, present

NAME = "src/veche/norm/migrations/0001_initial.py"


def test_every_landed_migration_is_as_it_was() -> None:
    assert faults(landed(), present()) == []


def test_an_edited_a_removed_and_an_unrecorded_one_are_named() -> None:
    recorded = landed()
    gone = {name: digest for name, digest in recorded.items() if name != NAME}

    assert faults(recorded, recorded | {NAME: "0" * 64}) == [
        f"{NAME} has landed and was edited: put it back, and change the tables by a new migration."
    ]
    assert faults(recorded, gone) == [f"{NAME} has landed and is gone: put it back, and undo it by a new migration."]
    assert faults(gone, recorded) == [f"{NAME} is not recorded: run `python -m scripts.migrations --add`."]
