"""The roof: joins the addresses of all apps."""

from django.urls import include, path
from django.views.i18n import set_language

from fraudwatch import views
from fraudwatch.health import views as health
from fraudwatch.lib.access import public

handler400 = "fraudwatch.views.bad_request"
handler403 = "fraudwatch.views.permission_denied"
handler404 = "fraudwatch.views.page_not_found"
handler500 = "fraudwatch.views.server_error"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("admin-tools/health/", health.health, name="health"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path("language/", public(methods="POST")(set_language), name="set_language"),
    path("worker.js", views.service_worker, name="worker"),
    path("csp/", views.csp_report, name="csp-report"),
    path("", include("orgs.urls")),
    path("", include("campaigns.urls")),
    path("", include("reports.urls")),
]
