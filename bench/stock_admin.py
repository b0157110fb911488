"""Django's own admin list over the audit trail, as it comes out of the box."""

from django.contrib import admin
from django.test import RequestFactory

from orgs.models import AuditEntry

ROWS = 40  # a page, as many as ours has


@admin.register(AuditEntry)
class TrailAdmin(admin.ModelAdmin):
    """What our own list shows of an entry."""

    list_display = ("at", "actor", "action", "object_name", "address", "note")
    list_select_related = ("actor",)
    list_per_page = ROWS

    def has_view_permission(self, request: object, obj: object = None) -> bool:
        """Everybody: what is measured is the list."""
        return True

    has_module_permission = has_view_permission


def page(user: object) -> bytes:
    """The first page, drawn."""
    request = RequestFactory().get("/stock-admin/orgs/auditentry/")
    request.user, request.session = user, {}
    user.is_staff = True  # our accounts know no such thing
    model_admin = admin.site.get_model_admin(AuditEntry)
    return model_admin.changelist_view(request).render().content
