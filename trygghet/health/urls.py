from django.urls import path

from trygghet.health import views

urlpatterns = [
    path("healthz", views.alive, name="healthz"),
    path("readyz", views.ready, name="readyz"),
]
