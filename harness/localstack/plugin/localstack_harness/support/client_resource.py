"""CloudFormation types whose resources one client creates, updates and deletes."""

from collections.abc import Mapping
from typing import Any, ClassVar

from botocore.exceptions import ClientError
from localstack.services.cloudformation.resource_provider import ProgressEvent, ResourceProvider

from localstack_harness.support.resource_types import Model, done


class ClientResource(ResourceProvider[Any]):
    """
    A type of CloudFormation; a class below it says which. Its properties are the parameters of the operations: LocalStack's
    clients leave out what an operation does not take, and correct types.
    """

    TYPE: ClassVar[str]
    SERVICE: ClassVar[str]
    """Of the client, such as `apigatewayv2`."""
    NOUN: ClassVar[str]
    """Of the operations: `route` for `create_route`, `update_route` and `delete_route`."""
    KEYS: ClassVar[tuple[str, ...]]
    """The parameters that name a resource. The last one is what `Ref` returns."""
    MEMBER: ClassVar[str | None] = None
    """Where the response of the creation describes the resource, unless at its top."""
    GENERATED: ClassVar[tuple[str, ...]] = ()
    """Attributes that the creation returns."""
    CREATE_ONLY: ClassVar[tuple[str, ...]] = ()
    """
    Properties whose change replaces the resource. They are not in SCHEMA: LocalStack takes a reference to a resource that
    changes for another value, and would replace a route with each change of its API.
    """
    DEFAULTS: ClassVar[Mapping[str, Any]] = {}
    """What an update sets for a property that is no longer in the template."""
    REFUSED: ClassVar[Mapping[str, str]] = {}
    """Properties that are not supported, and what to use instead."""

    def __init_subclass__(cls) -> None:
        cls.SCHEMA = {
            "typeName": cls.TYPE,
            "primaryIdentifier": [f"/properties/{cls.KEYS[-1]}"],
            "readOnlyProperties": [f"/properties/{name}" for name in cls.GENERATED],
            "properties": {},
        }

    def client(self, request: Any) -> Any:
        return request.aws_client_factory.get_client(self.SERVICE)

    def arguments(self, request: Any, model: Model) -> Model:  # noqa: ARG002 for classes below
        """Of the creation and of an update, for the properties of the template."""
        return model

    def created(self, request: Any, described: Model) -> Model:  # noqa: ARG002 for classes below
        """The attributes of a resource that was created."""
        return {name: described[name] for name in self.GENERATED if name in described}

    def create(self, request: Any) -> ProgressEvent[Any]:
        model: Model = dict(request.desired_state)
        self._check(model)
        operation = getattr(self.client(request), f"create_{self.NOUN}")
        response = operation(**self.arguments(request, model))
        described = response[self.MEMBER] if self.MEMBER else response
        return done({**model, **self.created(request, described or {})})

    def update(self, request: Any) -> ProgressEvent[Any]:
        before: Model = request.previous_state or {}
        kept = {name: before[name] for name in (*self.GENERATED, *self.KEYS) if name in before}
        after: Model = {**kept, **request.desired_state}
        if any(before.get(name) != after.get(name) for name in self.CREATE_ONLY):
            return self._replace(request, before)
        self._check(after)
        removed = {
            name: value for name, value in self.DEFAULTS.items() if name in before and name not in after
        }
        self.change(request, {**removed, **self.arguments(request, after)}, before, after)
        return done(after)

    def _replace(self, request: Any, before: Model) -> ProgressEvent[Any]:
        replacement = self.create(request)
        request.desired_state = before
        try:
            self.delete(request)
        except ClientError as error:
            if "NotFound" not in error.response["Error"]["Code"]:  # else it went with what it belonged to
                raise
        return replacement

    def change(self, request: Any, arguments: Model, _before: Model, _after: Model) -> None:
        getattr(self.client(request), f"update_{self.NOUN}")(**arguments)

    def delete(self, request: Any) -> ProgressEvent[Any]:
        model: Model = request.desired_state
        if all(model.get(name) for name in self.KEYS):  # else its creation failed
            operation = getattr(self.client(request), f"delete_{self.NOUN}")
            operation(**{name: model[name] for name in self.KEYS})
        return done({})

    def _check(self, model: Model) -> None:
        for name, instead in self.REFUSED.items():
            if model.get(name):
                raise ValueError(f"{name} of {self.TYPE} is not supported: {instead}")
