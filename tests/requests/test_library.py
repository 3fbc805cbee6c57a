"""Material of a request lands in the library, and only those who deal with the request see it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.people import client_of
from tests.requests.asked import asked, in_hours
from tests.written import jpeg
from veche.media.domain.library import LibraryFilter, library
from veche.media.models import Rights
from veche.media.uses import uses_of
from veche.requests.domain.ask import readdress
from veche.requests.domain.files import take_files
from veche.requests.models import Attachment
from veche.staff.models import Department, Person


def test_a_photo_of_a_request_is_in_the_library_with_its_department(
    alice: Person, dave: Person, erin: Person, department_a: Department
):
    request = asked(alice, department_a)
    photo = SimpleUploadedFile("каток.jpg", jpeg(), "image/jpeg")

    client_of(dave).post(f"/requests/{request.pk}/files/", {"text": "", "attached": [photo]})

    [media] = library(alice, LibraryFilter(used="yes"))
    rights = Rights.objects.of(alice.administration).get(media=media)
    assert rights.basis == "department"
    assert rights.department == department_a
    assert rights.owner == department_a.name
    assert [use.title for use in uses_of(media, alice)] == [request.title]
    assert library(dave, LibraryFilter()) == [media]
    assert library(erin, LibraryFilter()) == []


def test_what_a_department_had_not_sent_is_not_handed_over(
    alice: Person, dave: Person, erin: Person, department_a: Department, department_b: Department
):
    request = asked(alice, department_a)
    take_files(request, alice, [SimpleUploadedFile("схема.jpg", jpeg(colour="red"), "image/jpeg")], from_press=True)
    take_files(request, dave, [SimpleUploadedFile("двор.jpg", jpeg(), "image/jpeg")], from_press=False)

    readdress(request=request, by=alice, department=department_b, due_at=in_hours(alice))

    attached = Attachment.objects.of(alice.administration).filter(request=request)
    assert [one.media.name for one in attached.select_related("media")] == ["схема.jpg"]
    assert library(erin, LibraryFilter()) == []
    assert {media.name for media in library(alice, LibraryFilter())} == {"схема.jpg", "двор.jpg"}


def test_a_file_of_the_question_is_opened_by_who_answers_it(
    alice: Person, dave: Person, erin: Person, department_a: Department
):
    request = asked(alice, department_a)
    take_files(request, alice, [SimpleUploadedFile("схема.jpg", jpeg(), "image/jpeg")], from_press=True)
    [attachment] = Attachment.objects.of(alice.administration).select_related("media")
    address = reverse("media:photo", args=[attachment.media.sha256])

    assert [client_of(person).get(address).status_code for person in (dave, erin)] == [200, 403]
