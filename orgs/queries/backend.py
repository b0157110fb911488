"""Who is asking: the account behind a session, read once with all that every page needs."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import F, FilteredRelation, Q

from orgs.models import User
from orgs.models.people import Holding


class AccountBackend(ModelBackend):
    """Django's own checks; only the reading is ours.

    The account comes with its home unit and its grants in force in one query, anew for each
    request: a disabled account or an ended grant bites on the next one.
    """

    def get_user(self, user_id: int) -> User | None:
        """The account if it may sign in, its ``holdings`` filled; otherwise None."""
        rows = list(
            User.objects.filter(pk=user_id)
            .select_related("home_unit")
            .annotate(held=FilteredRelation("grants", condition=Q(grants__ended_at=None)))
            .annotate(
                held_role=F("held__role"),
                held_unit=F("held__unit_id"),
                held_path=F("held__unit__path"),
                held_campaign=F("held__campaign_id"),
            )
            .order_by("held_role", "held_path")
        )
        if not rows or not self.user_can_authenticate(rows[0]):
            return None
        user = rows[0]
        user.holdings = [
            Holding(row.held_role, row.held_unit, row.held_path, row.held_campaign)
            for row in rows
            if row.held_role
        ]
        return user
