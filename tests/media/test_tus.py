"""Uploads in parts, by the letter of tus 1.0: https://tus.io/protocols/resumable-upload."""

import base64
import hashlib
import os
import shutil
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.media.tus import VERSION, Tus, key_of, metadata, statuses
from tests.people import client_of
from tests.requests.asked import asked, fresh
from tests.written import drafted, jpeg
from veche.kernel.clock import now
from veche.media.domain import uploads
from veche.media.domain.uploads import LARGEST, MOST_UPLOADS, spool, sweep
from veche.media.models import Media, Upload
from veche.posts.domain.queries import latest_version
from veche.posts.models import Picture
from veche.requests.domain.ask import withdraw
from veche.requests.domain.links import allow, path_for
from veche.requests.models import Attachment, LinkUse, Request
from veche.staff.models import Department, Person

GIGABYTES = 2 * 1024**3


@pytest.fixture(autouse=True)
def _place(settings: Any, tmp_path: Path):
    settings.MEDIA_ROOT, settings.SPOOL_ROOT = tmp_path / "media", tmp_path / "uploads"
    settings.TEMPORARY_ROOT = tmp_path / "tmp"


@pytest.fixture
def library(alice: Person) -> Tus:
    return Tus(client_of(alice), reverse("media:uploads"))


@pytest.fixture
def request_(alice: Person, carol: Person, dave: Person, department_a: Department) -> Request:
    allow(administration=alice.administration, by=carol, links=True)
    return asked(alice, department_a)


def of_request(person: Person, request: Request) -> Tus:
    return Tus(client_of(person), reverse("requests:uploads", args=[request.pk]))


def stored(url: str) -> bytes:
    with spool().open(key_of(url)) as file:
        return file.read()


def test_a_file_in_parts_goes_on_from_its_offset(library: Tus):
    begun = library.begin(10)
    url = begun.headers["Location"]
    answers = [library.patch(url, 0, b"0123"), library.head(url), library.patch(url, 4, b"456789"), library.head(url)]

    assert (begun.status_code, url) == (201, f"{library.base}{key_of(url)}/")
    assert statuses(answers) == [204, 200, 204, 200]
    assert [one.headers["Upload-Offset"] for one in answers] == ["4", "4", "10", "10"]
    assert [answers[1].headers[name] for name in ("Upload-Length", "Cache-Control")] == ["10", "no-store"]
    assert all("GMT" in one.headers["Upload-Expires"] for one in (begun, *answers))
    assert {one.headers["Tus-Resumable"] for one in (begun, *answers)} == {"1.0.0"}
    assert stored(url) == b"0123456789"


def test_what_is_offered(library: Tus):
    said = library.client.options(library.base).headers
    names = ("Tus-Version", "Tus-Extension", "Tus-Max-Size", "Tus-Checksum-Algorithm")

    assert [said[name] for name in names] == [
        "1.0.0",
        "creation,expiration,termination,checksum",
        str(LARGEST),
        "sha1,sha256",
    ]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus-Resumable": "0.2.2"}, 412),
        ({"Upload-Length": "-1"}, 400),
        ({"Upload-Length": "много"}, 400),
        ({"Upload-Length": "1" * 40}, 400),
        ({"Upload-Length": str(GIGABYTES)}, 413),
        ({"Upload-Metadata": "filename не-base64"}, 400),
        ({"Upload-Metadata": "filename /w=="}, 400),
        ({"Upload-Metadata": "filename YQ==,filename YQ=="}, 400),
        ({"Upload-Metadata": "a " + "QUFB" * 2000}, 400),
    ],
)
def test_bad_beginnings(library: Tus, headers: dict[str, str], status: int):
    answer = library.begin(10, **{name: value.encode().decode("latin-1") for name, value in headers.items()})

    assert (answer.status_code, Upload.objects.unscoped().count()) == (status, 0)


def test_a_name_shows_no_marks_that_mislead(library: Tus):
    url = library.begun(1, "../../двор\x00\u202egpj.exe\n.jpg")

    assert Upload.objects.unscoped().get(key=key_of(url)).name == "дворgpj.exe.jpg"


