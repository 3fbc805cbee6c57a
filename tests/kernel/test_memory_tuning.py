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
