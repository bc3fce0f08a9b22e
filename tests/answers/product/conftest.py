"""A folder with a scenario that can be named, and three perspectives on it."""

import pytest
from answers.product.kiosks import KIOSK, WEIGHTS


@pytest.fixture
def town(folder):
    for name in ("scenarios", "weights"):
        (folder / name).mkdir()
    (folder / "scenarios/kiosk.yaml").write_text(KIOSK, encoding="utf-8")
    for id_, stated in WEIGHTS.items():
        text = f"format: weights/1\nscenario: kiosk\ndrivers: {stated}\n"
        (folder / f"weights/{id_}.yaml").write_text(text, encoding="utf-8")
    return folder
