"""Addresses of collection links: for their makers, and for whoever holds one."""

from django.urls import path

from reports.views import activities, collect, collect_photos, links, town

PHOTO = "collect/<int:pk>/photos/<uuid:photo>/"

urlpatterns = [
    # /c/ holds the secret and is kept short for the QR code
    path("c/<str:token>/", collect.collect, name="collect"),
    # /collect/ is behind the pass
    path("collect/<int:pk>/", collect.collect_form, name="collect-form"),
    path("collect/<int:pk>/autosave/", collect.collect_autosave, name="collect-autosave"),
    path("collect/<int:pk>/submit/", collect.collect_submit, name="collect-submit"),
    path("collect/<int:pk>/zero/", collect.collect_zero, name="collect-zero"),
    path("collect/<int:pk>/receipt/", collect.collect_receipt, name="collect-receipt"),
    path("collect/<int:pk>/photos/", collect_photos.collect_photo_add, name="collect-photo-add"),
    path(f"{PHOTO}remove/", collect_photos.collect_photo_remove, name="collect-photo-remove"),
    path(f"{PHOTO}restore/", collect_photos.collect_photo_restore, name="collect-photo-restore"),
    path(f"{PHOTO}caption/", collect_photos.collect_photo_caption, name="collect-photo-caption"),
    path(f"{PHOTO}<slug:size>.jpg", collect_photos.collect_photo, name="collect-photo"),
    # /reports/<report>/activities/
    path("reports/<int:pk>/activities/", activities.activity_list, name="activity-list"),
    path("reports/<int:pk>/activities/add/", activities.activity_add, name="activity-add"),
    path("reports/activities/<int:pk>/", activities.activity_edit, name="activity-edit"),
    # /reports/town/
    path("reports/town/", town.town, name="town"),
    path("reports/town/forward/", town.town_forward, name="town-forward"),
    path("reports/town/<int:pk>/gather/", town.town_gather, name="town-gather"),
    path("reports/templates/<int:pk>/behalf/", town.template_behalf, name="template-behalf"),
    # /reports/links/
    path("reports/links/", links.link_list, name="link-list"),
    path("reports/links/make/", links.link_make, name="link-make"),
    path("reports/links/cards/", links.link_cards, name="link-cards"),
    path("reports/links/<int:pk>/", links.link_detail, name="link-detail"),
    path("reports/links/<int:pk>/revoke/", links.link_revoke, name="link-revoke"),
]
