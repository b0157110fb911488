"""Addresses of units, people and leading groups."""

from django.urls import path

from .views import directory, groups, people, roster, unit_changes, unit_groups, unit_splits, units

unit_urls = [
    path("orgs/", units.unit_list, name="unit-list"),
    path("orgs/units/pick/", units.unit_pick, name="unit-pick"),
    path("orgs/units/<int:pk>/", units.unit_detail, name="unit-detail"),
    path("orgs/units/<int:pk>/branch/", units.unit_branch, name="unit-branch"),
    path("orgs/units/<int:pk>/owes/", units.unit_owes, name="unit-owes"),
    path("orgs/units/<int:pk>/new/", unit_changes.unit_create, name="unit-create"),
    path("orgs/units/<int:pk>/edit/", unit_changes.unit_edit, name="unit-edit"),
    path("orgs/units/<int:pk>/move/", unit_changes.unit_move, name="unit-move"),
    path("orgs/units/<int:pk>/merge/", unit_changes.unit_merge, name="unit-merge"),
    path("orgs/units/<int:pk>/split/", unit_splits.unit_split, name="unit-split"),
    path("orgs/units/<int:pk>/deactivate/", unit_changes.unit_deactivate, name="unit-deactivate"),
    path("orgs/units/<int:pk>/reactivate/", unit_changes.unit_reactivate, name="unit-reactivate"),
    path("orgs/units/<int:pk>/people/new/", people.person_create, name="person-create"),
    path("orgs/units/<int:pk>/liaison/", people.liaison_appoint, name="liaison-appoint"),
    path("orgs/units/<int:pk>/group/new/", groups.group_create, name="group-create"),
    path("orgs/units/<int:pk>/sets/new/", unit_groups.unit_group_create, name="unit-group-create"),
    path("orgs/people/pick/", people.person_pick, name="person-pick"),
    path("orgs/people/<int:pk>/edit/", people.person_edit, name="person-edit"),
    path("orgs/people/<int:pk>/leave/", people.person_leave, name="person-leave"),
    path("orgs/people/<int:pk>/phone/", people.phone_show, name="phone-show"),
    path("orgs/liaisons/", directory.liaison_list, name="liaison-list"),
    path("orgs/liaisons/export/", directory.liaison_export, name="liaison-export"),
    path("orgs/liaisons/<int:pk>/hand-over/", people.liaison_hand_over, name="liaison-hand-over"),
    path("orgs/liaisons/<int:pk>/end/", people.liaison_end, name="liaison-end"),
    path("orgs/groups/<int:pk>/", groups.group_detail, name="group-detail"),
    path("orgs/groups/<int:pk>/edit/", groups.group_edit, name="group-edit"),
    path("orgs/groups/<int:pk>/seats/new/", groups.seat_create, name="seat-create"),
    path("orgs/groups/<int:pk>/seats/<int:seat>/edit/", groups.seat_edit, name="seat-edit"),
    path("orgs/groups/<int:pk>/seats/<int:seat>/end/", groups.seat_end, name="seat-end"),
    path("orgs/unit-groups/", unit_groups.unit_group_list, name="unit-group-list"),
    path("orgs/unit-groups/<int:pk>/edit/", unit_groups.unit_group_edit, name="unit-group-edit"),
    path(
        "orgs/unit-groups/<int:pk>/remove/", unit_groups.unit_group_remove, name="unit-group-remove"
    ),
    path("orgs/roster/", roster.roster_import, name="roster-import"),
    path("orgs/roster/template/", roster.roster_template_download, name="roster-template"),
    path("orgs/roster/export/", roster.roster_download, name="roster-export"),
    path("orgs/roster/<uuid:pk>/", roster.roster_check, name="roster-check"),
]
