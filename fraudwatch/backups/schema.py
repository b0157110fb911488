"""How far a database has been migrated, and the models as they were at that point."""

from django.apps import apps
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from orgs.models import User

Done = dict[str, list[str]]  # names of migrations by app


def done() -> Done:
    """What the database has been through."""
    found: Done = {}
    for app, name in MigrationRecorder(connection).applied_migrations():
        found.setdefault(app, []).append(name)
    return {app: sorted(names) for app, names in sorted(found.items())}


def has_tables() -> bool:
    """Whether the database was ever used by this product."""
    return User._meta.db_table in connection.introspection.table_names()


def waiting() -> list[str]:
    """Migrations that the code has and the database has not, as ``app.name``."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def unknown(point: Done) -> list[str]:
    """Migrations of ``point`` that this version of the code does not have."""
    known = MigrationExecutor(connection).loader.disk_migrations
    return [
        f"{app}.{name}" for app, names in point.items() for name in names
        if (app, name) not in known
    ]  # fmt: skip


def migrate_to(point: Done) -> None:
    """Make the tables of an empty database as they were at ``point``."""
    executor = MigrationExecutor(connection)
    executor.migrate(_ends(point, executor))


def registry_at(point: Done) -> Apps:
    """The models as they were at ``point``; today's where nothing changed since."""
    executor = MigrationExecutor(connection)
    ends = _ends(point, executor)
    if set(ends) == set(executor.loader.graph.leaf_nodes()):
        return apps
    return executor.loader.project_state(ends).apps


def _ends(point: Done, executor: MigrationExecutor) -> list[tuple[str, str]]:
    """The newest migration of each app: none of the same app at ``point`` stands on it."""
    graph = executor.loader.graph
    nodes = {(app, name) for app, names in point.items() for name in names} & set(graph.nodes)
    return sorted(
        node for node in nodes
        if not any(
            child.key in nodes and child.key[0] == node[0]
            for child in graph.node_map[node].children
        )
    )  # fmt: skip
