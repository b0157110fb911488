"""Addresses of channels and of what went over them."""

from django.urls import path

from .views import channels

channel_urls = [
    path("admin-tools/channels/", channels.channel_list, name="channel-list"),
    path("admin-tools/channels/new/<str:kind>/", channels.channel_create, name="channel-create"),
    path("admin-tools/channels/<int:pk>/", channels.channel_edit, name="channel-edit"),
    path("admin-tools/channels/<int:pk>/switch/", channels.channel_switch, name="channel-switch"),
    path("admin-tools/channels/<int:pk>/test/", channels.channel_test, name="channel-test"),
    path("admin-tools/deliveries/", channels.delivery_list, name="delivery-list"),
    path("admin-tools/deliveries/<int:pk>/again/", channels.delivery_again, name="delivery-again"),
]
