"""Figures for ``/metrics`` that are read from the database at the moment of asking."""

from django.db import connection
from django.db.models import Count

from fraudwatch.lib import clock
from fraudwatch.lib.metrics import gauge
from orgs.enums import WorkState
from orgs.models import Delivery, Job, WorkerBeat

from .inside import oldest_due

STATES = [str(state) for state in WorkState]


def figures() -> str:
    """Jobs, deliveries, lag, signs of life and connections in Prometheus's text format."""
    now = clock.now()
    jobs = dict(Job.objects.order_by().values_list("state").annotate(n=Count("pk")))
    messages = Delivery.objects.order_by().values_list("channel", "state").annotate(n=Count("pk"))
    due = {kind: max(0.0, (now - at).total_seconds()) for kind, at in oldest_due().items()}
    beats = WorkerBeat.objects.order_by("name").values_list("name", "at")
    return "".join(
        [
            gauge("jobs", "Exports by state.",
                  {(("state", state),): jobs.get(state, 0) for state in STATES}),
            gauge("deliveries", "Messages by channel and state.",
                  {(("channel", channel), ("state", state)): n for channel, state, n in messages}),
            gauge("due_lag_seconds", "How long the oldest due work has been waiting.",
                  {(("kind", kind),): due.get(kind, 0.0) for kind in ("jobs", "deliveries")}),
            gauge("beat_age_seconds", "Time since the last sign of life.",
                  {(("part", name),): (now - at).total_seconds() for name, at in beats}),
            gauge("database_connections", "Open connections to the database of the site.",
                  {(): connections()}),
        ]
    )  # fmt: skip


def connections() -> int:
    """How many programs are connected to our database; SQLite knows of this one only."""
    if connection.vendor != "postgresql":
        return 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return cursor.fetchone()[0]
