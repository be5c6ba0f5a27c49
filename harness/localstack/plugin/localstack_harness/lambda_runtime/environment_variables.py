"""
A function's environment variables: those that AWS documents and the function's own, none of this machine's.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
"""

from collections.abc import Mapping

from localstack_harness.lambda_runtime.files.view import View
from localstack_harness.lambda_runtime.runtime import Runtime

# LocalStack passes these to the Go program in its containers; AWS has none of them
_FOR_CONTAINERS_ONLY = (
    "AWS_LAMBDA_FUNCTION_TIMEOUT",
    "LOCALSTACK_FUNCTION_ACCOUNT_ID",
    "LOCALSTACK_MAX_PAYLOAD_SIZE",
)
_OF_PATHS = (
    "AWS_LAMBDA_EXEC_WRAPPER",
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
    "NODE_OPTIONS",
    "NODE_PATH",
    "PATH",
    "PYTHONPATH",
)
_AWS_CUSTOM_RESOURCE = "AWS679f53fac002430cb0da5"
"""In the name of the function that CDK makes for AwsCustomResource: the id that CDK gives it, as far as it fits."""


def environment_variables(
    *, given: Mapping[str, object], own: Mapping[str, str], runtime: Runtime, view: View
) -> dict[str, str]:
    """`given` comes from LocalStack; `own` is the function's configuration, and takes precedence."""
    places = view.places
    language, task = places.language, places.task
    libraries = [f"{language}/lib", "/lib64", "/usr/lib64", places.runtime, f"{places.runtime}/lib"]
    return {
        **{
            name: str(value)
            for name, value in given.items()
            if name not in _FOR_CONTAINERS_ONLY and not name.startswith("LOCALSTACK_RUNTIME_")
        },
        "LANG": "en_US.UTF-8",
        "LD_LIBRARY_PATH": ":".join([*libraries, task, f"{task}/lib", f"{places.opt}/lib"]),
        "SHLVL": "0",
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{runtime.name}",
        **view.variables,
        **runtime.variables(places),
        **_keep_npm_offline(str(given.get("AWS_LAMBDA_FUNCTION_NAME", ""))),
        **{name: places.translate(value) if name in _OF_PATHS else value for name, value in own.items()},
        "PWD": task,
        "LAMBDA_TASK_ROOT": task,
        "LAMBDA_RUNTIME_DIR": places.runtime,
    }


def _keep_npm_offline(function: str) -> Mapping[str, str]:
    """
    CDK's AwsCustomResource first installs the newest SDK by npm, and falls back to that of the runtime if it cannot: without
    the internet at once, and not after the minutes in which npm tries again.
    """
    return {"NPM_CONFIG_OFFLINE": "true"} if _AWS_CUSTOM_RESOURCE in function else {}
