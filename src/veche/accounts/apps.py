from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "veche.accounts"
    label = "accounts"
    verbose_name = "Аккаунты"

    def ready(self) -> None:
        from veche.accounts import checks  # noqa: F401, PLC0415 -- checks register themselves
        from veche.accounts.domain.leaving import said_of_keys  # noqa: PLC0415 -- needs the models
        from veche.staff.domain.leaving import register  # noqa: PLC0415

        register(said_of_keys)
