from django.db.models import TextChoices

from veche.staff.enums import Role


class Verdict(TextChoices):
    YES = "yes", "согласовано"
    RETURN = "return", "вернули с замечанием"


class Part(TextChoices):
    """Parts of a version that a step may be about."""

    TEXT = "text", "текст, опрос и ссылка"
    PICTURES = "pictures", "картинки и видео"
    HOUR = "hour", "час выхода"
    NETWORKS = "networks", "сети"


class Who(TextChoices):
    """Who a step of a route asks. What the post is about decides for some of them."""

    PRESS_HEAD = "press_head", "начальник пресс-службы"
    ITEM_DEPARTMENT = "item_department", "отдел, о работе которого запись"
    DEPARTMENT = "department", "отдел, который вы назовёте"
    LAWYER = "lawyer", "юрист, если запись помечена"
    ABOUT = "about", "Глава или заместитель, если запись о нём"
    OFFICE = "office", "заместитель Главы, которого вы назовёте"
    HEAD = "head", "Глава города"


# The name of a step that asks somebody with this role.
TITLES: dict[str, str] = {
    Role.PRESS_HEAD: "Начальник пресс-службы",
    Role.CURATOR: "Отдел",
    Role.AUDITOR: "Юрист",
    Role.HEAD: "Глава города",
    Role.DEPUTY_HEAD: "Заместитель Главы",
}
# Who decides a step instead, in this order, while nobody has its role.
ABOVE: dict[str, tuple[Role, ...]] = {
    Role.CURATOR: (Role.PRESS_HEAD, Role.HEAD),
    Role.AUDITOR: (Role.PRESS_HEAD, Role.HEAD),
    Role.PRESS_HEAD: (Role.HEAD,),
    Role.DEPUTY_HEAD: (Role.HEAD,),
}
