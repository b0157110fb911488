"""Addresses of big screens, and of the switch of rankings."""

from django.urls import path

from reports.views import rankings, screens

urlpatterns = [
    # /screen/ holds the secret
    path("screen/<str:token>/", screens.screen, name="screen"),
    path("screen/<str:token>/now/", screens.screen_now, name="screen-now"),
    # /screens/
    path("screens/", screens.screen_list, name="screen-list"),
    path("screens/make/", screens.screen_make, name="screen-make"),
    path("screens/<int:pk>/", screens.screen_detail, name="screen-detail"),
    path("screens/<int:pk>/revoke/", screens.screen_revoke, name="screen-revoke"),
    # /campaigns/<campaign>/ranking/
    path("campaigns/<int:pk>/ranking/", rankings.ranking, name="ranking"),
]
