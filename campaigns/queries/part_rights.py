"""Which buttons stand on the page of a part: what somebody may do, and what is timely."""

from campaigns.enums import OPEN_ASSIGNMENTS, UNDER_WAY, AssignmentState, Part, TaskState
from campaigns.models import Assignment
from campaigns.workflow import ASSIGNMENT_MOVES

from .assignment_page import AssignmentPage
from .passing_on import units_below

WORKED_ON = frozenset({AssignmentState.WORKING, AssignmentState.RETURNED})
OWING = WORKED_ON | {AssignmentState.TO_SIGN}


def open_moves(part: Assignment) -> set[str]:
    """The steps of the workflow that begin where the part stands."""
    if part.task.state != TaskState.ISSUED or part.task.campaign.state not in UNDER_WAY:
        return set()
    return {name for name, (states, _to) in ASSIGNMENT_MOVES.items() if part.state in states}


def part_rights(user: object, page: AssignmentPage) -> dict[str, bool]:
    """``may_…`` for every button of the page; ``has_acts`` when there is any in the side list."""
    part, moves = page.part, open_moves(page.part)
    is_open = bool(moves) and part.state in OPEN_ASSIGNMENTS
    owes = is_open and part.state in OWING
    answers = user.has_perm("campaigns.answer_assignment", part)
    decides = user.has_perm("campaigns.close_assignment", part)
    passes = user.has_perm("campaigns.pass_on_assignment", part)
    hands = user.has_perm("campaigns.hand_over_assignment", part)
    below = page.children[0].part if page.children else None
    side = {
        "may_extend": answers and owes and page.extension is None,
        "may_ask": answers and is_open,
        "may_pass_on": passes
        and is_open
        and part.state in WORKED_ON
        and units_below(part).exists(),
        "may_hand_over": hands and is_open,
        "may_remind": decides and owes,
        "may_move": decides and is_open,
        "may_withdraw": decides and is_open and part.part != Part.LEAD,
    }
    return {
        **side,
        "has_acts": any(side.values()),
        "may_sign": answers and "sign" in moves,
        "may_answer": answers and "give_feedback" in moves,
        "may_close": decides and "close" in moves,
        "may_decide": decides and is_open,
        "may_take_back": answers and is_open and page.extension is not None,
        "may_reply": decides and part.task.campaign.state in UNDER_WAY,
        "may_verify_below": below is not None
        and user.has_perm("campaigns.close_assignment", below),
    }
