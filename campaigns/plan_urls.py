"""Addresses of the plan's text and its parts."""

from django.urls import path

from campaigns.views import attachments, duties, editor, outline, plan, plan_parts

# fmt: off
plan_urls = [
    path("campaigns/<int:pk>/plan/", plan.plan_detail, name="plan-detail"),
    path("campaigns/<int:pk>/plan/add/", plan.section_add, name="section-add"),
    path("campaigns/<int:pk>/plan/edit/", editor.plan_edit, name="plan-edit"),
    path("campaigns/<int:pk>/plan/save/", editor.plan_save, name="plan-save"),
    path("campaigns/<int:pk>/plan/beat/", editor.plan_beat, name="plan-beat"),
    path("campaigns/<int:pk>/plan/release/", editor.clause_release, name="clause-release"),
    path("campaigns/<int:pk>/plan/insert/", outline.section_insert, name="section-insert"),
    path("campaigns/<int:pk>/attachments/add/", attachments.attachment_add, name="attachment-add"),
    path("attachments/<int:pk>/edit/", attachments.attachment_edit, name="attachment-edit"),
    path("attachments/<int:pk>/remove/", attachments.attachment_remove, name="attachment-remove"),
    path("sections/<int:pk>/rename/", outline.section_rename, name="section-rename"),
    path("sections/<int:pk>/place/", outline.section_place, name="section-place"),
    path("sections/<int:pk>/join/", outline.section_join, name="section-join"),
    path("sections/<int:pk>/split/", outline.section_split, name="section-split"),
    path("campaigns/<int:pk>/phases/add/", plan_parts.phase_add, name="phase-add"),
    path("campaigns/<int:pk>/targets/add/", plan_parts.target_add, name="target-add"),
    path("campaigns/<int:pk>/duties/add/", plan_parts.duty_add, name="duty-add"),
    path("units/<int:pk>/duties/", duties.unit_duties, name="unit-duties"),
    path("sections/<int:pk>/edit/", plan.section_edit, name="section-edit"),
    path("sections/<int:pk>/draft/", plan.section_draft, name="section-draft"),
    path("sections/<int:pk>/discard/", plan.section_discard, name="section-discard"),
    path("sections/<int:pk>/move/", plan.section_move, name="section-move"),
    path("sections/<int:pk>/delete/", plan.section_delete, name="section-delete"),
    path("phases/<int:pk>/edit/", plan_parts.phase_edit, name="phase-edit"),
    path("phases/<int:pk>/delete/", plan_parts.phase_delete, name="phase-delete"),
    path("targets/<int:pk>/edit/", plan_parts.target_edit, name="target-edit"),
    path("targets/<int:pk>/delete/", plan_parts.target_delete, name="target-delete"),
    path("duties/<int:pk>/edit/", plan_parts.duty_edit, name="duty-edit"),
    path("duties/<int:pk>/delete/", plan_parts.duty_delete, name="duty-delete"),
]
