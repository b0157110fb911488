"""The site's settings with Django's own admin beside it, to measure against."""

from fraudwatch.settings import *  # noqa: F403 - the same site

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]  # noqa: F405
ROOT_URLCONF = "stock_admin_urls"
