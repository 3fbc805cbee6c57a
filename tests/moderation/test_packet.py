"""One decision as ZIP and PDF: a machine without Veche checks it with `sha256sum` and Python's standard library."""

import hashlib
import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests.factories import make_letter, make_message, make_shot
from tests.people import client_of
from veche.accounts.models import Account
from veche.inbox.models import Message, Wording
from veche.journal.models import Entry
from veche.kernel.uploads import kept_path
from veche.moderation.domain.erase import erase_words
from veche.moderation.domain.packet_sheet import sheet_of
from veche.moderation.domain.restrict import restrict
from veche.moderation.domain.rule import delete
from veche.moderation.enums import Ground
from veche.moderation.models import Evidence, HandOver, Ruling
from veche.outbox.models import Act
from veche.staff.models import Person

WORDS = "Вы идиоты\r\nДворник ваш тоже"
FILES = {
    *("manifest.sha256", "КАК-ПРОВЕРИТЬ.txt", "reshenie.json", "reshenie.pdf", "razgovor.json", "otpechatki.json"),
    *("zhurnal.json", "proverit.py", "slova-1.txt", "slova-2.txt", "snimok-1.png"),
}


@pytest.fixture
def message(account: Account) -> Message:
    made = make_message(account, text=WORDS, author_id="311", author_name="Сосед")
    for text in ("Вы идиоты", WORDS):
        Wording.objects.create(
            administration=made.administration, message=made, text=text, at=made.at, received_at=made.received_at
        )
    make_shot(made)
    make_message(account, conversation=made.conversation, text="А когда трактор?", author_name="Соседка")
    return made


def copy(browser: Client, of: Ruling, **said: str) -> tuple[bytes, str]:
    answer = browser.post(reverse("moderation:ruling_copy", args=[of.pk]), {"kind": "zip", "to": "own"} | said)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content), answer["Content-Disposition"]  # type: ignore[attr-defined]


def unpacked(content: bytes, place: Path) -> Path:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        archive.extractall(place)
    (folder,) = place.iterdir()
    return folder


def checked(folder: Path, *command: str) -> tuple[int, str]:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env={"LC_ALL": "C.UTF-8"})
    return done.returncode, done.stdout


def by_list(folder: Path) -> tuple[int, str]:
    return checked(folder, "/usr/bin/sha256sum", "-c", "manifest.sha256")


def by_digests(folder: Path) -> tuple[int, str]:
    return checked(folder, sys.executable, "-I", "proverit.py")


def test_a_court_checks_a_decision_without_veche(message: Message, alice: Person, tmp_path: Path) -> None:
    """What is changed by one byte is found; the journal keeps who took the copy, for whom, by which request."""
    browser = client_of(alice)
    ruling = delete(message=message, by=alice, ground=Ground.INSULT, note="третий раз")
    content, disposition = copy(browser, ruling, to="court", request="№ 2-118/2026  от 27 ноября")
    folder = unpacked(content, tmp_path / "copy")

    assert disposition == f'attachment; filename="reshenie-{ruling.pk}.zip"'
    assert {path.name for path in folder.iterdir()} == FILES
    assert (by_list(folder)[0], by_list(folder)[1].count(": OK")) == (0, len(FILES) - 2)
    assert by_digests(folder)[0] == 0, by_digests(folder)[1]
    assert (folder / "slova-2.txt").read_bytes().decode() == WORDS
    said = json.loads((folder / "reshenie.json").read_bytes())
    assert (said["ground"]["norm"], said["decided_by"]["roles"]) == (ruling.norm, ["специалист пресс-службы"])
    assert said["author"] == {"id": "311", "name": "Сосед"}
    assert said["handed_over"]["request"] == "№ 2-118/2026 от 27 ноября"
    assert (said["is_evidence"], said["differs_from_journal"], said["missing_pictures"]) == (True, [], [])
    assert [one["text"] for one in json.loads((folder / "razgovor.json").read_bytes())] == [WORDS, "А когда трактор?"]
    assert (folder / "reshenie.pdf").read_bytes().startswith(b"%PDF")
    sheet = sheet_of(said, ruling.evidence)
    assert [part.title for part in sheet.parts][1:3] == ["Что было написано", "Разговор вокруг"]
    assert [text for _, text in sheet.parts[2].rows[:-1]] == ["Сосед: " + WORDS, "Соседка: А когда трактор?"]
    assert sheet.parts[3].rows[0][1] == "Решили удалить: оскорбление. alice"
    assert Entry.objects.get(verb="comment.deleted").hash in sheet.parts[4].rows[0][1]
    row = HandOver.objects.get()
    assert (row.by, row.to) == (alice, "court")
    assert (row.sha256, row.size) == (hashlib.sha256(content).hexdigest(), len(content))
    facts = Entry.objects.get(verb="evidence.handed_over").facts
    assert facts == {
        "ruling": ruling.pk,
        "to": "court",
        "kind": "zip",
        "file": row.sha256,
        "copy": "whole",
        "request": hashlib.sha256(row.request.encode()).hexdigest(),
    }
    page = browser.get(reverse("moderation:evidence", args=[ruling.pk])).content.decode()
    assert row.sha256 in page
    assert row.request in page

    for name in FILES - {"manifest.sha256", "КАК-ПРОВЕРИТЬ.txt"}:
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
        code, told = by_list(folder)
        assert (code, f"{name}: FAILED" in told, told.count("FAILED")) == (1, True, 1)
        (folder / name).write_bytes(whole)
    # Whoever makes the list anew is found by the digests.
    for name, before, after in (
        ("slova-1.txt", "идиоты", "молодцы"),
        ("otpechatki.json", "insult", "obscene"),
        ("zhurnal.json", "insult", "obscene"),
        ("zhurnal.json", ruling.evidence.digest, "0" * 64),
    ):
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(whole.replace(before.encode(), after.encode()))
        assert by_digests(folder)[0] == 1, name
        (folder / name).write_bytes(whole)
    kept_path(Path(settings.MEDIA_ROOT), ruling.evidence.pictures[0]["sha256"]).write_bytes(b"another")
    folder = unpacked(copy(browser, ruling)[0], tmp_path / "later")
    assert not (folder / "snimok-1.png").exists()
    assert json.loads((folder / "reshenie.json").read_bytes())["missing_pictures"][0]["why"] == "на диске подменён"
    erase_words(message=message, by=alice, order="2-118/2026")
    folder = unpacked(copy(browser, ruling)[0], tmp_path / "erased")
    assert (by_list(folder)[0], by_digests(folder)[0], (folder / "slova-1.txt").read_bytes()) == (0, 0, b"")


