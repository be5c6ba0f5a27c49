"""How often an execution was redriven."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from localstack.services.stepfunctions.backend.execution import Execution

TOKEN_VALID_FOR = timedelta(minutes=15)
MAX_TOKENS = 10


class Described(TypedDict, total=False):
    redriveCount: int
    redriveDate: datetime


@dataclass
class Redrives:
    count: int = 0
    date: datetime | None = None
    """Of the last one."""
    _tokens: dict[str, datetime] = field(default_factory=dict)

    def add(self, token: str | None) -> datetime:
        self.count += 1
        self.date = date = datetime.now(UTC)
        if token:
            self._tokens[token] = date
            self._tokens = dict(list(self._tokens.items())[-MAX_TOKENS:])
        return date

    def date_of(self, token: str | None) -> datetime | None:
        """When a request with this token redrove it: a repeated request changes nothing."""
        date = self._tokens.get(token) if token else None
        return date if date and datetime.now(UTC) - date < TOKEN_VALID_FOR else None

    def described(self) -> Described:
        return {"redriveCount": self.count, "redriveDate": self.date} if self.date else {"redriveCount": 0}


def redrives_of(execution: "Execution") -> Redrives:
    redrives = vars(execution).setdefault("redrives", Redrives())
    assert isinstance(redrives, Redrives)
    return redrives
