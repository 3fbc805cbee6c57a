from django.apps import AppConfig


class ApprovalConfig(AppConfig):
    name = "veche.approval"
    label = "approval"
    verbose_name = "Согласование"
