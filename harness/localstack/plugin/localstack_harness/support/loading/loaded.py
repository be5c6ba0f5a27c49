"""Modules of LocalStack that it has loaded: a service that was not used yet has nothing to show, and stays unloaded."""

import sys
from typing import Any


def loaded(module: str) -> Any:
    """
    None where LocalStack has not loaded it, or still loads it in another thread: the plugin then patches it, and must not
    need an import that waits for this one.
    """
    found = sys.modules.get(module)
    return None if getattr(getattr(found, "__spec__", None), "_initializing", False) else found
