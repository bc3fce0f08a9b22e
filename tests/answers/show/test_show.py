"""``scenario show``: a file's bytes, and its shares."""

from pathlib import Path


def test_show_without_a_format_prints_the_file_byte_for_byte(in_examples, run, tmp_path):
    content = b"\xff\xfe" + "format: weights/1\r\n# é\r\ndrivers: {a: 1}".encode("utf-16-le")
    (tmp_path / "x.yaml").write_bytes(content)
    assert run("show", str(tmp_path / "x.yaml")).stdout_bytes == content
    assert run("show", "lunch").stdout_bytes == (in_examples / "scenarios" / "lunch.yaml").read_bytes()
    assert run("show", "lunch", "-o", str(tmp_path / "y")).stdout == ""
    assert (tmp_path / "y").read_bytes() == (in_examples / "scenarios" / "lunch.yaml").read_bytes()


def test_show_gives_the_shares_of_points_of_any_size(folder, run):
    Path("x.yaml").write_text(
        "format: weights/1\ndrivers: {a: 1e308, b: 1e308}\nfactors: {a: {c: 1e308, d: 1e308}}\n"
    )
    said = run("show", "x.yaml", "-f", "table").stdout
    assert [line.split()[-1] for line in said.splitlines() if "e+308" in line] == [
        "50.0%",
        "25.0%",
        "25.0%",
        "50.0%",
    ]
