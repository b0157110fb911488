"""Why the reader of plans took something for what it is, in words: by the code it gives."""

from django.utils.translation import gettext_lazy as _

# Whether a text is a plan: by Judgement.code.
JUDGEMENTS = {
    "plan": _("This is a plan."),
    "few signs": _("Only little here looks like a plan: check what was found with care."),
    "empty": _("There is nothing to read here. Paste the text of the plan, or choose its file."),
    "no signs": _("This is no plan: it gives nobody a task. Paste the plan itself."),
    "other paper": _(
        "By its title this is another kind of paper (summary, speech, lesson …), not a plan."
    ),
    "lesson": _("This reads like a lesson: it speaks to pupils and gives no unit a task."),
    "told": _("This tells what was done or happened; a plan says what is to be done."),
    "tricks": _("This explains how swindlers work; it gives no unit a task."),
    "list": _("This is a list of short lines, such as slogans; it gives no unit a task."),
}

# Why a piece was found: by its ``reason``.
REASONS = {
    "number": _("a line with a number and a heading"),
    "style": _("a heading by its style in Word, or by its well-known words"),
    "title line": _("one of the first lines ends like a title"),
    "issued by the notice": _("the notice names it as what it issues"),
    "said in the text": _("the text says that it is drawn up"),
    "theme section": _("stands under the heading of the theme"),
    "theme words": _("stands beside the word for theme"),
    "days given": _("days that stand beside words of duration"),
    "days of the stages": _("from the first day of the first stage to the last of the last"),
    "set up": _("the text says that this group is set up"),
    "office at": _("the text says where the office is"),
    "seat": _("stands beside the word for this seat"),
    "named stage": _("is called a stage"),
    "dated stage": _("stands with its days among the stages"),
    "several goals": _("one of several goals of the same value"),
    "shared": _("shares the figure with the rate named after it"),
    "percent": _("a percentage that must be reached"),
    "all": _("must be reached in full"),
    "amount": _("a least or greatest amount"),
    "above": _("a figure with “or more” or “or less”"),
    "zero": _("is to be none at all"),
    "attributed": _("the units stand in brackets or as responsible units at its end"),
    "label": _("the unit stands before it like a label"),
    "must": _("the unit stands before a word of duty"),
    "by": _("the text says by whom"),
    "act": _("the unit stands before the verb"),
    "order": _("begins like an order; nobody is named"),
    "several": _("one of several orders in a row"),
    "list": _("an item of a list of measures; nobody is named"),
    "responsible": _("named as the responsible unit"),
    "subject": _("who is to act in this sentence"),
    "with": _("named as taking part"),
    "addressee": _("says to whom something is sent"),
    "frequency": _("says how often something is sent"),
    "annex": _("stands in the list of attachments"),
}
