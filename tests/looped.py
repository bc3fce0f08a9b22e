"""Coroutines run to their end, also where a browser's tests have left a loop running in this thread."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def to_its_end(coroutine):
    """Return what a coroutine returns."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(asyncio.run, coroutine).result()
