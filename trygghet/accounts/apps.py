from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "trygghet.accounts"
    label = "accounts"
