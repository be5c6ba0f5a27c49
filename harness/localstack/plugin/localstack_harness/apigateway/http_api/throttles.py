"""
The throttling settings of stages: a bucket of tokens for each route, as AWS describes it.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
"""

import threading
import time
from collections.abc import Callable
from typing import Any

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


class Throttles:
    def __init__(self) -> None:
        self._buckets: dict[tuple[str, str, str], Bucket] = {}
        self._lock = threading.Lock()

    def admit(self, api_id: str, stage: Stage, route_key: str) -> bool:
        """A route without limits is never throttled: the quota of an account is not counted."""
        limits = limits_of(stage, route_key)
        if limits is None:
            return True
        key = (api_id, stage.name, route_key)
        with self._lock:
            bucket = self._buckets.get(key)
            if bucket is None or bucket.limits != limits:
                bucket = self._buckets[key] = Bucket(*limits)
            return bucket.take()


def limits_of(stage: Stage, route_key: str) -> tuple[float, int] | None:
    """Requests per second, and at once; None: no limit."""
    of_route: dict[str, Any] = (stage.route_settings or {}).get(route_key) or {}
    settings = {**(stage.default_route_settings or {}), **of_route}
    rate, burst = settings.get("throttlingRateLimit"), settings.get("throttlingBurstLimit")
    if rate is None and burst is None:
        return None
    per_second = float(rate if rate is not None else burst or 0)
    return per_second, int(burst if burst is not None else max(1, per_second))


THROTTLES = Throttles()
