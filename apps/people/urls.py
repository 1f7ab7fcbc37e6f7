"""Addresses of "my WAIC"."""

from django.urls import path

from apps.people.views import me

app_name = "people"
urlpatterns = [
    path("", me.me, name="me"),
    path("fragment/", me.fragment, name="fragment"),
    path("profile/", me.profile, name="profile"),
    path("language/", me.language, name="language"),
    path("consents/withdraw/", me.withdraw, name="withdraw"),
    path("data/", me.data, name="data"),
    path("data/export/", me.export, name="export"),
    path("data/erase/", me.erase, name="erase"),
]
