"""Keeps Python's garbage collector from looking through LocalStack over and over."""

import gc

YOUNG_OBJECTS = 50_000
"""How many new objects there may be until the young are looked through; Python's own number is 2,000."""


def collect_seldom() -> None:
    """
    LocalStack holds millions of objects that never become garbage: its services, and the descriptions of AWS's APIs.
    Looking through them took a tenth of all its processor time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)
