"""
Twisted writes a line for each HTTP request to its own log, which LocalStack does not read: the line is composed, and kept
in memory with 65,535 others for an observer that never comes. LocalStack's log has its own line for each request.
"""

from twisted.web.http import HTTPFactory, Request

from localstack_harness.support.patching import replace


def install() -> None:
    replace(HTTPFactory, "log", write_nothing)


def write_nothing(_factory: HTTPFactory, _request: Request) -> None:
    pass
