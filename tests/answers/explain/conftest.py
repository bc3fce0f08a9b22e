"""Kiosks, one explained against another."""

import pytest
from answers.explain.explained import KIOSK

KIOSK_WEIGHTS = """
format: weights/1
title: The council
drivers: {trade: 5, taste: 3, price: 2}
"""


@pytest.fixture
def kiosk(folder):
    (folder / "kiosk.yaml").write_text(KIOSK)
    (folder / "council.yaml").write_text(KIOSK_WEIGHTS)
    return "kiosk.yaml", "-w", "council.yaml"
