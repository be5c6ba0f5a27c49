"""Finds the function that the handler setting names, and refuses what AWS refuses."""

import importlib
import sys
from collections.abc import Callable
from typing import Any

from .errors import RuntimeFaultError

type Handler = Callable[[Any, Any], Any]


def load_handler(setting: str) -> Handler:
    """Of "folder/module.function". Raises RuntimeFaultError, and any error of the module."""
    name, dot, function = setting.rpartition(".")
    if not dot:
        # as Python words what AWS tries
        reason = "not enough values to unpack (expected 2, got 1)"
        raise RuntimeFaultError("MalformedHandlerName", f"Bad handler '{setting}': {reason}")
    if name.split(".")[0] in sys.builtin_module_names:
        raise RuntimeFaultError(
            "BuiltInModuleConflict", f"Cannot use built-in module {name} as a handler module"
        )
    try:
        module = importlib.import_module(name.replace("/", "."))
    except ImportError as error:
        raise RuntimeFaultError("ImportModuleError", f"Unable to import module '{name}': {error}") from error
    except SyntaxError as error:
        place = f'  File "{error.filename}" Line {error.lineno}\n    {error.text}'
        message = f"Syntax error in module '{name}': {error}"
        raise RuntimeFaultError("UserCodeSyntaxError", message, [place]) from error
    if not hasattr(module, function):
        raise RuntimeFaultError("HandlerNotFound", f"Handler '{function}' missing on module '{name}'")
    handler: Handler = getattr(module, function)
    return handler
