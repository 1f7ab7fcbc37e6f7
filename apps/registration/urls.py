"""Addresses below /register/."""

from django.urls import path

from apps.registration import views

app_name = "registration"

urlpatterns = [
    path("", views.start, name="start"),
    path("details/", views.details, name="details"),
    path("ticket/<slug:code>/", views.ticket, name="ticket"),
    path("ticket/<slug:code>/badge.pdf", views.badge, name="badge"),
    path("ticket/<slug:code>/calendar.ics", views.calendar, name="calendar"),
    path("ticket/<slug:code>/cancel/", views.cancel, name="cancel"),
    path("ticket/<slug:code>/accept/", views.accept, name="accept"),
    path("ticket/<slug:code>/resend/", views.resend, name="resend"),
]
