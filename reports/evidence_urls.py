"""Addresses of the evidence ledger and of single photos."""

from django.urls import path

from reports.views import evidence

urlpatterns = [
    path("reports/evidence/", evidence.evidence, name="evidence"),
    path("reports/evidence/bin/<int:pk>/", evidence.bin_empty, name="bin-empty"),
    path("reports/photos/<uuid:pk>/", evidence.photo, name="photo"),
    path("reports/photos/<uuid:pk>/caption/", evidence.photo_caption, name="photo-caption"),
    path("reports/reuse/<int:pk>/", evidence.reuse_decide, name="reuse-decide"),
]
