"""Files that share a running city run in one process."""

from scripts.find import ROOT
from tests.scheduling import DEMO_CITY, LONG, SMALL_CITY, WALK, process_of, turn_of


def test_every_story_in_a_running_city_has_its_process():
    stories = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in ROOT.glob("tests/e2e/test_*")}

    assert {file for file, text in stories.items() if "demo_city: DemoCity" in text} == DEMO_CITY
    assert set(stories) - DEMO_CITY - {WALK} == SMALL_CITY
    assert {process_of(file) for file in stories} == {"demo city", "small city", WALK}


def test_long_files_begin_after_the_cities_and_before_all_others():
    assert [file for file in LONG if not (ROOT / file).exists()] == []
    assert sorted(["tests/kit/test_names.py", WALK, *LONG], key=turn_of) == [WALK, *LONG, "tests/kit/test_names.py"]
