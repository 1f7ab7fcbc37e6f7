"""The check-in app's addresses; they carry no language."""

from django.urls import path

from apps.registration import gate_views as views

app_name = "gate"
urlpatterns = [
    path("gate/", views.shell, name="shell"),
    path("gate/sw.js", views.service_worker, name="service-worker"),
    path("gate/manifest.webmanifest", views.web_manifest, name="web-manifest"),
    path("gate/pair/", views.pair, name="pair"),
]
