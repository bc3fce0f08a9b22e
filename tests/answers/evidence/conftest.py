"""Kiosks whose ratings cite evidence."""

import pytest
from answers.evidence.cited import KIOSK, KIOSK_WEIGHTS


@pytest.fixture
def kiosk(folder):
    (folder / "kiosk.yaml").write_text(KIOSK)
    (folder / "council.yaml").write_text(KIOSK_WEIGHTS)
    return "kiosk.yaml", "-w", "council.yaml"
