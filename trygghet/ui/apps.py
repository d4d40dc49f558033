from django.apps import AppConfig


class UiConfig(AppConfig):
    """The parts that every page is made of: form fields, status words, template tags."""

    name = "trygghet.ui"
    label = "ui"
