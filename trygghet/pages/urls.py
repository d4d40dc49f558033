from django.urls import path

from trygghet.pages import views

urlpatterns = [
    path("tillganglighet/", views.accessibility, name="accessibility"),
    path("om/", views.about, name="about"),
]
