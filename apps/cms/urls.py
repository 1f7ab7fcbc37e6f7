"""Addresses below `/waic-up/` that are not pages."""

from django.urls import path

from apps.cms import views

app_name = "cms"
urlpatterns = [path("feed/", views.feed, name="feed")]
