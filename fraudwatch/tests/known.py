"""The secret words of the world, and who may ever read each (see world.py)."""

SECRET_UNITS = {"other_village": "Plover-other-unit", "far_village": "Egret-far-unit"}

OFFICE = "coordinator second_coordinator"
COUNTY = f"{OFFICE} leader inspector auditor"  # who reads everything of the county
FAR = "far_coordinator far_reporter"

# secret word -> the people who may ever read it; everybody else never does, on any page
KNOWN_TO = {
    "Wren-village-report": f"{COUNTY} town reporter",
    "Finch-other-report": f"{COUNTY} other_town other_reporter",
    "Ibis-guest-report": COUNTY,
    "Robin-sibling-draft": f"{OFFICE} town sibling two_hats",
    "Linnet-caption": f"{COUNTY} town sibling two_hats",
    "Heron-village-file": f"{COUNTY} town reporter",
    "Swift-village-feedback": f"{COUNTY} town reporter",
    "Martin-village-reason": f"{COUNTY} town reporter",
    "Dipper-village-question": f"{COUNTY} town reporter",
    "Crane-draft-task": COUNTY,
    "Stork-other-task": f"{COUNTY} other_town other_reporter",
    "Bittern-draft-plan": COUNTY,
    "Dipper-plan-comment": COUNTY,
    "Whimbrel-read-plan": OFFICE,
    "Godwit-school-correction": f"{COUNTY} town school two_hats",
    "Eagle-notice": "reporter",
    "Raven-job": "coordinator second_coordinator leader",
    "Bunting-village-base": f"{COUNTY} town reporter",
    "Lark-village-person": f"{COUNTY} administrator town reporter",
    "Quail-other-person": f"{COUNTY} administrator other_town other_reporter",
    "Plover-other-unit": f"{COUNTY} administrator other_town other_reporter",
    "Egret-far-unit": FAR,
    "Grebe-far-campaign": FAR,
    "Snipe-far-task": FAR,
    "Tern-far-report": FAR,
    "Curlew-saved-view": "leader",
    "Dunlin-far-person": FAR,
    "13900010002": "reporter",  # a phone: shown in full only when asked for, which is logged
}  # fmt: skip
