from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "veche.accounts"
    label = "accounts"
    verbose_name = "Аккаунты"

    def ready(self) -> None:
        from veche.accounts import checks  # noqa: F401, PLC0415 -- checks register themselves
