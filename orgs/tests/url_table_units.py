"""Who may open the pages of units, people, liaisons, groups and the roster."""

from django.core.files.uploadedfile import SimpleUploadedFile

from orgs.tests.roster_books import book

OFFICE = "coordinator second_coordinator"
KEEPERS = f"administrator {OFFICE} town other_town far_coordinator"
READERS = f"{KEEPERS} leader inspector auditor"
# Who changes the village; who sees it and may not; for everybody else there is none.
KEEP = f"administrator {OFFICE} town"
SEE = "leader inspector auditor reporter"
VILLAGE = {"pk": "units.village.pk"}
FORM = {"get": {200: KEEP, 403: SEE, 404: "*"}, "post": {302: KEEP, 403: SEE, 404: "*"}}
POST = {"post": {302: KEEP, 403: SEE, 404: "*"}}
# The county's own group: its coordinators change it, everybody below sees it.
BELOW = (
    "administrator town reporter sibling school bank town_reporter other_town other_reporter "
    "leader inspector auditor two_hats"
)
GROUP_FORM = {
    "get": {200: OFFICE, 403: BELOW, 404: "*"},
    "post": {302: OFFICE, 403: BELOW, 404: "*"},
}
GROUP = {"pk": "group.pk"}
KEEP_COUNTY = f"administrator {OFFICE}"
SEE_COUNTY = BELOW.replace("administrator ", "")
FACTS = {"name": "桃源村", "code": "U003", "kind": "village", "version": 1, "aliases": "桃源"}


def roster(_world: object) -> dict:
    """A workbook that changes nothing of anybody."""
    return {"file": SimpleUploadedFile("roster.xlsx", book([["U003", "桃源村"]], None))}


