"""States and moves of campaign, task and assignment (pure)."""

from .enums import AssignmentState as A
from .enums import CampaignState as C
from .enums import ExtensionState as E
from .enums import VersionState as V

CAMPAIGN_MOVES = {
    "launch": ({C.DRAFT}, C.RUNNING),
    "sum_up": ({C.RUNNING}, C.SUMMING_UP),
    "archive": ({C.SUMMING_UP}, C.ARCHIVED),
    "stop": ({C.RUNNING, C.SUMMING_UP}, C.STOPPED),
}

ASSIGNMENT_MOVES = {
    "sign": ({A.TO_SIGN}, A.WORKING),
    "give_feedback": ({A.WORKING, A.RETURNED}, A.WORKING),
    "ask_close": ({A.WORKING, A.RETURNED}, A.TO_VERIFY),
    "close": ({A.TO_VERIFY}, A.CLOSED),
    "return": ({A.TO_VERIFY}, A.RETURNED),
    "withdraw": ({A.TO_SIGN, A.WORKING, A.TO_VERIFY, A.RETURNED}, A.WITHDRAWN),
}

VERSION_MOVES = {
    "recall": ({V.IN_REVIEW, V.SIGNED_OFF}, V.RECALLED),
    "return": ({V.IN_REVIEW}, V.RETURNED),
    "sign_off": ({V.IN_REVIEW}, V.SIGNED_OFF),
    "publish": ({V.SIGNED_OFF}, V.PUBLISHED),
    "replace": ({V.PUBLISHED}, V.REPLACED),
}

EXTENSION_MOVES = {
    "grant": ({E.ASKED}, E.GRANTED),
    "refuse": ({E.ASKED}, E.REFUSED),
    "take_back": ({E.ASKED}, E.RECALLED),
    "lapse": ({E.ASKED}, E.LAPSED),
}
