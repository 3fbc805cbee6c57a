from django.db.models import TextChoices


class RegisterKind(TextChoices):
    """The official registers whose names a post must mark, as `preflight.registers` calls them."""

    FOREIGN_AGENT = "foreign_agent", "Иностранные агенты"
    EXTREMIST = "extremist", "Экстремистские организации"
    TERRORIST = "terrorist", "Террористические организации"
    UNDESIRABLE = "undesirable", "Нежелательные организации"
