"""
The throttling settings of stages: a bucket of tokens for each route, as AWS describes it.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
"""

import threading
import time
from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # REST APIs have buckets, too, and load no other part of HTTP APIs
    from moto.apigatewayv2.models import Stage


class Bucket:
    def __init__(self, rate: float, burst: int, now: Callable[[], float] = time.monotonic) -> None:
        self.limits = (rate, burst)
        self._now = now
        self._tokens: float = burst
        self._filled = now()

    def take(self) -> bool:
        rate, burst = self.limits
        now = self._now()
        self._tokens = min(burst, self._tokens + (now - self._filled) * rate)
        self._filled = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


type Limits = tuple[float, int]
"""Requests per second, and at once."""


class Throttles:
    """The buckets of an API's routes or methods."""

    def __init__(self) -> None:
        self._buckets: dict[Hashable, Bucket] = {}
        self._lock = threading.Lock()

    def admit(self, key: Hashable, limits: Limits | None) -> bool:
        """Without limits nothing is throttled: the quota of an account is not counted."""
        if limits is None:
            return True
        with self._lock:
            bucket = self._buckets.get(key)
            if bucket is None or bucket.limits != limits:
                bucket = self._buckets[key] = Bucket(*limits)
            return bucket.take()


def limits_of(stage: "Stage", route_key: str) -> Limits | None:
    of_route: dict[str, Any] = (stage.route_settings or {}).get(route_key) or {}
    return limits_in({**(stage.default_route_settings or {}), **of_route})


def limits_in(settings: Mapping[str, Any]) -> Limits | None:
    rate, burst = settings.get("throttlingRateLimit"), settings.get("throttlingBurstLimit")
    if rate is None and burst is None:
        return None
    per_second = float(rate if rate is not None else burst or 0)
    return per_second, int(burst if burst is not None else max(1, per_second))


THROTTLES = Throttles()
