"""Keeps Python's garbage collector from searching LocalStack's objects repeatedly."""

import gc

YOUNG_OBJECTS = 50_000
"""How many new objects trigger a search of the young generation. Python's default is 2,000."""


def collect_nothing() -> None:
    """Until LocalStack has started: what it loads is no garbage."""
    gc.disable()


def spare_loaded() -> None:
    """Nothing that exists now is searched again. The little garbage in it stays: to search for it takes longer than its worth."""
    gc.freeze()


def reduce_collections() -> None:
    """
    LocalStack holds millions of objects that never become garbage: its services and the models of AWS's APIs.
    Searching them took a tenth of its processor time.
    """
    spare_loaded()
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)
    gc.enable()
