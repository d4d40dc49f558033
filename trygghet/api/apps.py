from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "trygghet.api"
    label = "api"

    def ready(self) -> None:
        from trygghet.api import checks  # noqa: F401 - registers them
