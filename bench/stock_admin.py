"""Django's own admin list over the audit trail, as a stock project serves it.

The same table, the same columns and as many rows a page as our list, and the same ways to find
one: a filter by action and by kind, the days, a search. Nothing is switched off or tuned: the
default paginator with its counts, the action boxes a superuser has, the middleware and context
processors that ``startproject`` writes, a session, and every template warm.
"""

from collections.abc import Callable
from unittest.mock import patch

from django.contrib import admin
from django.contrib.admin.helpers import ActionForm
from django.forms import widgets
from django.forms.renderers import DjangoTemplates
from django.http import HttpResponse
from django.test import Client
from django.test.utils import override_settings

from orgs.models import AuditEntry, User

PATH = "/stock-admin/orgs/auditentry/"
BACKEND = "orgs.queries.backend.AccountBackend"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
User.is_staff = True  # our accounts know no such thing
ActionForm.default_renderer = RENDERER = DjangoTemplates()  # not our own


@admin.register(AuditEntry)
class TrailAdmin(admin.ModelAdmin):
    """The five columns of our own list, and what it can be asked for."""

    list_display = ("at", "actor", "action", "object_name", "address")
    list_filter = ("action", "technical")
    search_fields = ("actor_name", "object_name", "acting_for", "address")
    date_hierarchy = "at"
    list_per_page = 100


def stock_client() -> Callable[[str], HttpResponse]:
    """How a superuser's browser asks a site with stock middleware and stock form controls."""
    superuser = User.objects.create_superuser("stock", None, name="管理员")
    client = Client(SERVER_NAME="localhost")
    client.force_login(superuser, backend=BACKEND)
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        client.handler.load_middleware()

    def ask(path: str) -> HttpResponse:
        with patch.object(widgets, "get_default_renderer", lambda: RENDERER):
            return client.get(path)

    return ask
