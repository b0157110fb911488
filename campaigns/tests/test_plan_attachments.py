"""Numbered attachments of the plan."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.actions.attachments import add_attachment, edit_attachment, remove_attachment
from campaigns.actions.plan import save_section
from campaigns.enums import CampaignState
from campaigns.errors import CampaignError
from campaigns.models import Campaign, PlanAttachment, PlanVersion
from fraudwatch.lib.errors import DomainError, StaleVersion
from orgs.models import StoredFile

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def attachment(campaign, cast):
    return add_attachment(
        campaign, title="任务清单", file=("清单.pdf", PDF), by=cast["coordinator"]
    )


def test_attachments_count_by_themselves(campaign, attachment, cast):
    second = add_attachment(campaign, title="周报表样", by=cast["coordinator"])

    assert (attachment.number, second.number, second.file) == (1, 2, None)


def test_a_number_is_given_once(campaign, attachment, cast):
    with pytest.raises(CampaignError, match="1"):
        add_attachment(campaign, title="又一个", number=1, by=cast["coordinator"])
    assert PlanAttachment.objects.count() == 1


def test_a_file_that_is_none_is_refused(campaign, cast):
    with pytest.raises(DomainError):
        add_attachment(
            campaign, title="坏的", file=("清单.pdf", b"nothing"), by=cast["coordinator"]
        )
    assert (PlanAttachment.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_new_file_replaces_the_old_one(attachment, cast):
    edit_attachment(
        attachment, version=1, title="清单", number=3, file=("新.pdf", PDF + b"%%EOF"),
        by=cast["coordinator"],
    )  # fmt: skip

    row = PlanAttachment.objects.get()
    assert (row.title, row.number, row.file.name, row.version) == ("清单", 3, "新.pdf", 2)
    assert StoredFile.objects.count() == 1


def test_of_two_edits_the_second_is_told(attachment, cast):
    edit_attachment(attachment, version=1, title="清单", number=1, by=cast["coordinator"])

    with pytest.raises(StaleVersion):
        edit_attachment(attachment, version=1, title="表", number=1, by=cast["second_coordinator"])


@pytest.mark.parametrize(("versions", "files"), [(0, 0), (1, 1)])
def test_a_file_stays_while_a_version_may_rest_on_it(versions, files, attachment, cast):
    if versions:
        PlanVersion.objects.create(
            campaign=attachment.campaign, owner=attachment.campaign.owner, number=1, content={},
            state="published", digest="x", sent_by=cast["coordinator"],
        )  # fmt: skip

    remove_attachment(attachment, by=cast["coordinator"])

    assert (PlanAttachment.objects.count(), StoredFile.objects.count()) == (0, files)


def test_members_read_the_file_once_the_campaign_runs(attachment, sign_in):
    address = reverse("orgs:file", args=[attachment.file_id])
    assert sign_in("bank").get(address).status_code == 200

    Campaign.objects.update(state=CampaignState.DRAFT)
    assert sign_in("bank").get(address).status_code == 404
    assert sign_in("far_reporter").get(address).status_code == 404


def test_a_cited_attachment_leads_to_its_file(attachment, section, sign_in, cast):
    save_section(
        section, version=section.version, heading="任务分工", kind="tasks",
        text="详见附件1和附件2。", by=cast["coordinator"],
    )  # fmt: skip

    page = sign_in("bank").get(reverse("campaigns:plan-detail", args=[section.campaign_id]))

    link = f'详见<a href="{reverse("orgs:file", args=[attachment.file_id])}">附件1</a>和附件2。'
    assert link in page.content.decode()


def test_a_refused_form_keeps_what_was_typed(attachment, sign_in):
    address = reverse("campaigns:attachment-add", args=[attachment.campaign_id])
    file = SimpleUploadedFile("清单.pdf", PDF)

    response = sign_in("coordinator").post(address, {"number": "1", "title": "重号", "file": file})

    assert (response.status_code, "重号" in response.content.decode()) == (422, True)
