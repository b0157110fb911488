"""The site's settings with Django's own admin beside it, to measure against."""

import django.contrib.admin

from fraudwatch.settings import *  # noqa: F403 - the same site
from fraudwatch.settings import INSTALLED_APPS, TEMPLATES, Path

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]
ROOT_URLCONF = "stock_admin_urls"
# The admin's pages are drawn as in a stock project: none of our frame is put together for them.
TEMPLATES = [
    {
        "NAME": "stock",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(django.contrib.admin.__file__).parent / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    *TEMPLATES,
]
