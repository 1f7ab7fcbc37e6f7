"""Addresses of the site without a language."""

from django.urls import path

from apps.cms import views

urlpatterns = [
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
