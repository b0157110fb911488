"""What is to be done: campaign, plan, targets and tasks."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """The app of campaigns."""

    name = "campaigns"

    def ready(self) -> None:
        """Enter words, navigation and file readers into the registers below."""
        from campaigns import reminding, wall_views
        from campaigns.actions.handlers import HANDLED_TASKS
        from campaigns.actions.handover import OPEN_TASKS
        from campaigns.actions.reminder_sending import is_wanted
        from campaigns.actions.splitting import SPLIT_MEMBERSHIPS, SPLIT_TASKS
        from campaigns.audit_words import WORDS
        from campaigns.enums import REMINDER
        from campaigns.exports.parts_xlsx import PartLedgerXlsx
        from campaigns.exports.plan_pdf import PlanPdf
        from campaigns.exports.receipts_xlsx import ReceiptsXlsx
        from campaigns.exports.task_template import TaskTemplate
        from campaigns.exports.tasks_xlsx import TaskLedgerXlsx
        from campaigns.exports.wall_pdf import WallPdf
        from campaigns.navigation import ITEMS
        from campaigns.queries.group_members import group_members
        from campaigns.queries.kept_files import bytes_of_tasks
        from campaigns.queries.owed_tasks import ReceiptSubject, TaskSubject
        from campaigns.queries.owing import owed_in_campaigns
        from campaigns.queries.task_walls import PhaseWall, TaskWall
        from campaigns.queries.titles import campaign_titles, campaigns_to_bind
        from campaigns.readers import may_read_attachment, may_read_feedback
        from fraudwatch.lib import navigation
        from orgs import audit_words, documents, member_units, owing, quotas, relevance, splitting
        from orgs import campaign_titles as titles
        from orgs.handover import register_person_items, register_unit_items
        from orgs.readers import register_reader

        audit_words.register(WORDS)
        register_unit_items(OPEN_TASKS)
        register_person_items(HANDLED_TASKS)
        member_units.register(group_members)
        owing.register(owed_in_campaigns)
        splitting.register_work(SPLIT_TASKS)
        splitting.register_shared(SPLIT_MEMBERSHIPS)
        quotas.register(bytes_of_tasks)
        navigation.register(*ITEMS)
        relevance.register(REMINDER, is_wanted)
        for subject in (TaskSubject(), ReceiptSubject()):
            reminding.register(subject)
        register_reader("campaigns.feedback", may_read_feedback)
        register_reader("campaigns.plan", may_read_attachment)
        titles.register(choices=campaigns_to_bind, titles=campaign_titles)
        wall_views.register(TaskWall(), PhaseWall())
        books = (PlanPdf, ReceiptsXlsx, TaskLedgerXlsx, PartLedgerXlsx, WallPdf, TaskTemplate)
        for document in books:
            documents.register(document())
