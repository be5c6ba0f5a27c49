"""The last handler of a direct call: the provider, whose result needs no message."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from localstack.aws.protocol.serializer import create_serializer
from localstack.http import Response

from localstack_harness.process.direct.values import UnusualError, response_of

if TYPE_CHECKING:
    from botocore.model import OperationModel
    from localstack.aws.skeleton import Skeleton


class Provider:
    """For one call. An error that the provider raises is left to the gateway's exception handlers."""

    def __init__(self, skeleton: "Skeleton") -> None:
        self._skeleton = skeleton
        self.result: dict[str, Any] | None = None
        """None: the response has a message."""

    def __call__(self, chain: object, context: Any, response: Any) -> None:
        self.result = None
        in_place_of_serializer: Any = self
        response.update_from(
            self._skeleton.dispatch_request(in_place_of_serializer, context, context.service_request)
        )

    def serialize_to_response(
        self, result: Mapping[str, Any], operation: "OperationModel", headers: Any, request_id: str
    ) -> Response:
        """The skeleton calls it as a method of LocalStack's ResponseSerializer."""
        try:
            self.result = response_of(operation.output_shape, result)
        except UnusualError:
            model = operation.service_model
            serializer: Any = create_serializer(model, model.protocol)
            message: Response = serializer.serialize_to_response(result, operation, headers, request_id)
            return message
        return Response(status=_status(operation, self.result))


def _status(operation: "OperationModel", result: Mapping[str, Any]) -> int:
    for name, shape in (operation.output_shape.members if operation.output_shape else {}).items():
        if shape.serialization.get("location") == "statusCode" and name in result:
            return int(result[name])
    return int(operation.http.get("responseCode", HTTPStatus.OK))
