"""Doorbells of campaigns: each task wakes one action; the rows say what is due."""

from celery import shared_task


@shared_task
def open_due_rounds() -> int:
    """Open the rounds of repeating tasks whose time has come."""
    from campaigns.actions.occurrences import open_due_occurrences

    return open_due_occurrences()


@shared_task
def remind_due() -> int:
    """Remind those who still owe something, once a step and thing."""
    from campaigns.actions.due_reminders import remind_due as remind

    return remind()
