from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "trygghet.jobs"
    label = "jobs"
