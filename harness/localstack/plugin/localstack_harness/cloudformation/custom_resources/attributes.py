"""Fn::GetAtt of a custom resource, whose attributes may have dots in their names, as those of CDK's AwsCustomResource do."""

from typing import Any

from localstack.services.cloudformation.engine.v2 import change_set_model_preproc

from localstack_harness.support.patching import Original, replace


def install() -> None:
    original: Original = change_set_model_preproc.get_value_from_path

    def get_value_from_path(data: Any, path: Any) -> Any:
        if isinstance(data, dict) and isinstance(path, str) and path in data:
            return data[path]
        return original(data, path)

    replace(change_set_model_preproc, "get_value_from_path", get_value_from_path)
