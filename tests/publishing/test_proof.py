"""The editor's checks while typing, and their counterparts on pages without a script."""

from django.urls import reverse

from tests.markup import element
from tests.people import client_of
from tests.written import asked, drafted
from veche.posts.models import PostVersion
from veche.staff.models import Person

OFFICIAL = "В целях уборки снега закроем улицу."


def test_findings_come_as_json_and_nothing_is_saved(alice: Person) -> None:
    post = drafted(alice)
    before = PostVersion.objects.of(alice.administration).values("text", "revision").get()

    answer = client_of(alice).post(reverse("publishing:proof", args=[post.pk]), {"text": OFFICIAL})

    said = answer.json()
    [first] = [finding for finding in said["findings"] if finding["start"] == 0]
    assert first["rule"] == "R01"
    assert first["family"] == "style"
    assert first["start16"] == 0
    assert first["end16"] == first["end"]
    assert set(said) == {"score", "warned", "parts", "readability", "signs", "findings", "panel"}
    assert 0 <= said["score"] <= 100
    assert said["panel"].count("data-finding") >= len(said["findings"])
    assert PostVersion.objects.of(alice.administration).values("text", "revision").get() == before


def test_what_was_typed_comes_back_as_words(alice: Person) -> None:
    post = drafted(alice)

    answer = client_of(alice).post(
        reverse("publishing:proof", args=[post.pk]), {"text": "в целях <script>alert(1)</script>"}
    )

    assert "<script" not in answer.json()["panel"]


def test_an_empty_text_has_an_empty_panel(alice: Person) -> None:
    answer = client_of(alice).post(reverse("publishing:proof", args=[drafted(alice).pk]), {"text": " \n"})

    assert answer.status_code == 200
    assert answer.json()["panel"] == ""
    assert answer.json()["findings"] == []


def test_the_editor_says_it_without_a_script(alice: Person) -> None:
    post = drafted(alice, text=OFFICIAL)

    page = client_of(alice).get(reverse("publishing:edit", args=[post.pk])).content.decode()

    assert 'id="proof-text"' in page
    assert "В целях" in element(page, "ol.proof-list")
    assert "замечаний к тексту: " in page
    assert ("data-finding" in page, "отправить можно" in page) == (False, True)


def test_who_approves_sees_what_was_left_and_is_not_stopped(alice: Person, carol: Person) -> None:
    step = asked(alice, text=OFFICIAL)

    page = client_of(carol).get(reverse("approval:detail", args=[step.pk])).content.decode()

    assert "Проверка текста" in page
    assert "В целях" in element(page, "ol.proof-list")
    assert "согласовать можно и так" in page
    answer = client_of(carol).post(reverse("publishing:decide", args=[step.pk]), {"verdict": "yes"})
    assert (answer.status_code, step.sheet.version.post.state) == (302, "approved")
