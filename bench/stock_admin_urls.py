"""The site's addresses and the admin's."""

import stock_admin  # noqa: F401 - registers its list
from django.contrib import admin
from django.urls import path

from fraudwatch.urls import *  # noqa: F403 - handlers and all
from fraudwatch.urls import urlpatterns as own

urlpatterns = [*own, path("stock-admin/", admin.site.urls)]
