"""The way back from a page to its list."""

from django.urls import reverse


def trail(label: str, list_name: str, title: str) -> list[dict[str, str]]:
    """Breadcrumbs: the list named ``label``, then the page itself."""
    return [
        {"label": label, "url": reverse(f"collaboration:{list_name}")},
        {"label": title, "url": ""},
    ]
