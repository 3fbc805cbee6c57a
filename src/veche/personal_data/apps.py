from django.apps import AppConfig


class PersonalDataConfig(AppConfig):
    name = "veche.personal_data"
    label = "personal_data"
    verbose_name = "Данные жителя"
