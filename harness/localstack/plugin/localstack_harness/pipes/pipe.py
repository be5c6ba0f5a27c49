"""What is kept of a pipe, and what of it is not supported."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from localstack.aws.api import CommonServiceException

SOURCES = {
    "sqs": ("SqsQueueParameters", 10),
    "kinesis": ("KinesisStreamParameters", 100),
    "dynamodb": ("DynamoDBStreamParameters", 100),
}
"""By the service in their ARN: where their parameters are, and the size of a batch if these name none."""
TARGETS = ("events", "firehose", "kinesis", "lambda", "logs", "sns", "sqs", "states")
ENRICHMENTS = ("lambda", "states")


@dataclass
class Pipe:
    name: str
    arn: str
    given: dict[str, Any]
    """As CreatePipe and UpdatePipe have it."""
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    modified: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def is_to_run(self) -> bool:
        return self.state == "RUNNING"

    @property
    def state(self) -> str:
        return self.given.get("DesiredState") or "RUNNING"

    @property
    def source_parameters(self) -> dict[str, Any]:
        """With AWS's defaults, as LocalStack's pollers expect them."""
        name, size = SOURCES[service_of(self.given["Source"])]
        given: dict[str, Any] = dict(self.given.get("SourceParameters") or {})
        own = {"BatchSize": size, **(given.get(name) or {})}
        return {"FilterCriteria": {"Filters": []}, **given, name: own}

    def described(self) -> dict[str, Any]:
        return {
            **self.given,
            "Name": self.name,
            "Arn": self.arn,
            "DesiredState": self.state,
            "CurrentState": self.state,
            "CreationTime": self.created,
            "LastModifiedTime": self.modified,
        }


def service_of(arn: str) -> str:
    return arn.split(":")[2] if arn.startswith("arn:") else arn


def assert_supported(given: Mapping[str, Any]) -> None:
    """Raises ValidationException by name."""
    _assert_one(given["Source"], "source", tuple(SOURCES))
    _assert_one(given["Target"], "target", TARGETS)
    if ":api-destination/" in given["Target"]:
        raise unsupported("API destinations are not supported as a target: use a function that calls the API")
    if enrichment := given.get("Enrichment"):
        _assert_one(enrichment, "enrichment", ENRICHMENTS)


def _assert_one(arn: str, role: str, supported: tuple[str, ...]) -> None:
    if service_of(arn) not in supported:
        raise unsupported(
            f"{arn} is not supported as the {role} of a pipe here, only {', '.join(supported)}: "
            "leave this pipe out for LocalStack"
        )


def unsupported(message: str) -> CommonServiceException:
    return CommonServiceException("ValidationException", message, status_code=400, sender_fault=True)
