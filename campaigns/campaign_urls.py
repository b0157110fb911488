"""Addresses of campaigns, their members and the library of indicators."""

from django.urls import path

from campaigns.views import campaigns, indicators, members

# fmt: off
campaign_urls = [
    path("campaigns/", campaigns.campaign_index, name="campaign-list"),
    path("campaigns/add/", campaigns.campaign_add, name="campaign-add"),
    path("campaigns/choose/", campaigns.campaign_choose, name="campaign-choose"),
    path("campaigns/<int:pk>/", campaigns.campaign_detail, name="campaign-detail"),
    path("campaigns/<int:pk>/edit/", campaigns.campaign_edit, name="campaign-edit"),
    path("campaigns/<int:pk>/move/", campaigns.campaign_move, name="campaign-move"),
    path("campaigns/<int:pk>/members/", members.campaign_members, name="campaign-members"),
    path("campaigns/<int:pk>/members/remove/", members.member_remove, name="member-remove"),
    path("indicators/", indicators.indicator_index, name="indicator-list"),
    path("indicators/add/", indicators.indicator_add, name="indicator-add"),
    path("indicators/library/", indicators.indicator_library, name="indicator-library"),
    path("indicators/<int:pk>/edit/", indicators.indicator_edit, name="indicator-edit"),
]
