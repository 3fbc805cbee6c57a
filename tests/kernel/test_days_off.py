import subprocess
import sys

ASKED = """
import sys
from veche.kernel.days_off import days_off

print(len(days_off(2026)), *(name for name in sys.modules if name.startswith("holidays.countries.")))
"""


def test_days_off_import_no_country_but_russia():
    """In its own process, because modules stay imported."""
    said = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True).stdout
    assert said == "18 holidays.countries.russia\n"
