"""Addresses below /editions/; the front page of the section belongs to the CMS."""

from django.urls import path

from apps.records import views

app_name = "records"

urlpatterns = [
    path("<int:year>/", views.edition, name="edition"),
]
