"""The audit trail (审计日志): append-only, chained by hash, written with the change itself."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib.fields import PathField
from fraudwatch.lib.paths import depth
from orgs.enums import Role


def _below(path: str) -> Q:
    """Entries about the units of a subtree; PostgreSQL reads it as a range of the index too.

    No index of SQLite serves it, which leaves the one of the moments that the list is read along:
    a range of paths it takes for a few rows, and reads and sorts all that ever happened below.
    """
    return Q(path__startswith=path)


class AuditQuerySet(models.QuerySet):
    """Entries; nothing here changes one."""

    def visible_to(self, user: object) -> "AuditQuerySet":
        """Auditors their subtree, administrators technical events, everybody their own doings."""
        if user.is_superuser:
            return self
        clause = Q(actor=user)
        for holding in user.holdings:
            if holding.campaign_id:
                continue  # entries do not say of which campaign they are
            if holding.role in (Role.AUDITOR, Role.LEADER):
                clause |= _below(holding.path)
            elif holding.role == Role.ADMINISTRATOR:
                clause |= _below(holding.path) & Q(technical=True)
            elif holding.role == Role.COORDINATOR:
                clause |= _below(holding.path) & ~Q(action="person.phone_shown")
            if holding.role in (Role.ADMINISTRATOR, Role.AUDITOR) and depth(holding.path) == 1:
                clause |= Q(path="", technical=True)  # wrong names at sign-in belong to no unit
        return self.filter(clause)

    def update(self, **fields: object) -> int:
        """Refused: the trail is append-only."""
        raise TypeError("the audit trail is append-only")

    def delete(self) -> tuple[int, dict]:
        """Refused: the trail is append-only."""
        raise TypeError("the audit trail is append-only")


class AuditEntry(models.Model):
    """Who did what, when, from where, before and after.

    ``chain`` names the hash chain (a day and a lane); ``number`` counts within it.
    ``changes`` maps a field to ``[before, after]``. ``path`` is the path of the unit
    concerned at the time.
    """

    chain = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    at = models.DateTimeField(_("at"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor_name = models.CharField(_("who"), max_length=60, blank=True)
    acting_for = models.CharField(_("on behalf of"), max_length=80, blank=True)
    address = models.CharField(_("address"), max_length=60, blank=True)
    via = models.CharField(_("way in"), max_length=12, blank=True)
    action = models.CharField(_("action"), max_length=60, db_index=True)
    technical = models.BooleanField(default=False)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    object_name = models.CharField(_("object"), max_length=160, blank=True)
    path = PathField(blank=True, db_index=True)
    changes = models.JSONField(_("changes"), default=dict, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="one_entry_per_chain_number")
        ]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_by_object")]

    def __str__(self) -> str:
        return f"{self.action} {self.object_name}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Write a new entry; an old one is never written again."""
        if self.pk is not None:
            raise TypeError("the audit trail is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict]:
        """Refused: the trail is append-only."""
        raise TypeError("the audit trail is append-only")
