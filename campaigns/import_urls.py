"""Addresses of reading a plan in (导入方案)."""

from django.urls import path

from campaigns.views import import_changes, import_pieces, plan_imports

# fmt: off
import_urls = [
    path("campaigns/import/", plan_imports.import_start, name="import-start"),
    path("campaigns/<int:pk>/revise/", plan_imports.import_revise, name="import-revise"),
    path("plan-imports/<int:pk>/", plan_imports.import_review, name="import-review"),
    path("plan-imports/<int:pk>/facts/", plan_imports.import_facts, name="import-facts"),
    path("plan-imports/<int:pk>/certain/", plan_imports.import_certain, name="import-certain"),
    path("plan-imports/<int:pk>/units/", plan_imports.import_units, name="import-units"),
    path("plan-imports/<int:pk>/name/", plan_imports.import_name, name="import-name"),
    path("plan-imports/<int:pk>/undo/", plan_imports.import_undo, name="import-undo"),
    path("plan-imports/<int:pk>/discard/", plan_imports.import_discard, name="import-discard"),
    path("plan-imports/<int:pk>/finish/", plan_imports.import_finish, name="import-finish"),
    path("plan-imports/<int:pk>/changes/", import_changes.changes_page, name="import-changes"),
    path("import-pieces/<int:pk>/", import_pieces.import_piece, name="import-piece"),
    path("import-pieces/<int:pk>/edit/", import_pieces.import_piece_edit, name="import-piece-edit"),
    path("import-pieces/<int:pk>/cut/", import_pieces.import_piece_cut, name="import-piece-cut"),
]
