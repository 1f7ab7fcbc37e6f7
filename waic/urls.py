"""All addresses of the project, in the order of section 5 of the plan."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.documents import urls as wagtaildocs_urls

from apps.core import views as core
from apps.people.views.sign_in import to_sign_in
from apps.registration import views as visitors

urlpatterns = [
    path("healthz", core.healthz, name="healthz"),
    path("readyz", core.readyz, name="readyz"),
    path("metrics", core.metrics, name="metrics"),
    path("", core.to_language, name="root"),
    path("zh/", RedirectView.as_view(url="/zh-hans/")),
    path("zh/<path:rest>", RedirectView.as_view(url="/zh-hans/%(rest)s", query_string=True)),
    path("sw.js", visitors.worker, name="service-worker"),
    path("", include("apps.registration.gate_urls")),
    path("", include("apps.cms.public_urls")),
    path("admin/", admin.site.urls),
    path("cms/", include("apps.cms.admin_urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("documents/", include(wagtaildocs_urls)),
    path("api/", include("waic.api")),
    *i18n_patterns(
        path("accounts/", include("apps.people.account_urls")),
        path("me/", include("apps.people.urls")),
        path("register/", include("apps.registration.urls")),
        path("editions/", include("apps.records.urls")),
        path("search/", include("apps.search.urls")),
        path("waic-up/", include("apps.cms.urls")),
        # Wagtail's own form would take a password without limits and second factor.
        path("_util/login/", to_sign_in, name="wagtailcore_login"),
        path("", include(wagtail_urls)),
    ),
]

if settings.DEBUG:
    from django.conf.urls.static import static

    urlpatterns = [
        *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
        *i18n_patterns(path("styleguide/", core.styleguide), path("mailbox/", include("apps.people.mailbox_urls"))),
        *urlpatterns,
    ]

handler400 = "apps.core.views.bad_request"
handler403 = "apps.core.views.forbidden"
handler404 = "apps.core.views.not_found"
handler500 = "apps.core.views.server_error"
