"""The page for a browser: what stands in it, what is inert in it, and what verify says of it."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from tricky import TRICKY

import scenario_cli as sc
from scenario_cli.render.html import data_of

COMMANDS = {
    "score": ["score"],
    "sensitivity": ["sensitivity", "--map", "--event", "shipment_exposed,front_breaks"],
    "explain": ["explain", "straddle"],
    "evidence": ["evidence"],
    "robustness": ["robustness", "--samples", "2000", "--ratings", "uncertain"],
    "compare": ["compare", "china-arms-russia"],
    "methods": ["methods", "china-arms-russia", "--as-published"],
    "report": ["report", "china-arms-russia"],
    "diff": ["diff", "china-arms-russia-2022", "china-arms-russia"],
}


WITHOUT = [{"type": "application/json", "id": "result"}]
WITH_SLIDERS = [*WITHOUT, {"type": "application/json", "id": "state"}, {"type": "module"}]


class Read(HTMLParser):
    """Tags in order, and the words of the page, its data and its style apart."""

    def __init__(self) -> None:
        super().__init__()
        self.tags, self.words, self.open = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if not {"script", "style"} & set(self.open):
            self.words.append(data)


def read(page):
    reader = Read()
    reader.feed(page)
    return reader


def page_of(run, name, *more):
    result = run(*COMMANDS[name], *more, "-f", "html")
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_a_page_has_its_sentence_its_data_and_no_way_out(name, run, folder):
    page = page_of(run, name)
    assert page == page_of(run, name)
    found = json.loads(data_of(page))
    plain = json.loads(run(*COMMANDS[name], "-f", "json").stdout)
    reader = read(page)
    words = "".join(reader.words)
    if name == "report":
        scores = {row["option"]: row["score"] for row in plain["ranking"]}
        assert found == {key: plain[key] for key in found if key != "scores"} | {"scores": scores}
    else:
        assert found == plain
        assert found["finding"] in words
    assert [tag for tag, _ in reader.tags if tag in ("iframe", "object", "img", "link", "form")] == []
    scripts = [attrs for tag, attrs in reader.tags if tag == "script"]
    assert scripts == (WITH_SLIDERS if name in ("score", "report") else WITHOUT)
    targets = [attrs["href"] for _, attrs in reader.tags if "href" in attrs]
    assert targets == ["#answer"]
    ids = [attrs["id"] for _, attrs in reader.tags if "id" in attrs]
    assert len(set(ids)) == len(ids)
    assert not any(key.startswith("on") or key == "style" for _, attrs in reader.tags for key in attrs)
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", page)
    heads = [int(tag[1]) for tag, _ in reader.tags if re.fullmatch(r"h[1-6]", tag)]
    assert heads[0] == 1
    assert set(heads[1:]) == {2}
    assert len(page.encode()) < 150_000


def test_the_policy_names_the_hash_of_the_only_style(run, folder):
    page = page_of(run, "score")
    style = page.partition("<style>")[2].partition("</style>")[0]
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
    assert "default-src &#39;none&#39;" in policy or "default-src 'none'" in policy
    assert b64encode(sha256(style.encode()).digest()).decode() in policy.replace("&#43;", "+").replace(
        "&#34;", '"'
    )


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("diff", "compare")])
def test_every_number_of_the_whole_page_stands_in_it(name, run, folder):
    words = " ".join("".join(read(page_of(run, name)).words).split())
    shown = run(*COMMANDS[name], "--all", "-f", "md").stdout.replace("\\", "")
    cells = {cell.strip() for line in shown.splitlines() if line.startswith("|") for cell in line.split("|")}
    drawn = re.compile(r"^[█▓▒░▚◆●○·│╪\s-]*$|^:?-+:?$")
    cells -= {"By driver", *(cell for cell in cells if re.fullmatch(r"0 +100", cell))}
    missing = [cell for cell in cells if not drawn.match(cell) and cell.replace("<br>", " ") not in words]
    assert [cell for cell in missing if "<br>" not in cell] == []


def test_each_picture_stands_before_its_table_which_folds(run, folder):
    tags = [tag for tag, _ in read(page_of(run, "score")).tags]
    for k, tag in enumerate(tags):
        if tag == "figure":
            after = [t for t in tags[k + 1 :] if t in ("figure", "details")]
            assert after[0] == "details"


def test_text_that_would_steer_a_browser_is_printed_and_does_nothing(run, tricky, folder):
    hostile = (
        TRICKY.replace(
            "title:", "title: '</script><script>alert(1)</script><img src=x onerror=alert(2)>' #", 1
        )
        if "title:" in TRICKY
        else TRICKY
    )
    (folder / "hostile.yaml").write_text(hostile, encoding="utf-8")
    for name in ("tricky.yaml", "hostile.yaml"):
        result = run("score", name, "-f", "html")
        assert result.exit_code == 0, result.stderr
        reader = read(result.stdout)
        assert [attrs for tag, attrs in reader.tags if tag == "script"] == WITH_SLIDERS
        assert "img" not in [tag for tag, _ in reader.tags]
        assert json.loads(data_of(result.stdout))["format"] == "score/1"
    assert "</script><script>alert(1)</script>" in "".join(reader.words)


def test_verify_holds_a_page_to_its_inputs_and_to_its_own_words(run, folder):
    assert run("score", "china-arms-russia", "-o", "page.html").exit_code == 0
    answer = sc.verify("page.html")
    assert answer.holds
    assert answer.checked[-1] == "page"
    page = (folder / "page.html").read_text(encoding="utf-8")
    (folder / "words.html").write_text(page.replace("The same as a table", "Another"), encoding="utf-8")
    told = run("verify", "words.html")
    assert told.exit_code == 4
    assert "page" in told.stdout
    (folder / "data.html").write_text(page.replace('"rank":1', '"rank":2', 1), encoding="utf-8")
    assert run("verify", "data.html").exit_code == 4
    (folder / "none.html").write_text("<!doctype html><p>hello</p>", encoding="utf-8")
    refused = run("verify", "none.html")
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert "this page carries no result [wrong-format]" in refused.stderr


def test_what_is_no_answer_about_files_has_no_page(run, folder):
    result = run("list", "-f", "html")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is no page for a browser of this result" in result.stderr


def test_a_page_of_40_options_and_60_factors_is_made(folder, run):
    options, factors = [f"o{i}" for i in range(40)], [f"f{j}" for j in range(60)]
    scenario = {
        "format": "scenario/1",
        "title": "Large",
        "question": "Which?",
        "drivers": {f: {} for f in factors},
        "options": {o: {} for o in options},
        "ratings": {
            o: {f: (i * 7 + j * 3) % 11 for j, f in enumerate(factors)} for i, o in enumerate(options)
        },
    }
    (folder / "large.json").write_text(json.dumps(scenario))
    result = run("score", "large.json", "-o", "large.html")
    assert result.exit_code == 0, result.stderr
    assert len((folder / "large.html").read_bytes()) < 1_500_000


def test_what_is_asked_next_has_a_page(run, folder):
    result = run("weights", "ask", "china-arms-russia", "--over", "drivers", "-f", "html")
    assert result.exit_code == 0, result.stderr
    reader = read(result.stdout)
    words = " ".join(reader.words)
    document = json.loads(data_of(result.stdout))
    assert document["format"] == "ask/1"
    assert document["finding"] in words
    assert "Which matters more?" in words
