"""Doorbells of reports: each task wakes one action; the rows say what is due."""

from celery import shared_task


@shared_task
def turn_periods() -> int:
    """Open, close and lock the periods whose moment has come."""
    from reports.actions.periods import close_due_periods, lock_due_periods, open_due_periods

    return open_due_periods() + close_due_periods() + lock_due_periods()


@shared_task
def compare_photos() -> int:
    """Look for earlier uses of photos that nobody compared yet."""
    from reports.actions.reuse import compare_waiting

    return compare_waiting()


@shared_task
def let_imports_go() -> int:
    """Let go of uploaded workbooks that nobody confirmed within a day."""
    from reports.actions.imports import expire_imports

    return expire_imports()


@shared_task
def fold_totals() -> int:
    """Fold changed reports into the totals above them."""
    from reports.actions.totals import fold_totals as fold

    return fold()


@shared_task
def send_leader_digests() -> int:
    """Send leaders the week's figures, once a week."""
    from reports.actions.leader_digests import send_leader_digests as send

    return send()
