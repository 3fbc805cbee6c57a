import subprocess
import sys

SETTLED = """
import gc
from veche.kernel.memory_tuning import tune_memory

before = gc.get_freeze_count()
tune_memory()
print(before, gc.get_freeze_count() > 1000, gc.isenabled(), gc.get_threshold())
"""


def test_imported_objects_are_frozen_and_garbage_is_collected_sooner():
    """In its own process, because it affects the whole process."""
    said = subprocess.run([sys.executable, "-c", SETTLED], capture_output=True, text=True, check=True).stdout
    assert said == "0 True True (2000, 5, 5)\n"


LOADED_LATER = """
import gc
from veche.kernel import memory_tuning

memory_tuning.tune_memory()
imported = gc.get_freeze_count()
few = [[] for _ in range(memory_tuning.GROWN // 2)]
gc.collect()
print(gc.get_freeze_count() - imported)
for load in range(memory_tuning.MOST_FREEZES + 2):
    few.append([[] for _ in range(memory_tuning.GROWN)])
    gc.collect()
print((gc.get_freeze_count() - imported) // memory_tuning.GROWN, memory_tuning.MOST_FREEZES)
print(len(gc.get_objects(generation=2)) // memory_tuning.GROWN)
"""


def test_what_is_loaded_later_is_frozen_when_it_has_grown_and_only_so_often():
    """A full collection that reads it each time makes one page in twenty twice as slow."""
    said = subprocess.run([sys.executable, "-c", LOADED_LATER], capture_output=True, text=True, check=True).stdout
    assert said == "0\n8 8\n2\n"
