"""What the library of the demo holds besides the pictures of posts: rights that are clear, missing, ending and over."""

from datetime import timedelta
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageOps

from veche.demo.city import City
from veche.demo.pictures import draw
from veche.kernel.clock import today
from veche.media.domain.intake import take_photo
from veche.media.domain.state_rights import add_paper, state_rights
from veche.staff.models import Department

_OWN: Final = {"basis": "own", "author": "Пресс-служба", "people_basis": "nobody", "children": "none"}
_PAPER: Final = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def fill_library(city: City) -> None:
    """Four files: one without consents, one with them, one that ends in ten days, one that is over."""
    for number, (scene, name, said) in enumerate(_files(city)):
        media = take_photo(_mirrored(draw(scene, seed=70 + number)), name=f"{name}.jpg", by=city.officer)
        state_rights(media=media, by=city.officer, said={"title": name, **said})
        if said.get("parents"):
            add_paper(media=media, by=city.officer, content=BytesIO(_PAPER), name="Согласия, 5 листов.pdf")


def _mirrored(picture: bytes) -> BytesIO:
    """Another file than the posts have of the same scene."""
    out = BytesIO()
    ImageOps.mirror(Image.open(BytesIO(picture))).save(out, "JPEG")
    out.seek(0)
    return out


def _sent_by(department: Department) -> dict[str, Any]:
    return {"basis": "department", "department": department, "owner": str(department)}


def _files(city: City) -> list[tuple[str, str, dict[str, Any]]]:
    day = today(city.zone)
    transport, schools = (_sent_by(city.departments[name]) for name in ("Отдел транспорта", "Отдел образования"))
    children = {"people": "семеро школьников", "people_basis": "consent", "children": "shown"}
    return [
        ("school", "Школа № 23, линейка", _OWN | schools | children | {"author": "методист школы"}),
        ("kindergarten", "Утренник в детском саду", _OWN | children | {"parents": "родители пятерых"}),
        ("bus", "Автобус № 7", _OWN | transport | {"author": "водитель", "used_until": day + timedelta(days=10)}),
        ("music", "Городской оркестр", _OWN | {"used_until": day - timedelta(days=20), "people_basis": "event"}),
    ]
