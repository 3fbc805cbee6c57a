from django.db.models import TextChoices


class Verdict(TextChoices):
    YES = "yes", "согласовано"
    RETURN = "return", "вернули с замечанием"
