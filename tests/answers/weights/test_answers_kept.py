"""Answers are added to a file from Python as by the command: all that fit, or nothing."""

import pytest

import scenario_cli as sc


@pytest.fixture
def study(folder):
    return sc.study("china-arms-russia")


def test_a_file_is_begun_and_added_to_and_its_comments_stay(study, folder):
    path = folder / "ana.yaml"
    assert sc.add_answers(study, path, "sanctions>standing:2").asked == 1
    path.write_text(path.read_text(encoding="utf-8") + "# she was sure of that\n", encoding="utf-8")
    found = sc.add_answers(study, str(path), "energy>sanctions", "energy?standing")
    text = path.read_text(encoding="utf-8")
    assert "# she was sure of that\n" in text
    assert (found.asked, found.told) == (3, 2)
    assert found.to_dict() == sc.ask(study, path).to_dict()


def test_it_is_what_the_command_writes(study, folder, run):
    sc.add_answers(study, "a.yaml", "sanctions>standing:2", "energy>sanctions")
    done = run(
        "weights",
        "ask",
        "--answers",
        "b.yaml",
        "--answer",
        "sanctions>standing:2",
        "--answer",
        "energy>sanctions",
    )
    assert done.exit_code == 0, done.stderr
    one, other = ((folder / name).read_text(encoding="utf-8") for name in ("a.yaml", "b.yaml"))
    assert one.replace("id: a\n", "id: b\n") == other


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["energy>=60", "sanctions>=60"], "contradict"),
        (["energy>sanctoins"], "unknown factor or driver 'sanctoins'; did you mean 'sanctions'?"),
        (["energy"], "this is no answer"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_written(study, folder, typed, said):
    with pytest.raises(sc.InputError) as caught:
        sc.add_answers(study, "ana.yaml", *typed)
    assert said in " ".join(f"{one.message}; {one.hint}" for one in caught.value.mistakes)
    assert not (folder / "ana.yaml").exists()


def test_answers_about_something_else_and_files_of_another_kind_are_refused(study, folder):
    sc.add_answers(study, "ana.yaml", "power>interests", over="drivers")
    before = (folder / "ana.yaml").read_bytes()
    with pytest.raises(sc.StudyError, match="are about drivers"):
        sc.add_answers(study, "ana.yaml", "energy>sanctions", over="factors")
    with pytest.raises(sc.StudyError, match="has the ending"):
        sc.add_answers(study, "ana.txt", "energy>sanctions")
    assert (folder / "ana.yaml").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["ana.yaml"]
