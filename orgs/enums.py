"""Words of the organisation that code chooses from (pure)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitKind(TextChoices):
    """Kinds of units (单位类型)."""

    COUNTY = "county", _("county")
    TOWN = "town", _("township (subdistrict)")
    VILLAGE = "village", _("village (community)")
    DEPARTMENT = "department", _("department")
    POLICE = "police", _("police station")
    SCHOOL = "school", _("school")
    COLLEGE = "college", _("college")
    CLASS = "class", _("class")
    BANK = "bank", _("bank")
    BRANCH = "branch", _("bank branch")
    TELECOM = "telecom", _("telecom operator")
    HOSPITAL = "hospital", _("hospital")
    ENTERPRISE = "enterprise", _("enterprise")
    GRID = "grid", _("grid")
    OTHER = "other", _("other")


class Role(TextChoices):
    """What a grant lets a person be (角色)."""

    ADMINISTRATOR = "administrator", _("administrator")
    COORDINATOR = "coordinator", _("coordinator")
    REPORTER = "reporter", _("reporter")
    LEADER = "leader", _("leader")
    INSPECTOR = "inspector", _("inspector")
    AUDITOR = "auditor", _("auditor")


class SeatRole(TextChoices):
    """Seats of a leading group (领导小组席位), in their official order."""

    LEADER = "leader", _("group leader")
    EXECUTIVE_DEPUTY = "executive_deputy", _("executive deputy leader")
    DEPUTY = "deputy", _("deputy leader")
    MEMBER = "member", _("member")
    OFFICE_HEAD = "office_head", _("head of office")
    OFFICE_DEPUTY = "office_deputy", _("deputy head of office")
    INFORMATION = "information", _("information officer")
    PUBLICITY = "publicity", _("publicity officer")
    TASK_FORCE = "task_force", _("task force member")
    VOLUNTEERS = "volunteers", _("volunteer team leader")


class BaseKind(TextChoices):
    """Whom a rate counts (名册基数)."""

    STAFF = "staff", _("staff")
    SCHOOL = "school", _("teachers and students")
    HOUSEHOLDS = "households", _("households")
    RESIDENTS = "residents", _("residents")
    ADULTS = "adults", _("residents aged 16 to 60")
    MERCHANTS = "merchants", _("merchants")


class LiaisonPost(TextChoices):
    """A liaison's place in the unit (A 岗 / B 岗)."""

    PRIMARY = "primary", _("primary liaison")
    DEPUTY = "deputy", _("backup liaison")


class Channel(TextChoices):
    """Ways for a message to go: to a person (inbox, e-mail, SMS) or to a group or system."""

    INBOX = "inbox", _("in-app")
    EMAIL = "email", _("e-mail")
    SMS = "sms", _("SMS")
    WECOM = "wecom", _("WeCom group robot")
    DINGTALK = "dingtalk", _("DingTalk group robot")
    FEISHU = "feishu", _("Feishu group robot")
    WEBHOOK = "webhook", _("webhook")


class WorkState(TextChoices):
    """Where a leased piece of work stands (a job, a delivery)."""

    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")
    EXPIRED = "expired", _("expired")
    UNREACHABLE = "unreachable", _("no address")


class Rhythm(TextChoices):
    """How often a scheduled export is made (定时导出)."""

    WORKDAYS = "workdays", _("every working day")
    WEEKLY = "weekly", _("every week")
    MONTHLY = "monthly", _("every month")


ROBOTS = (Channel.WECOM, Channel.DINGTALK, Channel.FEISHU)
GROUP_CHANNELS = (*ROBOTS, Channel.WEBHOOK)  # what announce() speaks over
PERSON_CHANNELS = (Channel.EMAIL, Channel.SMS)  # what tell() speaks over, besides the inbox
CONTENT_READERS = frozenset({Role.COORDINATOR, Role.LEADER, Role.INSPECTOR, Role.AUDITOR})
# Those that read no more than the role does over the same units: phones are for leaders,
# coordinators and reporters, the whole trail for leaders and auditors.
READS_NO_MORE = {
    Role.LEADER: frozenset({Role.LEADER, Role.COORDINATOR, Role.INSPECTOR, Role.REPORTER}),
    Role.COORDINATOR: frozenset({Role.COORDINATOR, Role.INSPECTOR, Role.REPORTER}),
    Role.AUDITOR: frozenset({Role.AUDITOR, Role.INSPECTOR}),
    Role.INSPECTOR: frozenset({Role.INSPECTOR}),
    Role.REPORTER: frozenset({Role.REPORTER}),
}
