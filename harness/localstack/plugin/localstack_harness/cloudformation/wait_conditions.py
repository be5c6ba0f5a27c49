"""
AWS::CloudFormation::WaitCondition and its handle, of which LocalStack makes records only
(services/cloudformation/resource_providers/aws_cloudformation_waitcondition*.py): the condition is created at once, and its
handle leads nowhere.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-waitcondition.html
"""

import json
import secrets
import threading
from typing import Any

from localstack import config
from localstack.http import Response
from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceRequest,
)
from localstack.services.cloudformation.resource_providers.aws_cloudformation_waitcondition import (
    CloudFormationWaitConditionProvider,
)
from localstack.services.cloudformation.resource_providers.aws_cloudformation_waitconditionhandle import (
    CloudFormationWaitConditionHandleProvider,
)
from localstack.services.edge import ROUTER
from werkzeug import Request

from localstack_harness.support.patching import Original, patch

type Event = ProgressEvent[Any]

_PATH = "/_harness/wait-conditions"
_LONGEST_S = 43_200


class FailedSignalError(Exception):
    pass


class Handle:
    """Collects the signals that arrive at its URL."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)
        self._data: dict[str, str] = {}
        self._failure: str | None = None
        self._changed = threading.Condition()

    @property
    def url(self) -> str:
        return f"http://{config.LOCALSTACK_HOST.host_and_port()}{_PATH}/{self.token}"

    def signal(self, body: bytes) -> bool:
        """Returns whether `body` is a signal; a second one with the same id counts as one."""
        try:
            given = json.loads(body)
            status, unique_id = given["Status"], str(given["UniqueId"])
        except (ValueError, TypeError, KeyError):
            return False
        if status not in ("SUCCESS", "FAILURE"):
            return False
        with self._changed:
            if status == "FAILURE":
                reason = given.get("Reason", "")
                self._failure = f"WaitCondition received failed message: '{reason}' for uniqueId: {unique_id}"
            self._data[unique_id] = str(given.get("Data", ""))
            self._changed.notify_all()
        return True

    def wait(self, count: int, seconds: float) -> dict[str, str]:
        """
        Returns the data of `count` signals by their ids.

        :raises FailedSignalError: one of them reports a failure
        :raises TimeoutError: there are fewer
        """
        with self._changed:
            self._changed.wait_for(lambda: self._failure or len(self._data) >= count, seconds)
            if self._failure:
                raise FailedSignalError(self._failure)
            if len(self._data) < count:
                received = len(self._data)
                raise TimeoutError(
                    f"WaitCondition timed out. Received {received} conditions when expecting {count}"
                )
            return dict(self._data)


HANDLES: dict[str, Handle] = {}
"""By their tokens."""


def install() -> None:
    ROUTER.add(f"{_PATH}/<token>", _receive, methods=["PUT"])

    @patch(CloudFormationWaitConditionHandleProvider.create)
    def create_handle(
        _: Original, self: CloudFormationWaitConditionHandleProvider, request: ResourceRequest[Any]
    ) -> Event:
        handle = Handle()
        HANDLES[handle.token] = handle
        return ProgressEvent(
            OperationStatus.SUCCESS, resource_model={**request.desired_state, "Id": handle.url}
        )

    @patch(CloudFormationWaitConditionHandleProvider.delete)
    def delete_handle(
        _: Original, self: CloudFormationWaitConditionHandleProvider, request: ResourceRequest[Any]
    ) -> Event:
        HANDLES.pop(_token(request.desired_state.get("Id", "")), None)
        return ProgressEvent(OperationStatus.SUCCESS, resource_model={})

    @patch(CloudFormationWaitConditionProvider.create)
    def create_condition(
        _: Original, self: CloudFormationWaitConditionProvider, request: ResourceRequest[Any]
    ) -> Event:
        model = dict(request.desired_state)
        handle = HANDLES.get(_token(str(model.get("Handle", ""))))
        if handle is None:
            return _failed(
                model, f"Handle is {model.get('Handle')}: it must be the Ref of a WaitConditionHandle"
            )
        try:
            data = handle.wait(
                int(model.get("Count", 1)), min(float(model.get("Timeout", _LONGEST_S)), _LONGEST_S)
            )
        except (FailedSignalError, TimeoutError) as error:
            return _failed(model, str(error))
        condition_id = f"{request.stack_id}/{handle.token}/{request.logical_resource_id}"
        return ProgressEvent(
            OperationStatus.SUCCESS, resource_model={**model, "Id": condition_id, "Data": json.dumps(data)}
        )

    @patch(CloudFormationWaitConditionProvider.update)
    def update_condition(
        _: Original, self: CloudFormationWaitConditionProvider, request: ResourceRequest[Any]
    ) -> Event:
        message = f"Update to resource type {CloudFormationWaitConditionProvider.TYPE} is not supported."
        return _failed(dict(request.previous_state or {}), message)


def _receive(request: Request, token: Any) -> Response:
    handle = HANDLES.get(token)
    if handle is None:
        return Response(status=403)
    return Response(status=200 if handle.signal(request.get_data()) else 400)


def _token(url: str) -> str:
    return url.rpartition("/")[2]


def _failed(model: dict[str, Any], message: str) -> Event:
    return ProgressEvent(OperationStatus.FAILED, resource_model=model, message=message)
