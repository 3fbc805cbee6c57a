"""Counting proven acts."""

from collections import Counter

from tests.chaos.city import Tally, count
from tests.chaos.table import markdown


def test_what_a_person_ended_is_not_the_program_s_own_proof() -> None:
    wall = Counter({"сама": 1, "человек": 1, "дважды": 2})

    found = count(wall, ["сама", "человек", "дважды", "нигде"], [False, True, False, False])

    assert found == Tally(acts=4, once=1, lost=1, twice=1, for_person=1)


def test_the_table_tells_them_apart() -> None:
    row = {"trial": "буря", "network": "VK", "database": "SQLite", "acts": 5, "kills": 2, "once": 3, "lost": 0}
    told = markdown(
        {
            "machine": "м",
            "python": "3",
            "date": "д",
            "seconds": 1,
            "rows": [{**row, "twice": 0, "for_person": 2}],
            "traces": [],
        }
    ).splitlines()

    assert told[2] == "| сеть | база | записей | убийств | доказано | потеряно | дважды | решил человек |"
    assert told[4] == "| VK | SQLite | 5 | 2 | 3 | 0 | 0 | 2 |"
