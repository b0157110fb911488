"""People, their accounts and what they may do (人员、账号、角色授权)."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock
from fraudwatch.lib.fields import EncryptedTextField
from fraudwatch.lib.paths import under
from fraudwatch.lib.secrets import mask_phone
from orgs.enums import Role

from .units import Unit, UnitQuerySet


class PersonQuerySet(models.QuerySet):
    """People are seen with their unit."""

    def visible_to(self, user: object) -> "PersonQuerySet":
        """People of the units within reach; of the units above, nobody but unit names is seen."""
        return self.filter(unit__in=Unit.objects.reached_by(user))

    def working(self) -> "PersonQuerySet":
        """Those who have not left."""
        return self.filter(left_on=None)


class Person(models.Model):
    """Somebody who works in a unit (工作人员); may lack an account. Never a citizen or victim.

    ``phone_digest`` and ``phone_tail`` are keyed hashes of the whole number and of its last
    four digits; ``spelling`` holds the name's pinyin. All three are kept by the actions.
    """

    name = models.CharField(_("name"), max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="people", verbose_name=_("unit"))
    post = models.CharField(_("post"), max_length=60, blank=True)
    phone = EncryptedTextField(_("work phone"), blank=True)
    phone_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    phone_tail = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    spelling = models.TextField(blank=True, editable=False)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_phone(self) -> str:
        """The phone as lists show it: 138****2047."""
        return mask_phone(self.phone) if self.phone else ""


@dataclass(frozen=True)
class Holding:
    """One grant as the gate reads it."""

    role: str
    unit_id: int
    path: str
    campaign_id: int | None


class UserManager(BaseUserManager):
    """Accounts are made by actions; this manager serves Django's own commands."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        """An account with that name; without a password nobody can sign in to it."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str, **fields: object) -> "User":
        """An account that passes every rule; for rescue at the server, not for work."""
        return self.create_user(username, password, is_superuser=True, **fields)

    def visible_to(self, user: object) -> models.QuerySet:
        """Accounts of people in units where ``user`` may look after accounts or sees names."""
        return self.get_queryset().visible_to(user)


class UserQuerySet(models.QuerySet):
    """Accounts; sight follows the home unit."""

    def visible_to(self, user: object) -> "UserQuerySet":
        """Accounts whose home unit lies in the subtree of a grant, and one's own."""
        if user.is_superuser:
            return self
        clause = Q(pk=user.pk)
        for holding in user.holdings:
            if holding.role != Role.REPORTER:
                clause |= under(holding.path, "home_unit__path")
        return self.filter(clause)


class User(AbstractBaseUser, PermissionsMixin):
    """An account (账号). What it may do stands in its grants, not here."""

    username = models.CharField(_("account"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=40)
    email = models.EmailField(_("e-mail"), blank=True)
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="user"
    )
    home_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="users", verbose_name=_("unit")
    )
    is_active = models.BooleanField(_("enabled"), default=True)
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(default=clock.now)
    date_joined = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager.from_queryset(UserQuerySet)()

    class Meta:
        verbose_name = _("account")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    @cached_property
    def holdings(self) -> list[Holding]:
        """The grants in force, read once per object: a role change bites on the next request."""
        rows = self.grants.in_force().values_list("role", "unit_id", "unit__path", "campaign_id")
        return [Holding(*row) for row in rows] if self.is_active else []

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held anywhere."""
        return frozenset(holding.role for holding in self.holdings)

    @property
    def sight(self) -> tuple:
        """All that decides which rows the person sees: equal tuples see the same."""
        return self.pk, self.is_superuser, self.is_active, tuple(self.holdings)

    def reaches(
        self, roles: object, *paths: str | None, campaign_id: int | None = None, exact: int = 0
    ) -> bool:
        """Whether a grant of one of ``roles`` covers one of ``paths``.

        A reporter's grant covers its unit alone (``exact`` is that unit's key). A grant
        bound to a campaign counts for that campaign only.
        """
        for holding in self.holdings:
            if holding.role not in roles:
                continue
            if holding.campaign_id and holding.campaign_id != campaign_id:
                continue
            if holding.role == Role.REPORTER:
                if holding.unit_id == exact:
                    return True
            elif any(path and path.startswith(holding.path) for path in paths):
                return True
        return False

    def knows_people_of(self, unit: Unit) -> bool:
        """Whether people of ``unit`` are in sight, not only its name (see ``reached_by``)."""
        return self.is_superuser or any(
            holding.unit_id == unit.pk
            or (holding.role != Role.REPORTER and unit.path.startswith(holding.path))
            for holding in self.holdings
        )

    def top_units(self, roles: object) -> UnitQuerySet:
        """The units at which ``user`` holds one of ``roles``."""
        keys = {holding.unit_id for holding in self.holdings if holding.role in roles}
        return Unit.objects.filter(pk__in=keys).in_tree_order()


class GrantQuerySet(models.QuerySet):
    """Grants, in force or ended."""

    def in_force(self) -> "GrantQuerySet":
        """Grants that count now."""
        return self.filter(ended_at=None)

    def visible_to(self, user: object) -> "GrantQuerySet":
        """Grants of the accounts in sight."""
        return self.filter(user__in=User.objects.visible_to(user))


class Grant(models.Model):
    """A role over a unit and everything below it (角色授权), optionally for one campaign.

    ``campaign_id`` is a bare key: campaigns stand a floor above and are never deleted.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="grants", verbose_name=_("unit"))
    campaign_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    granted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="grants_given"
    )
    granted_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        ordering = ["role", "unit__path"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit"],
                condition=Q(ended_at=None, campaign_id=None),
                name="one_general_grant_in_force",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "unit", "campaign_id"],
                condition=Q(ended_at=None, campaign_id__isnull=False),
                name="one_campaign_grant_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.unit}"


class SignInAttempt(models.Model):
    """A wrong password from an address; the lock-out counts these."""

    username = models.CharField(max_length=150, db_index=True)
    address = models.CharField(max_length=60, db_index=True)
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        verbose_name = _("failed sign-in")

    def __str__(self) -> str:
        return f"{self.username} {self.address}"


class PasswordHistory(models.Model):
    """Hashes of former passwords, so that the last five are not used again."""

    user = models.ForeignKey(User, models.CASCADE, related_name="former_passwords")
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("former password")
        ordering = ["-set_at"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.set_at:%Y-%m-%d}"
