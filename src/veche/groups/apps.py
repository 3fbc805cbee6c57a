from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "veche.groups"
    label = "groups"
    verbose_name = "Группы комментариев"
