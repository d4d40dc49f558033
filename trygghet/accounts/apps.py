from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "trygghet.accounts"
    label = "accounts"

    def ready(self) -> None:
        from trygghet.accounts import checks  # noqa: F401 - registers them