def test_bad_parts_change_nothing(library: Tus):
    url = library.begun(10)
    library.patch(url, 0, b"0123")
    wrong = base64.b64encode(hashlib.sha1(b"other").digest()).decode()
    answers = [
        library.patch(url, 0, b"0123"),
        library.patch(url, 9, b"9"),
        library.patch(url, "-4", b"4"),
        library.patch(url, 4, b"4567890"),
        library.patch(url, 4, b"45", **{"Content-Type": "application/octet-stream"}),
        library.patch(url, 4, b"45", **{"Tus-Resumable": "2.0.0"}),
        library.patch(url, 4, b"45", **{"Upload-Checksum": f"sha1 {wrong}"}),
        library.patch(url, 4, b"45", **{"Upload-Checksum": f"crc32 {wrong}"}),
        library.patch(url, 4, b"45", **{"Upload-Checksum": "sha1 %"}),
        library.client.put(url, headers=VERSION),
    ]

    assert statuses(answers) == [409, 409, 400, 413, 415, 412, 460, 400, 400, 405]
    assert (library.offset(url), stored(url)) == (4, b"0123")


def test_a_part_longer_than_a_form_is_refused_unread(library: Tus, settings: Any):
    url, long = library.begun(LARGEST), b"a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)

    assert (library.patch(url, 0, long).status_code, library.offset(url)) == (413, 0)


def test_a_checksum_that_fits_and_a_method_in_a_header(library: Tus):
    url, right = library.begun(4), base64.b64encode(hashlib.sha256(b"0123").digest()).decode()
    headers = VERSION | {
        "Upload-Offset": "0",
        "X-HTTP-Method-Override": "PATCH",
        "Upload-Checksum": f"sha256 {right}",
    }
    answer = library.client.post(url, b"0123", content_type="application/offset+octet-stream", headers=headers)
    read = library.client.get(url, headers=VERSION | {"X-HTTP-Method-Override": "DELETE"})

    assert answer.status_code == 204
    assert read.status_code == 405
    assert library.offset(url) == 4


def test_after_the_end_there_is_nothing(library: Tus):
    url = library.begun(4)
    library.patch(url, 0, b"01")
    answers = [library.delete(url), library.head(url), library.patch(url, 2, b"23"), library.delete(url)]

    assert (statuses(answers), list(spool().entries())) == ([204, 404, 404, 404], [])


def test_a_complete_one_takes_no_more(library: Tus):
    url = library.begun(4)
    answers = [library.patch(url, 0, b"0123"), library.patch(url, 4, b""), library.patch(url, 4, b"4")]

    assert statuses(answers) == [204, 204, 413]


def test_every_request_carries_the_token(alice: Person):
    strict = Tus(client_of(alice, enforce_csrf_checks=True), reverse("media:uploads"))
    url = Tus(client_of(alice), reverse("media:uploads")).begun(4)

    assert statuses([strict.begin(4), strict.patch(url, 0, b"0"), strict.delete(url)]) == [403] * 3


def test_an_upload_belongs_to_one_person_and_one_target(
    library: Tus, alice: Person, bob: Person, dave: Person, mallory: Person, erin: Person, request_: Request
):
    url, theirs = library.begun(4), of_request(dave, request_)
    moved = f"{theirs.base}{key_of(url)}/"
    others = [Tus(client_of(one), library.base) for one in (bob, mallory)]
    foreign = [of_request(one, request_) for one in (erin, mallory, alice)]

    assert [statuses([one.head(url), one.patch(url, 0, b"0"), one.delete(url)]) for one in others] == [[404] * 3] * 2
    assert theirs.head(moved).status_code == 404
    assert [one.begin(4).status_code for one in foreign] == [403, 404, 403]
    assert library.offset(url) == 0


