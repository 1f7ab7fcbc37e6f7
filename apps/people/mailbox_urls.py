"""The demo's mailbox, mounted only while DEBUG is on."""

from django.urls import path

from apps.people.views import mailbox

urlpatterns = [
    path("", mailbox.index, name="mailbox"),
    path("<slug:name>/", mailbox.letter, name="mailbox_letter"),
]
