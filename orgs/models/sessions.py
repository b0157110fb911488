"""Sessions in rows that know whose they are; this module is also the session engine."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as RowStore
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib.prepared import read_again

from .asking import held_with, with_holdings
from .people import User

STARTED, SEEN, ADDRESS, DEVICE = "started", "seen", "address", "device"


class UserSessionManager(BaseSessionManager):
    """Sessions; one's own are listed on the account page."""

    def visible_to(self, user: object) -> models.QuerySet:
        """One's own sessions."""
        return self.get_queryset().filter(user=user)


class UserSession(AbstractBaseSession):
    """A browser that is signed in (登录会话): whose, from where, since when.

    Everything but the key is copied from the session's own data at each save, so that
    nothing can be true in one place only. Deleting the row signs the browser out.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="sessions"
    )
    address = models.CharField(_("address"), max_length=60, blank=True)
    device = models.CharField(_("device"), max_length=200, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = UserSessionManager()

    class Meta:
        verbose_name = _("session")
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return f"{self.user} {self.address}"

    @classmethod
    def get_session_store_class(cls) -> type:
        """The store that reads and writes these rows."""
        return SessionStore


class SessionStore(RowStore):
    """Django's session store over :class:`UserSession`.

    The session is read together with its account, home unit and grants in force: one query
    tells a request who is asking. ``account`` is that person; None before and without one.
    """

    account: User | None = None

    @classmethod
    def get_model_class(cls) -> type:
        """The rows' model."""
        return UserSession

    def _get_session_from_db(self) -> UserSession | None:
        """The row that is still good, with whose it is."""
        found = read_again("session", _good, key=self.session_key, at=timezone.now())
        rows = with_holdings(found)
        if not rows:
            self._session_key = None
            return None
        self.account = rows[0].user
        return rows[0]

    def create_model_instance(self, data: dict) -> UserSession:
        """The row for ``data``, with the columns that lists and sign-outs need."""
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.address = str(data.get(ADDRESS, ""))[:60]
        row.device = str(data.get(DEVICE, ""))[:200]
        row.started_at = _moment(data.get(STARTED))
        row.seen_at = _moment(data.get(SEEN))
        return row


def _good(key: str, at: datetime) -> models.QuerySet:
    """A session that lasts beyond ``at``, with its account and the grants in force."""
    rows = UserSession.objects.filter(session_key=key, expire_date__gt=at)
    return held_with(rows.select_related("user__home_unit"), "user__")


def _moment(seconds: float | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
