"""The floor and the roof as a Django app: components, commands, checks."""

from django.apps import AppConfig


class FraudwatchConfig(AppConfig):
    """Registers the checks of the set-up and the tasks of all apps."""

    name = "fraudwatch"

    def ready(self) -> None:
        """Make ``manage.py check --deploy`` know our checks, and any process ring any task."""
        from fraudwatch import checks  # noqa: F401
        from fraudwatch.backups.package import FullData
        from fraudwatch.celery import app
        from orgs import documents

        documents.register(FullData())
        app.autodiscover_tasks(force=True)  # otherwise a worker alone knows them
