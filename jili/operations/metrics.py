"""Counts and durations for Prometheus, over all processes of the server: by the names of routes, never by address."""

from __future__ import annotations

import os
from collections.abc import Iterator

from django.db.models import Count
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from jili.decisions.models import Job

REQUESTS = Counter("jili_requests", "Requests answered.", ["route", "method", "status"])
SECONDS = Histogram(
    "jili_request_seconds", "Seconds that requests took.", ["route", "method"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)  # fmt: skip


class Jobs(Collector):
    """The work that waits and that is being done, as the database has it now."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        open_states = (Job.State.QUEUED, Job.State.RUNNING)
        rows = Job.objects.filter(state__in=open_states).values_list("state").annotate(Count("pk"))
        found = dict.fromkeys((str(state) for state in open_states), 0) | {str(state): count for state, count in rows}
        family = GaugeMetricFamily("jili_jobs", "Jobs that are not over.", labels=["state"])
        for state, count in found.items():
            family.add_metric([state], count)
        yield family


def exposed() -> bytes:
    """All metrics as text."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY) + generate_latest(_registry())
    registry = _registry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def _registry() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(Jobs())
    return registry
