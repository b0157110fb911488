"""A form sent to a page of the editor's script is refused, not an error."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.parametrize("name", ["plan-save", "plan-beat", "clause-release"])
def test_a_form_where_the_script_would_send_a_message_is_a_bad_request(name, campaign, cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["coordinator"], backend="orgs.queries.backend.AccountBackend")
    client.get(reverse("campaigns:campaign-edit", args=[campaign.pk]))
    token = client.cookies["csrftoken"].value
    address = reverse(f"campaigns:{name}", args=[campaign.pk])

    answer = client.post(address, {"csrfmiddlewaretoken": token, "user": "1"})

    assert answer.status_code == 400