def test_an_attachment_that_is_no_picture_is_not_named_one(message: Message, alice: Person, tmp_path: Path) -> None:
    make_shot(message, content=b"<html><script>alert(1)</script></html>")
    ruling = delete(message=message, by=alice, ground=Ground.INSULT)
    folder = unpacked(copy(client_of(alice), ruling)[0], tmp_path / "copy")
    assert sorted(path.name for path in folder.glob("snimok-*")) == ["snimok-1.png", "snimok-2.bin"]
    assert by_list(folder)[0] == 0


def test_a_copy_without_names_is_no_evidence(message: Message, alice: Person, tmp_path: Path) -> None:
    browser = client_of(alice)
    ruling = delete(message=message, by=alice, ground=Ground.INSULT)
    assert ruling.act_id
    Act.objects.filter(pk=ruling.act_id).update(reason="VK отказал: «User Сосед (311) is blocked».")
    content, disposition = copy(browser, ruling, anonymous="on")
    folder = unpacked(content, tmp_path / "copy")

    assert f"reshenie-{ruling.pk}-bez-imen.zip" in disposition
    assert {path.name for path in folder.iterdir()} == {"manifest.sha256", "reshenie.json", "reshenie.pdf"}
    assert by_list(folder)[0] == 0
    text = (folder / "reshenie.json").read_text()
    for hidden in (
        "идиоты",
        "Сосед",
        "311",
        ruling.evidence.post_url or "нет адреса",
        ruling.evidence.comment_id + '"',
    ):
        assert hidden not in text
    assert "не доказательство" in text
    pdf, disposition = copy(browser, ruling, kind="pdf")
    assert (pdf[:5], f'filename="reshenie-{ruling.pk}.pdf"' in disposition) == (b"%PDF-", True)


def test_what_is_refused(message: Message, alice: Person, dave: Person) -> None:
    """No copy for others without a request's number; none of a decision without evidence; no reader but press."""
    browser = client_of(alice)
    ruling = delete(message=message, by=alice, ground=Ground.INSULT)
    place = reverse("moderation:ruling_copy", args=[ruling.pk])
    for said, told in (
        ({"kind": "zip", "to": "police", "request": "  "}, "Напишите номер запроса"),
        ({"kind": "zip", "to": "police", "request": "\u200b\u2060"}, "Напишите номер запроса"),
        ({"kind": "zip", "to": "police", "request": "7" * 101}, "Номер запроса длиннее 100"),
        ({"kind": "zip"}, "кому копия"),
        ({"to": "own"}, "кому копия"),
    ):
        assert browser.post(place, said).status_code == 302
        page = browser.get(reverse("moderation:evidence", args=[ruling.pk])).content.decode()
        assert (told in page, "Ничего не выгружено" in page) == (True, True)
    assert client_of(dave).post(place, {"kind": "zip", "to": "own"}).status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.create(
            administration=ruling.administration,
            ruling=ruling,
            to="court",
            kind="zip",
            sha256="0",
            size=1,
            at=ruling.at,
            by=alice,
        )
    assert not HandOver.objects.exists()


@pytest.mark.sweep
def test_a_private_message_and_a_restriction_have_copies(account: Account, alice: Person, tmp_path: Path) -> None:
    """Of a private conversation nothing of other residents is in it; who reads a copy finds the term."""
    letter = make_letter(account, text="Продам справку")
    make_letter(account, peer_id="77", text="Чужое письмо")
    ruling = delete(message=letter, by=alice, ground=Ground.ILLEGAL)
    folder = unpacked(copy(client_of(alice), ruling)[0], tmp_path / "letter")
    assert b"\xd0\xa7\xd1\x83\xd0\xb6\xd0\xbe\xd0\xb5" not in (folder / "razgovor.json").read_bytes()
    assert (by_list(folder)[0], by_digests(folder)[0]) == (0, 0)

    made = restrict(
        message=make_message(account, author_id="5"), by=alice, ground=Ground.SPAM, term="week", why="пишет так часто"
    )
    answer = client_of(alice).post(
        reverse("moderation:restriction_copy", args=[made.pk]), {"kind": "zip", "to": "police", "request": "7/12"}
    )
    folder = unpacked(b"".join(answer.streaming_content), tmp_path / "author")  # type: ignore[attr-defined]
    said = json.loads((folder / "reshenie.json").read_bytes())
    assert (said["restriction"]["released_at"], said["done"]) == (None, "автор ограничен")
    assert (by_list(folder)[0], by_digests(folder)[0]) == (0, 0)
    assert Evidence.objects.count() == 2
