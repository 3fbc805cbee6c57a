"""Several uploads at once."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed

import pytest

from tests.kernel.test_uploads import drawn
from veche.kernel import decoding, uploads
from veche.kernel.uploads import UploadRefused, take_picture


def test_one_picture_is_drawn_at_a_time(tmp_path, monkeypatch):
    """Each of the largest takes hundreds of megabytes meanwhile."""
    draw, inside, together = uploads._decoded, threading.BoundedSemaphore(1), threading.Event()

    def draw_alone(*picture):
        if not inside.acquire(blocking=False):
            together.set()
            return draw(*picture)
        try:
            together.wait(0.03)  # so long a second drawer may come in
            return draw(*picture)
        finally:
            inside.release()

    monkeypatch.setattr(uploads, "_decoded", draw_alone)
    with ThreadPoolExecutor(4) as pages:
        taken = [pages.submit(take_picture, drawn(), name="a.jpg", root=tmp_path) for _ in range(8)]
        assert len({one.result().sha256 for one in taken}) == 1

    assert not together.is_set()


def test_many_large_pictures_leave_a_thread_for_the_pages(tmp_path, monkeypatch):
    """Four people, or one with four windows, blocked every page while their pictures were decoded."""
    going_on, draw = threading.Event(), uploads._decoded

    def draw_slowly(*picture):
        going_on.wait(90)
        return draw(*picture)

    monkeypatch.setattr(decoding, "PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(uploads, "_decoded", draw_slowly)
    with ThreadPoolExecutor(4) as pages:
        taken = [pages.submit(take_picture, drawn(), name="a.jpg", root=tmp_path) for _ in range(4)]
        ended = next(as_completed(taken, timeout=60)).exception()
        going_on.set()
        refused = [one.exception() for one in taken if one.exception()]

    assert refused == [ended]
    assert isinstance(ended, UploadRefused)
    assert str(ended) == (
        "Сейчас готовим сразу много других снимков, «a.jpg» не принят. Загрузите его ещё раз через минуту."
    )


HOLDER = """
import sys
from pathlib import Path
from veche.kernel.decoding import turn
with turn(Path(sys.argv[1]), patience=None):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_worker_that_decodes_keeps_the_site_from_decoding_beside_it(tmp_path):
    words = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        assert worker.stdin is not None
        assert worker.stdout.readline() == "held\n"
        with ThreadPoolExecutor(1) as site:
            taken = site.submit(take_picture, drawn(), name="a.jpg", root=tmp_path)
            with pytest.raises(TimeoutError):
                taken.result(0.3)
            worker.stdin.close()
            assert taken.result(20).width == 40


SIX_AT_ONCE = """
import resource, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from veche.kernel.uploads import UploadRefused, take_picture

def take(number):
    try:
        take_picture(Path(sys.argv[2]).read_bytes(), name="a.png", root=Path(sys.argv[1]))
        return 1
    except UploadRefused:
        return 0

with ThreadPoolExecutor(4) as site:
    taken = sum(site.map(take, range(6)))
# Not ru_maxrss: after a fork it begins with what the parent held.
status = open("/proc/self/status").read()
print(taken, int(status.partition("VmHWM:")[2].split()[0]) // 1024)
"""


@pytest.mark.sweep
def test_six_of_the_largest_pictures_stay_below_half_a_gigabyte(tmp_path):
    """Otherwise they take over a gigabyte of a server's two."""
    picture = tmp_path / "a.png"
    picture.write_bytes(drawn("PNG", (7070, 7070), "RGBA"))

    words = [sys.executable, "-c", SIX_AT_ONCE, str(tmp_path), str(picture)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)

    taken, megabytes = map(int, done.stdout.split())
    assert taken >= 1
    assert megabytes < 512
