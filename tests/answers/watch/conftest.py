"""An office that is watched."""

from pathlib import Path

import pytest
from answers.watch.office import OFFICE, RED, SCENARIO, WEIGHTS

from scenario_cli.answers.watch import ask as watching
from scenario_cli.answers.watch.ask import Watched


@pytest.fixture
def office(folder):
    for path, text in ((SCENARIO, OFFICE), (WEIGHTS, RED)):
        path.parent.mkdir()
        path.write_text(text)
    return folder


@pytest.fixture
def views(office, monkeypatch):
    """Return all views of a watch during which some saves are made, one after the other."""

    def views(*saves, watched=None, lasting=0):
        def saved(*folders, **_):
            assert {Path(f).name for f in folders} <= {"scenarios", "weights"}
            for save in saves:
                save()
                yield {("modified", "a file")}

        monkeypatch.setattr("watchfiles.watch", saved)
        monkeypatch.setattr(watching, "_LASTING_SECONDS", lasting)
        return list((watched or Watched(None, None)).views())

    return views
