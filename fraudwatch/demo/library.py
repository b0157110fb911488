"""The demo's library beside the weekly report: built-in figures, and the report's next version.

The next week asks for cases by kind, in parts; one check is on, one was only tried.
"""

from campaigns.actions.indicators import adopt_indicators
from campaigns.library import shelves
from campaigns.models import Indicator
from reports.actions.template_checks import add_check, note_trial, switch_check
from reports.actions.template_content import BLOCK, BlockSpec, ItemSpec, revise_template
from reports.models import ReportTemplate
from reports.queries.template_checks import trial_of

from .stage import Stage

TAKEN_OVER = ("publicity", "warnings", "cases", "coverage")
BY_KIND = "cases_by_kind"
CHECKS = (
    ("intercepted <= warnings + dissuaded", "拦截起数多于预警和劝阻，请核对",
     "More intercepted than warned; check both."),
    ("losses = 0 or cases > 0", "有损失但没有发案，请核对", "Losses without a case; check both."),
)  # fmt: skip


def furnish_library(stage: Stage, template: ReportTemplate) -> None:
    """Take over four groups, ask for one more figure from next week on, write two checks."""
    by = stage.users["coordinator"]
    wanted = [
        one.code for shelf in shelves() if shelf.key in TAKEN_OVER for one in shelf.indicators
    ]
    adopt_indicators(wanted, by=by)
    version = template.versions.order_by("-number").first()
    items = []
    for item in version.items.select_related("indicator"):
        items.append(ItemSpec(item.indicator, item.section, item.section_en, item.is_required))
        if item.indicator.code == "cases":
            by_kind = Indicator.objects.get(code=BY_KIND)
            items.append(ItemSpec(by_kind, item.section, item.section_en, is_required=False))
    blocks = [
        BlockSpec(**{name: getattr(block, name) for name in BLOCK})
        for block in version.blocks.all()
    ]
    revise_template(template, items=items, blocks=blocks, by=by)
    for number, (expression, message, message_en) in enumerate(CHECKS):
        check = add_check(
            template, expression=expression, message=message, message_en=message_en, by=by
        )
        trial = trial_of(by, template, check)
        note_trial(check, found=trial.found, of=trial.of)
        if number:
            switch_check(check, is_on=True, by=by)
