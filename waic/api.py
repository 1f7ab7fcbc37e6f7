"""The REST API: each app brings its calls, they are mounted here once."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from apps.cms import api as cms
from apps.core.api import hooks
from apps.editions import api as editions
from apps.registration import api as registration
from apps.registration import api_public as tickets
from apps.search import api as search

router = SimpleRouter()
router.register("editions", editions.Editions, "edition")
router.register("venues", editions.Venues, "venue")
router.register("halls", editions.Halls, "hall")
router.register("gates", editions.Gates, "gate")
router.register("topics", editions.Topics, "topic")
router.register("figures", editions.Figures, "figure")
router.register("ticket-types", tickets.TicketTypes, "ticket-type")
router.register("pages", cms.Pages, "page")
router.register("articles", cms.Articles, "article")

calls = [
    path("search/", search.Search.as_view(), name="search"),
    path("registrations/", registration.RegistrationList.as_view(), name="registrations"),
    path("registrations/<str:code>/", registration.RegistrationDetail.as_view(), name="registration"),
    path("registrations/<str:code>/cancel/", registration.RegistrationCancel.as_view(), name="registration-cancel"),
    path("registrations/<str:code>/qr.svg", registration.RegistrationQR.as_view(), name="registration-qr"),
    path("check-ins/", registration.CheckIns.as_view(), name="check-ins"),
    path("check-ins/manifest/", registration.Manifest.as_view(), name="manifest"),
    path("webhooks/", hooks.Webhooks.as_view(), name="webhooks"),
    path("webhooks/<str:public_id>/", hooks.WebhookDetail.as_view(), name="webhook"),
    *router.urls,
]

urlpatterns = [
    path("v1/", include((calls, "api"))),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
]
