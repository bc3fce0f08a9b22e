"""Once for a run: what hypothesis tries, and whose assertions are told in full.

The profile "ci" is the same on every run and machine, with the numbers of examples that the tests state.
"nightly" is random, tries 1,000 examples in every test with ``few``, ``many`` or ``up_to``, keeps what
failed in .hypothesis/ to try it first next time, and prints how to repeat it. It is run by

    HYPOTHESIS_PROFILE=nightly python -m pytest -m ''

and with the names of files or folders it is run for these alone.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("ci", derandomize=True, database=None, deadline=None)
settings.register_profile(
    "nightly",
    derandomize=False,
    deadline=None,
    max_examples=1000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# Modules that tests share hold assertions, too.
pytest.register_assert_rewrite("builders", "answers", "engine", "files", "game", "pictured", "workbooks")
