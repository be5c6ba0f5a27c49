"""How a part of the control API lists its endpoints."""

from collections.abc import Callable, Mapping

type Endpoint = Callable[..., Mapping[str, object]]
type Routes = Mapping[tuple[str, str], Endpoint]
"""Endpoints by method and path below /_harness. An endpoint gets the request, and what the path has in angle brackets."""
