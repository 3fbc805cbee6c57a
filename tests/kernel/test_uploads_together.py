"""Several uploads at once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

from tests.kernel.test_uploads import drawn
from veche.kernel import uploads
from veche.kernel.uploads import UploadRefused, take_picture


def test_one_picture_is_drawn_at_a_time(tmp_path, monkeypatch):
    """Each of the largest takes hundreds of megabytes meanwhile."""
    draw, inside, together = uploads._decoded, [], []

    def draw_and_count(*picture):
        inside.append(picture)
        together.append(len(inside))
        time.sleep(0.02)
        drawing = draw(*picture)
        inside.pop()
        return drawing

    monkeypatch.setattr(uploads, "_decoded", draw_and_count)
    with ThreadPoolExecutor(4) as pages:
        taken = [pages.submit(take_picture, drawn(), name="a.jpg", root=tmp_path) for _ in range(8)]
        assert len({one.result().sha256 for one in taken}) == 1

    assert together == [1] * 8


def test_many_large_pictures_leave_a_thread_for_the_pages(tmp_path, monkeypatch):
    """Four people, or one with four windows, held every page for as long as their pictures took."""
    going_on, draw = threading.Event(), uploads._decoded

    def draw_slowly(*picture):
        going_on.wait(30)
        return draw(*picture)

    monkeypatch.setattr(uploads, "PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(uploads, "_decoded", draw_slowly)
    with ThreadPoolExecutor(4) as pages:
        taken = [pages.submit(take_picture, drawn(), name="a.jpg", root=tmp_path) for _ in range(4)]
        ended = next(as_completed(taken, timeout=20)).exception()
        going_on.set()
        refused = [one.exception() for one in taken if one.exception()]

    assert refused == [ended]
    assert isinstance(ended, UploadRefused)
    assert str(ended) == (
        "Сейчас готовим сразу много других снимков, «a.jpg» не принят. Загрузите его ещё раз через минуту."
    )
