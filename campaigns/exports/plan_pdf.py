"""A published plan as an official document (公文, GB/T 9704-2012) in PDF."""

from collections.abc import Mapping

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from campaigns.enums import PUBLIC_VERSIONS
from campaigns.models import PlanVersion
from campaigns.paper import paragraphs, red_head
from campaigns.queries.current import SESSION_KEY
from fraudwatch.lib.pdf import render_pdf
from fraudwatch.lib.uploads import safe_name
from orgs.documents import PDF, Choice, Document, Made, Progress
from orgs.documents import PLAN as PLAN_GROUP
from orgs.models import User

STEPS = 2
OFFERED = 100
CHINESE = "zh-hans"  # official paper is written in Chinese whoever orders it
PLAN = "方案"
ENDS = ("实施方案", "工作方案", "行动方案", PLAN)  # words that no line of the title breaks


class VersionDocument(Document):
    """A document about one published version, which comes as ``version``."""

    parameters = ("version",)
    group = PLAN_GROUP

    def choices(self, user: User, session: Mapping) -> list[Choice]:
        """The published versions of the current campaign, newest first."""
        key = session.get(SESSION_KEY)
        found = PlanVersion.objects.visible_to(user).filter(state__in=PUBLIC_VERSIONS)
        if key:
            found = found.filter(campaign_id=key)
        rows = found.select_related("campaign").defer("content").order_by("-published_at")
        options = [(str(row.pk), str(row)) for row in rows[:OFFERED]]
        return [Choice("version", _("Version of the plan"), options)] if options else []

    def subject(self, user: User, parameters: dict) -> PlanVersion:
        """The version. DoesNotExist when it is out of sight or not published."""
        return PlanVersion.objects.visible_to(user).get(
            pk=parameters["version"], state__in=PUBLIC_VERSIONS
        )

    def title(self, subject: PlanVersion, parameters: dict) -> str:
        """What it is and of which version."""
        return f"{self.label} · {subject}"


class PlanPdf(VersionDocument):
    """Red head, document number, title, recipients, text, attachments, seal line, imprint."""

    name, permission, kind = "plan-pdf", "campaigns.view_version", PDF
    label = gettext_lazy("Plan as an official document (PDF)")
    help = gettext_lazy("A4 in the layout of GB/T 9704, with document number and imprint.")

    def make(self, subject: PlanVersion, parameters: dict, user: User, progress: Progress) -> Made:
        """Lay out the pages."""
        progress(0, STEPS, _("Reading the plan"))
        with translation.override(CHINESE):
            page = render_to_string("print/plan.html", paper_context(subject))
        progress(1, STEPS, _("Laying out the pages"))
        content = render_pdf(page)
        progress(STEPS, STEPS, _("Putting the file away"))
        name = subject.document_number or str(subject)
        return Made(safe_name(f"{name} {subject.content['title']}.pdf"), PDF, content)


def paper_context(version: PlanVersion) -> dict[str, object]:
    """What the template prints."""
    title = version.content["title"]
    if not title.endswith(PLAN):
        title = pgettext("title of the paper", "%(title)s: implementation plan") % {"title": title}
    end = next((word for word in ENDS if title.endswith(word)), "")
    return {
        "version": version,
        "title": title,
        "title_parts": (title.removesuffix(end), end),
        "head": red_head(pgettext("red head", "%(issuer)s, document") % {"issuer": version.issuer}),
        "paragraphs": paragraphs(version.content),
        "attachments": version.content["attachments"],
    }
