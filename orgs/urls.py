"""Addresses of orgs."""

from .account_urls import account_urls
from .channel_urls import channel_urls
from .export_urls import export_urls
from .unit_urls import unit_urls

app_name = "orgs"
urlpatterns = [*account_urls, *channel_urls, *unit_urls, *export_urls]
