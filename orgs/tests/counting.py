"""Counting the queries of a page, reading its words."""

import re
from html import unescape

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fraudwatch.lib import same_rows


def queries_of(client: Client, path: str, **query: object) -> int:
    """How many queries it takes to draw the page; it is opened once before, so that the session
    is settled.
    """
    assert client.get(path, query).status_code == 200
    same_rows.shelf.forget()
    with CaptureQueriesContext(connection) as counted:
        client.get(path, query)
    return len(counted)


def text_of(response: object) -> str:
    """What the page says: tags left out, white space made one."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", response.content.decode())))
