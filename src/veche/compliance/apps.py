from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "veche.compliance"
    label = "compliance"
    verbose_name = "Проверка записей"
