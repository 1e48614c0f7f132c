"""Figures of a running server for Prometheus. No label holds what a client sent: no question, no path."""

from __future__ import annotations

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indexer.store.format import generation_number
from search_api.serving.service import Service

MEDIA_TYPE = CONTENT_TYPE_LATEST
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 10.0, 30.0)
_TOLD = "pinpoint.told"  # in the scope of a request: what RouteTold says to Measured
_METHODS = {"GET", "HEAD", "POST", "DELETE", "OPTIONS"}


class Metrics:
    """One registry for one application."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self.requests = Counter(
            "pinpoint_requests", "Requests answered.", ["route", "method", "status"], registry=self._registry
        )
        self.seconds = Histogram(
            "pinpoint_request_seconds", "Until a reply was sent whole.", ["route"], buckets=_BUCKETS,
            registry=self._registry,
        )  # fmt: skip
        gauges = {
            "held": ("pinpoint_work_held", "Requests that are worked on or wait for a thread."),
            "generation": ("pinpoint_index_generation", "Number of the generation that is open; 0 if none."),
            "reports": ("pinpoint_index_reports", "Reports of the index that is open."),
            "paragraphs": ("pinpoint_index_paragraphs", "Paragraphs of the index that is open."),
            "swaps": ("pinpoint_index_swaps", "Times that a newer generation took over."),
            "stale": ("pinpoint_index_stale", "1 while a newer generation cannot be opened."),
        }
        self._gauges = {name: Gauge(*said, registry=self._registry) for name, said in gauges.items()}

    def text(self) -> bytes:
        """In the text format of Prometheus."""
        service, gauges = self._service, self._gauges
        snapshots = service.snapshots
        counts = (0, 0)
        if snapshots.generation:
            with snapshots.borrow() as snapshot:
                held = snapshot.index.reader.manifest.counts
                counts = (held.reports, held.paragraphs)
        gauges["held"].set(
            service.workers.held + service.lookers.held + service.checkers.held + service.drawers.held
        )
        gauges["generation"].set(generation_number(snapshots.generation))
        gauges["reports"].set(counts[0])
        gauges["paragraphs"].set(counts[1])
        gauges["swaps"].set(snapshots.swaps)
        gauges["stale"].set(bool(snapshots.trouble))
        return generate_latest(self._registry)


class Measured:
    """Pure ASGI, outermost: counts and times each request under the template of its route."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request and count it; one that ends without a reply counts as 500."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, started = 500, time.perf_counter()
        told: dict[str, str] = {}
        scope[_TOLD] = told

        async def sender(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sender)
        finally:
            route = told.get("route", "unmatched")
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self._metrics.requests.labels(route, method, str(status)).inc()
            self._metrics.seconds.labels(route).observe(time.perf_counter() - started)


class RouteTold:
    """Pure ASGI, innermost: tells `Measured` which route was taken. What lies between may copy the scope."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request and note the template of its route."""
        try:
            await self._app(scope, receive, send)
        finally:
            path = getattr(scope.get("route"), "path", "")
            if path and _TOLD in scope:
                scope[_TOLD]["route"] = path
