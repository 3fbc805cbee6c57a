"""What the bot says. No resident's words, and nothing that a stranger may not read."""

from collections.abc import Sequence

from veche.alarms.domain.words import Item, title_of
from veche.networks.bots import Button

# Of both networks; longer sentences are cut, the page has them whole.
MOST = 3500
BUTTON = 60
LISTED = 10
STRANGER = (
    "Здравствуйте. Этот бот пишет сотрудникам администрации. Сообщений жителей он не читает и не хранит: напишите, "
    "пожалуйста, на официальную страницу города."
)
BAD_CODE = "Этот код не подошёл: он одноразовый и живёт 15 минут. Возьмите новый в Вече: «Куда писать о новостях»."
HOW = (
    "Я напишу, когда что-то ждёт вас. Пришлите «что ждёт» или «что опаздывает», и я перечислю. Текст, фото, видео или "
    "файл ответом на моё сообщение лягут в то дело, остальное — пресс-службе. «Отключить» — перестану писать."
)
LINKED = "Готово, {person}: этот чат подключён. " + HOW
EDITED = "Поправку к отправленному я не читаю. Пришлите её новым сообщением."
NOT_READ = "Это сообщение прочесть не вышло, я его не сохранил. Пришлите иначе или загрузите на странице в Вече."
RELINKED = "Снова на связи: новости опять придут сюда."
STOPPED = "Отключил. Новости пойдут письмами. Подключить снова: Вече, «Куда писать о новостях»."
NOTHING = "Поручений и текстов, которые ждут вас, сейчас нет. Остальное в Вече, на странице «Сегодня»."
NOTHING_LATE = "У вас ничего не опаздывает."
WAIT, LATE = "Ждут вас, дел: {count}", "Опаздывают, дел: {count}"


def message(item: Item, origin: str) -> tuple[str, tuple[Button, ...]]:
    """One thing: what happened, sentences, and its page one tap away."""
    matter = item.matter
    link: tuple[Button, ...] = ()
    lines = [f"«{title_of(item, 200)}» — {item.news.called}", *matter.lines]
    if matter.action and origin.startswith("https://"):
        link = (Button(matter.action[:BUTTON], f"{origin}{matter.path}"),)
    elif matter.action:  # networks refuse buttons that lead to this machine
        lines.append(f"{matter.action}: {origin}{matter.path}")
    if item.news.take is not None and matter.takes:
        lines.append("Чтобы приложить текст, фото или файл, ответьте на это сообщение.")
    return cut("\n".join(line for line in lines if line)), link


def digest(items: Sequence[Item], origin: str, *, head: str = WAIT) -> tuple[str, tuple[Button, ...]]:
    """Many things at once, late ones first."""
    listed = sorted(items, key=lambda item: not item.matter.late)[:LISTED]
    rows = [_row(item, origin) for item in listed]
    more = [f"И ещё: {len(items) - LISTED}."] if len(items) > LISTED else []
    text = "\n\n".join([head.format(count=len(items)), *rows, *more])
    return cut(text), (Button("Открыть Вече", f"{origin}/"),) if origin.startswith("https://") else ()


def _row(item: Item, origin: str) -> str:
    late = "Опаздывает. " if item.matter.late else ""
    return f"{late}«{title_of(item, 120)}» — {item.news.called}\n{origin}{item.matter.path}"


def cut(text: str) -> str:
    return text if len(text) <= MOST else f"{text[: MOST - 1]}…"