TABLE = {
    "orgs:unit-list": {
        "get": {200: READERS, 403: "*"},
        "also": [
            {
                "query": {"q": "Lark"},
                "get": {200: READERS, 403: "*"},
            },
        ],
    },
    "orgs:unit-pick": {
        "query": {"field": "to", "to": "Egret"},
        "get": {200: READERS, 403: "*"},
        "shows": {"Egret-far-unit": "far_coordinator"},
    },
    "orgs:person-pick": {
        "query": {"field": "to", "to": "Lark"},
        "get": {200: READERS, 403: "*"},
        "shows": {"Lark-village-person": f"{KEEP} leader inspector auditor"},
    },
    "orgs:unit-detail": {
        "kwargs": VILLAGE,
        "get": {200: f"{KEEP} {SEE}", 404: "*"},
        "shows": "Lark-village-person",
        "also": [
            {
                "kwargs": {"pk": "units.town.pk"},
                "get": {200: f"{KEEP} {SEE} sibling school town_reporter two_hats", 404: "*"},
                "shows": {"Lark-village-person": f"{OFFICE} town leader"},
            },
            {
                "kwargs": {"pk": "units.far_village.pk"},
                "get": {200: "far_coordinator far_reporter", 404: "*"},
                "shows": "Egret-far-unit",
            },
        ],
    },
    "orgs:unit-branch": {
        "kwargs": {"pk": "units.town.pk"},
        "get": {
            200: f"{KEEP} leader inspector auditor",
            403: "reporter sibling school town_reporter two_hats",
            404: "*",
        },
    },
    "orgs:unit-create": {
        "kwargs": VILLAGE,
        "data": {"name": "一组", "code": "NEW-1", "kind": "grid", "aliases": ""},
        **FORM,
    },
    "orgs:unit-edit": {"kwargs": VILLAGE, "data": FACTS, **FORM},
    "orgs:unit-move": {
        "kwargs": VILLAGE,
        "data": {"to": "units.school.code", "version": 1},
        **FORM,
    },
    "orgs:unit-merge": {
        "kwargs": VILLAGE,
        "data": {"to": "units.sibling.code", "version": 1, "confirmed": "1"},
        **FORM,
    },
    "orgs:unit-deactivate": {
        "kwargs": {"pk": "units.bank.pk"},  # nothing is open for it
        "get": {200: KEEP_COUNTY, 403: "leader inspector auditor bank", 404: "*"},
        "post": {302: KEEP_COUNTY, 403: "leader inspector auditor bank", 404: "*"},
        "data": {"reason": "撤并", "version": 1},
    },
    "orgs:unit-reactivate": {
        "kwargs": VILLAGE,
        "data": {"version": 1},
        "refused": KEEP,  # it is in service
        **POST,
    },
    "orgs:person-create": {"kwargs": VILLAGE, "data": {"name": "新来的"}, **FORM},
    "orgs:person-edit": {
        "kwargs": {"pk": "person.pk"},
        "data": {"name": "Lark-village-person", "post": "主任", "version": 1},
        **FORM,
    },
    "orgs:person-leave": {
        "kwargs": {"pk": "successor.pk"},
        "data": {"version": 1},
        **FORM,
    },
    "orgs:phone-show": {
        "kwargs": {"pk": "successor.pk"},
        "post": {
            200: f"{OFFICE} town leader reporter",
            403: "administrator inspector auditor",
            404: "*",
        },
    },
    "orgs:liaison-list": {
        "get": {200: READERS, 403: "*"},
        "shows": {
            "Lark-village-person": f"{KEEP} leader inspector auditor",
            "Plover-other-unit": "*",
            "Egret-far-unit": "far_coordinator",
        },
    },
    "orgs:liaison-appoint": {
        "kwargs": VILLAGE,
        "data": {"person": "接手人", "post": "deputy"},
        **FORM,
    },
    "orgs:liaison-hand-over": {"kwargs": {"pk": "liaison.pk"}, "data": {"to": "接手人"}, **FORM},
    "orgs:liaison-end": {
        "kwargs": {"pk": "liaison.pk"},
        "refused": KEEP,  # a primary is handed over instead
        **POST,
    },
    "orgs:group-detail": {"kwargs": GROUP, "get": {200: f"{OFFICE} {BELOW}", 404: "*"}},
    "orgs:group-create": {
        "kwargs": {"pk": "units.village.pk"},
        "get": {200: f"{OFFICE} town", 403: f"administrator {SEE}", 404: "*"},
        "post": {302: f"{OFFICE} town", 403: f"administrator {SEE}", 404: "*"},
        "data": {"name": "村反诈小组", "from_on": "2026-06-01"},
    },
    "orgs:group-edit": {
        "kwargs": GROUP,
        "data": {"name": "改名的小组", "from_on": "2026-06-01", "version": 1},
        **GROUP_FORM,
    },
    "orgs:seat-create": {
        "kwargs": GROUP,
        "data": {"role": "deputy", "person": "县领导"},
        **GROUP_FORM,
    },
    "orgs:seat-end": {
        "kwargs": GROUP | {"seat": "seat.pk"},
        "post": {302: OFFICE, 403: BELOW, 404: "*"},
    },
    "orgs:unit-group-list": {"get": {200: READERS, 403: "*"}},
    "orgs:unit-group-create": {
        "kwargs": VILLAGE,
        "data": {"name": "本村各组", "units": ""},
        **FORM,
    },
    "orgs:unit-group-edit": {
        "kwargs": {"pk": "unit_group.pk"},
        "get": {200: KEEP_COUNTY, 403: SEE_COUNTY, 404: "*"},
        "post": {302: KEEP_COUNTY, 403: SEE_COUNTY, 404: "*"},
        "data": {"name": "各村（居）", "units": "U003", "version": 1},
    },
    "orgs:unit-group-remove": {
        "kwargs": {"pk": "unit_group.pk"},
        "post": {302: KEEP_COUNTY, 403: SEE_COUNTY, 404: "*"},
    },
    "orgs:roster-import": {
        "get": {200: KEEPERS, 403: "*"},
        "post": {302: KEEPERS, 403: "*"},
        "files": roster,
    },
    "orgs:roster-check": {
        "kwargs": {"pk": "roster.pk"},
        "get": {200: "coordinator", 404: KEEPERS, 403: "*"},
        "post": {200: "coordinator", 404: KEEPERS, 403: "*"},
    },
    "orgs:roster-template": {"get": {200: KEEPERS, 403: "*"}},
    "orgs:roster-export": {
        "get": {200: KEEPERS, 403: "*"},
        "shows": "Lark-village-person Quail-other-person Plover-other-unit Dunlin-far-person",
    },
}
