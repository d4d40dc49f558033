from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "trygghet.history"
    label = "history"
