"""Files that share a running city run in one process."""

from scripts.find import ROOT
from tests.scheduling import DEMO_CITY, SMALL_CITY, WALK, process_of


def test_every_story_in_a_running_city_has_its_process():
    stories = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in ROOT.glob("tests/e2e/test_*")}

    assert {file for file, text in stories.items() if "demo_city: DemoCity" in text} == DEMO_CITY
    assert set(stories) - DEMO_CITY - {WALK} == SMALL_CITY
    assert {process_of(file) for file in stories} == {"demo city", "small city", WALK}
