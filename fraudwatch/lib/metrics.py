"""Counting requests for ``/metrics``, added up over all web processes of this machine."""

import os
from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30)

_own = CollectorRegistry()
REQUESTS = Counter(
    "fraudwatch_requests", "Requests answered.", ["view", "method", "status"], registry=_own
)
DURATION = Histogram(
    "fraudwatch_request_seconds", "Time to the answer.", ["view"], buckets=BUCKETS, registry=_own
)


class CountingMiddleware:
    """Count each request by the name of its view, never by its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and note what and how long."""
        began = perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        view = match.view_name if match and match.view_name else "none"
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(view, method, str(response.status_code)).inc()
        DURATION.labels(view).observe(perf_counter() - began)
        return response


def counted() -> bytes:
    """The counts of all web processes in the text format of Prometheus."""
    registry = _own
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    return generate_latest(registry)


def gauge(name: str, help_text: str, values: dict[tuple[tuple[str, str], ...], float]) -> str:
    """One gauge with its labels, as text; for figures read at the moment of asking."""
    lines = [f"# HELP fraudwatch_{name} {help_text}", f"# TYPE fraudwatch_{name} gauge"]
    for labels, value in values.items():
        inside = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels)
        lines.append(f"fraudwatch_{name}{{{inside}}} {value}" if inside else
                     f"fraudwatch_{name} {value}")  # fmt: skip
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
