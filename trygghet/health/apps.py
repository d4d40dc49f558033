from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "trygghet.health"
    label = "health"

    def ready(self) -> None:
        from trygghet.celery import app
        from trygghet.health.heartbeat import Heartbeat

        app.steps["consumer"].add(Heartbeat)