def test_a_link_is_of_one_browser(request_: Request, dave: Person):
    base = f"{path_for(request_, dave)}uploads/"
    mine, other, signed_in = Tus(Client(), base), Tus(Client(), base), of_request(dave, request_)
    url = mine.begun(len(jpeg()))
    elsewhere = f"{signed_in.base}{key_of(url)}/"
    answers = [mine.patch(url, 0, jpeg()[:50]), other.head(url), signed_in.head(elsewhere)]

    assert statuses(answers) == [204, 404, 404]
    assert LinkUse.objects.unscoped().count() == 0

    mine.patch(url, 50, jpeg()[50:])
    said = mine.client.post(path_for(request_, dave), {"act": "files", "uploaded": key_of(url)})

    assert said.status_code == 200  # the page, with the words that were typed
    assert other.begin(4).status_code == 404
    assert mine.begin(4).status_code == 201
    assert Attachment.objects.unscoped().get().media.name == "двор.jpg"


def test_a_request_that_closed_meanwhile_takes_no_more(request_: Request, alice: Person, dave: Person):
    mine, linked = of_request(dave, request_), Tus(Client(), f"{path_for(request_, dave)}uploads/")
    urls = [mine.begun(4), linked.begun(4)]
    withdraw(request=request_, by=alice)

    assert statuses([mine.patch(urls[0], 0, b"0123"), linked.patch(urls[1], 0, b"0123"), mine.begin(4)]) == [410] * 3


def test_a_form_takes_a_complete_upload_once(request_: Request, dave: Person, django_capture_on_commit_callbacks: Any):
    mine = of_request(dave, request_)
    key, half = mine.sent(jpeg()), key_of(mine.begun(100))
    add = reverse("requests:add_files", args=[request_.pk])

    with django_capture_on_commit_callbacks(execute=True):
        pages = [mine.client.post(add, {"uploaded": [key, half]}) for _ in range(2)]

    assert statuses(pages) == [200, 200]  # the second one is a repetition: its answer was lost
    assert [one.media.name for one in Attachment.objects.unscoped()] == ["двор.jpg"]
    assert [name for name, _ in spool().entries()] == []
    assert fresh(request_).state == "asked"


def test_a_new_request_keeps_uploads_through_an_error_and_takes_them_once(
    alice: Person, bob: Person, dave: Person, department_a: Department, django_capture_on_commit_callbacks: Any
):
    mine = Tus(client_of(alice), reverse("requests:ask_uploads"))
    key, half = mine.sent(jpeg()), key_of(mine.begun(100))
    said = {"kind": "material", "to": f"d{department_a.pk}", "due": "0", "uploaded": [key, half]}
    said |= {"once": str(uuid4())}

    refused = mine.client.post("/requests/ask/", said)
    with django_capture_on_commit_callbacks(execute=True):
        asked_twice = [mine.client.post("/requests/ask/", said | {"title": "Двор", "text": "Снимок"}) for _ in range(2)]

    page = refused.content.decode()
    assert refused.status_code == 422
    assert f'value="{key}"' in page
    assert f'value="{half}"' not in page
    assert "двор.jpg</bdi>: дошёл" in page
    assert statuses(asked_twice) == [302, 302]
    assert [(one.media.name, one.from_press) for one in Attachment.objects.unscoped()] == [("двор.jpg", True)]
    assert Tus(client_of(bob), mine.base).head(f"{mine.base}{half}/").status_code == 404


def test_the_editor_takes_an_upload_once(alice: Person, bob: Person):
    post = drafted(alice)
    mine = Tus(client_of(alice), reverse("publishing:uploads", args=[post.pk]))
    form = {"uploaded": mine.sent(jpeg()), "version": latest_version(post).revision, "text": "Каток"}
    add = reverse("publishing:add_photos", args=[post.pk])
    before = Picture.objects.unscoped().count()

    stranger = client_of(bob).post(add, form)
    pages = [mine.client.post(add, form | {"version": latest_version(post).revision}) for _ in range(2)]

    assert statuses([stranger, *pages]) == [302, 302, 302]
    assert Picture.objects.unscoped().count() == before + 1


def test_what_is_refused_says_why_and_is_not_kept(library: Tus):
    key = library.sent(b"\x00\x00\x00\x18ftypheic" + b"\x00" * 100, "снимок.heic")

    page = library.client.post(reverse("media:add"), {"uploaded": key}, follow=True)

    assert "«снимок.heic» в формате HEIC" in page.content.decode()
    assert Media.objects.unscoped().count() == 0
    assert Upload.objects.unscoped().count() == 0
    assert [*spool().entries()] == []


