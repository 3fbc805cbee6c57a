"""Steps of `veche demo`: IT loads departments and people by a table (XLSX), after a preview of its rows."""

from veche.demo.chain.browser import Browser, NotThere
from veche.demo.chain.sandbox_client import NotProven
from veche.documents.write import XLSX, xlsx

DEPARTMENT, CURATOR = "Отдел физкультуры", "sport@example.org"
HEADER = ("Отдел", "За что отвечает", "Должность или имя", "Рабочая почта", "Роль")
ROWS = (
    (DEPARTMENT, "катки и секции", "Главный специалист по спорту", CURATOR, "куратор отдела"),
    (DEPARTMENT, "", "Специалист без почты", "не почта", "куратор отдела"),
)


def load_people(it: Browser) -> str:
    """One row is taken, another is refused with its reason; the curator waits with an invitation."""
    page = it.open("/departments/table/")
    file = ("отделы.xlsx", xlsx("Люди", HEADER, ROWS), XLSX)
    preview = it.send(page, page.form("/departments/table/"), files={"table": file}, filled={})
    if "Готово к записи: 1" not in preview.words or "«не почта» не похоже на почту" not in preview.words:
        raise NotProven("предпросмотр не говорит о каждой строке")
    written = it.send(preview, preview.form("/table/write/"), filled={})
    if "Таблицу записали" not in written.words:
        raise NotThere("таблица не записалась")
    if DEPARTMENT not in it.open("/departments/").words:
        raise NotProven("нового отдела нет в списке")
    return "строку записали, другой отказали с причиной"
