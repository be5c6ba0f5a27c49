"""Modules of LocalStack that it has loaded: a service that was not used yet has nothing to show, and stays unloaded."""

import sys
from typing import Any


def loaded(module: str) -> Any:
    """None where LocalStack has not loaded it."""
    return sys.modules.get(module)