def test_the_library_takes_several(library: Tus):
    keys = [library.sent(jpeg(size), f"{size}.jpg") for size in (40, 50)]

    page = library.client.post(reverse("media:add"), {"uploaded": keys}, follow=True)

    assert "Добавили файлов: 2" in page.content.decode()
    assert sorted(Media.objects.unscoped().values_list("name", flat=True)) == ["40.jpg", "50.jpg"]


def test_nobody_fills_the_disk(library: Tus, monkeypatch: pytest.MonkeyPatch):
    begun = [library.begin(LARGEST) for _ in range(3)]
    library.delete(begun[0].headers["Location"])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**12, 10**12, 10**8))

    no_room = library.begin(1000)

    assert statuses(begun) == [201, 201, 413]
    assert (no_room.status_code, "кончилось место" in no_room.content.decode()) == (507, True)


def test_so_many_at_a_time(library: Tus):
    assert statuses([library.begin(1) for _ in range(MOST_UPLOADS + 1)]) == [201] * MOST_UPLOADS + [413]


def test_bytes_are_synced_before_they_are_counted(library: Tus, monkeypatch: pytest.MonkeyPatch):
    url, sync = library.begun(8), os.fsync
    library.patch(url, 0, b"0123")
    counted = []

    def die(descriptor: int) -> None:
        sync(descriptor)
        counted.append(Upload.objects.unscoped().get().offset)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", die)
    with pytest.raises(KeyboardInterrupt):
        library.patch(url, 4, b"XXXX")
    monkeypatch.undo()

    assert (counted, library.offset(url)) == ([4], 4)
    assert (library.patch(url, 4, b"4567").status_code, stored(url)) == (204, b"01234567")


def test_lost_bytes_are_not_promised(library: Tus):
    url = library.begun(8)
    library.patch(url, 0, b"0123")
    spool().drop(key_of(url))

    assert statuses([library.patch(url, 4, b"4567"), library.head(url)]) == [410, 404]


def test_a_second_writer_waits(library: Tus):
    url = library.begun(8)
    with spool().writing(key_of(url)):
        assert library.patch(url, 0, b"0123").status_code == 423


def test_after_a_day_it_is_swept(library: Tus):
    old, young = library.begun(8), library.begun(8)
    library.patch(old, 0, b"0123")
    orphans = [spool().folder / (letter * 43) for letter in "xy"]
    for orphan in orphans:
        orphan.write_bytes(b"of no row")
    os.utime(orphans[0], (0, 0))
    Upload.objects.unscoped().filter(key=key_of(old)).update(expires_at=now())

    gone = statuses([library.head(old), library.patch(old, 4, b"4567")])
    swept = sweep()

    assert (gone, swept) == ([410, 410], 1)
    assert statuses([library.head(old), library.head(young)]) == [404, 200]
    assert [key for key, _ in spool().entries()] == ["y" * 43]


def test_what_a_killed_site_left_of_a_form_is_swept(db: None, settings: Any):
    settings.TEMPORARY_ROOT.mkdir()
    left, used = (settings.TEMPORARY_ROOT / f"tmp{letter}.upload.mp4" for letter in "ab")
    for file in (left, used):
        file.write_bytes(b"0123")
    os.utime(left, (0, 0))

    sweep()

    assert list(settings.TEMPORARY_ROOT.iterdir()) == [used]


def test_metadata_may_say_more(library: Tus):
    said = metadata(filename="а.jpg", filetype="image/jpeg") + ",empty"

    assert library.begin(1, **{"Upload-Metadata": said}).status_code == 201


def test_two_of_one_moment_write_one_part(library: Tus):
    url = library.begun(8)
    rows = [Upload.objects.unscoped().get() for _ in range(2)]
    uploads.append(rows[0], b"0123")

    with pytest.raises(uploads.OffsetConflict):
        uploads.append(rows[1], b"45")
    assert library.offset(url) == 4
