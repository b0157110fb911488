"""A worker of its own that makes a slow document, so that a test can kill it halfway."""

import sys
import time

import django

if __name__ == "__main__":
    django.setup()

    from orgs import documents
    from orgs.actions.jobs import run_waiting
    from orgs.tests.paper import Paper

    paper = Paper()
    paper.on_step = [lambda: time.sleep(0.1)] * int(sys.argv[1])
    documents.register(paper)
    run_waiting()
