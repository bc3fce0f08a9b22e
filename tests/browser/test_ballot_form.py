"""A ballot filled in on its page in a real browser, by keys alone, saved, and read."""

import io
import json
import random

import pytest
import yaml
from tricky import TRICKY

import scenario_cli as sc

pytestmark = pytest.mark.thorough

FORM = ["group", "form", "china-arms-russia", "--round", "1", "--team", "red", "--team", "blue"]
UNFOLD = "document.querySelectorAll('details').forEach(d => { d.open = true })"
# A driver that is itself rated, one factor alone, and three.
SMALL = """
format: scenario/1
id: small
title: Small
question: Which?
drivers:
  cost: {title: Price}
  use: {title: Use, factors: {only: {title: Only}}}
  look: {title: Look, factors: {form: {title: Form}, colour: {title: Colour}, size: {title: Size}}}
options: {old: {title: Old}, new: {title: New}}
ratings:
  old: {cost: 1, only: 2, form: 3, colour: 4, size: 5}
  new: {cost: 5, only: 4, form: 3, colour: 2, size: 1}
"""


def file(page):
    return page.get_by_label("The same text").input_value()


def status(page):
    return page.get_by_role("status").inner_text()


def save(page):
    page.get_by_role("button", name="Save as a file").press("Enter")


def focused(page):
    return page.evaluate("document.activeElement.id")


def test_by_keys_alone_a_ballot_is_filled_in_saved_and_read_with_the_numbers_of_the_page(opened, folder, run):
    page = opened(*FORM)
    keys = page.keyboard
    keys.press("Tab")  # the skip link
    keys.press("Tab")
    keys.type("Ana Ünsal")
    keys.press("Tab")
    keys.type("blue")
    keys.press("Tab")
    keys.press("Tab")
    for place in ("2", "1", "", "3"):
        keys.type(place)
        keys.press("Tab")
    keys.press("End")  # the slider of power
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")  # its factors unfold
    for points in ("2", "1", "0.5", "1e1"):
        keys.press("Tab")
        keys.press("Tab")
        keys.type(points)
    keys.press("Tab")
    keys.press("ArrowRight")  # the slider of interests, from the middle
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Tab")
    keys.type("33.3")
    keys.press("Tab")
    keys.press("Tab")
    keys.type("Line one\nand: \"two\" # 'three'")
    with page.expect_download() as saved:
        keys.press("Tab")
        keys.press("Enter")
    assert saved.value.suggested_filename == "ana_unsal.yaml"
    (folder / "r1").mkdir()
    saved.value.save_as(folder / "r1" / "ana_unsal.yaml")
    text = (folder / "r1" / "ana_unsal.yaml").read_text(encoding="utf-8")
    assert text == file(page)
    assert yaml.safe_load(text) == {
        "format": "ballot/1",
        "by": "Ana Ünsal",
        "team": "blue",
        "round": "1",
        "scenario": "china-arms-russia",
        "note": "Line one\nand: \"two\" # 'three'",
        "order": ["covert_shells", "straddle", "open_arming"],
        "drivers": {"power": 100, "interests": 51, "personality": 33.3},
        "factors": {"power": {"leverage": 2, "counter_us": 1, "russia_holds": 0.5, "free_hand": 10}},
    }
    assert sc.study("china-arms-russia").inputs[0].sha256 in text.splitlines()[1]
    checked = run("check", "r1/ana_unsal.yaml")
    assert (checked.exit_code, checked.stderr) == (0, "")
    shown = json.loads(run("group", "show", "r1", "-f", "json").stdout)
    assert shown["ballots"] == 1
    shares = {item["id"]: item["shares"] for item in shown["items"] if item["kind"] == "driver"}
    assert shares["personality"] == [pytest.approx(33.3 / 184.3, abs=1e-15)]
    assert page.heard == []


def test_whatever_numbers_are_typed_the_file_has_them_to_the_last_digit(opened, folder, run):
    page = opened(*FORM)
    scenario = sc.read_scenario("china-arms-russia")
    random_ = random.Random(18)
    page.evaluate(UNFOLD)
    page.get_by_label("Name").fill("Ana")
    for _ in range(5):
        typed = {
            id_: random_.choice(
                [repr(random_.uniform(0, 100)), "1e-7", "100", "0.1", "33.3333333333333333", "7."]
            )
            for id_ in (*scenario.drivers, *scenario.factors)
        }
        for id_, text in typed.items():
            kind = "driver" if id_ in scenario.drivers else "factor"
            page.locator(f"#{kind}-{id_}").fill(text)
        (folder / "ana.yaml").write_text(file(page), encoding="utf-8")
        ballot = sc.read_weights("ana.yaml", scenario)
        assert dict(ballot.drivers) == {id_: float(typed[id_]) for id_ in scenario.drivers}
        within = {id_: points for group in ballot.factors.values() for id_, points in group.items()}
        assert within == {id_: float(typed[id_]) for id_ in scenario.factors}
    assert page.heard == []


def test_what_is_missing_is_said_and_nothing_saved(opened):
    page = opened(*FORM)
    page.on("download", lambda _: page.heard.append("download"))
    save(page)
    assert status(page).splitlines() == [
        "Write your name.",
        "Power has no points yet; 0 counts nothing.",
        "Interests has no points yet; 0 counts nothing.",
        "Personality has no points yet; 0 counts nothing.",
    ]
    assert focused(page) == "by"
    assert page.locator("[aria-invalid=true]").count() == 4
    assert file(page) == ""
    page.get_by_label("Name").fill("Ana")
    for title in ("Power", "Interests", "Personality"):
        page.get_by_label(title, exact=True).fill("0")
    save(page)
    assert status(page) == "Power and all beside it have 0 points: give one of them more."
    page.get_by_label("Power", exact=True).fill("1")
    page.get_by_label("Keep the straddle").fill("1")
    page.get_by_label("Open lethal aid").fill("1")
    save(page)
    assert status(page) == "Open lethal aid: place 1 is that of Keep the straddle, too."
    page.get_by_label("Open lethal aid").fill("1.5")
    save(page)
    assert status(page) == "Open lethal aid: a place is a whole number from 1 to 4."
    page.get_by_label("Open lethal aid").fill("")
    page.get_by_label("Interests", exact=True).fill("101")
    save(page)
    assert status(page) == "Interests: points are a number from 0 to 100."
    page.get_by_label("Interests", exact=True).fill("0")
    assert file(page) != ""
    assert status(page) == ""
    page.get_by_text("Within Power").click()
    page.get_by_label("Russia not beaten", exact=True).fill("3")
    page.get_by_text("Within Power").click()
    save(page)
    assert len(status(page).splitlines()) == 3
    assert focused(page) == "factor-leverage"
    assert page.heard == []


def test_drivers_that_are_rated_and_single_factors_have_no_fold(opened, folder, run):
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    page = opened("group", "form", "small.yaml")
    assert page.locator("summary").all_inner_texts() == ["Within Look"]
    page.get_by_label("Name").fill("名前")
    page.get_by_label("Team").fill("Team: #1")
    page.get_by_label("Round").fill("")
    for title, points in (("Price", "50"), ("Use", "0.1"), ("Look", "0")):
        page.get_by_label(title, exact=True).fill(points)
    assert page.locator(".driver .n").all_inner_texts()[:2] == ["99.8%", "0.2%"]
    with page.expect_download() as saved:
        save(page)
    assert saved.value.suggested_filename == "ballot.yaml"
    saved.value.save_as(folder / "ballot.yaml")
    stated = yaml.safe_load((folder / "ballot.yaml").read_text(encoding="utf-8"))
    assert stated == {
        "format": "ballot/1",
        "by": "名前",
        "team": "Team: #1",
        "scenario": "small",
        "drivers": {"cost": 50, "use": 0.1, "look": 0},
    }
    assert run("check", "ballot.yaml").exit_code == 0


def test_a_slider_and_its_field_are_one_and_say_what_they_hold(opened):
    page = opened(*FORM)
    slider = page.get_by_role("slider", name="Power, slider")
    field = page.get_by_label("Power", exact=True)
    assert slider.get_attribute("aria-valuetext") == "no points yet"
    assert field.input_value() == ""
    slider.press("PageUp")
    assert field.input_value() == "60"
    assert slider.get_attribute("aria-valuetext") == "60 points"
    field.fill("12.25")
    assert slider.get_attribute("aria-valuetext") == "12.25 points"
    field.fill("")
    assert slider.get_attribute("aria-valuetext") == "no points yet"


def test_a_page_with_something_unsaved_is_not_left_unasked(opened):
    page = opened(*FORM)
    page.reload()
    page.get_by_label("Name").press_sequentially("Ana")
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert "dialog" in page.heard


def test_enter_in_a_field_sends_nothing_and_a_page_loaded_again_is_blank(opened):
    page = opened(*FORM)
    page.get_by_label("Name").fill("Ana")
    page.get_by_label("Name").press("Enter")
    assert status(page) == ""
    page.locator("#file").dispatch_event("copy")  # else the browser asks before it leaves
    page.reload()
    assert page.get_by_label("Name").input_value() == ""


@pytest.mark.parametrize("width", [320, 768, 1024])
def test_nothing_scrolls_sideways(width, opened, folder):
    (folder / "tricky.yaml").write_text(TRICKY, encoding="utf-8")
    for args in (FORM, ["group", "form", "tricky.yaml"]):
        page = opened(*args, width=width, height=800)
        page.evaluate(UNFOLD)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.heard == []


def test_a_checker_for_access_finds_nothing_by_day_and_by_night(opened):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = opened(*FORM, bypass_csp=True)
    save(page)
    page.evaluate(UNFOLD)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = axe.Axe().run(page).response["violations"]
        assert [(scheme, rule["id"], rule["nodes"][0]["html"][:120]) for rule in found] == []


def test_focus_is_seen_on_every_control(opened):
    page = opened(*FORM)
    page.keyboard.press("Tab")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_what_is_folded_up_unfolds_before_it_is_printed(opened):
    page = opened(*FORM)
    assert page.locator("details[open]").count() == 0
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details[open]").count() == 3


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_on_paper_there_is_a_line_for_everything_and_no_button(paper, script, opened):
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    page = opened(*FORM, java_script_enabled=script)
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(format=paper))).pages
    printed = " ".join("".join(sheet.extract_text() for sheet in sheets).split())
    scenario = sc.read_scenario("china-arms-russia")
    titled = [*scenario.options.values(), *scenario.drivers.values(), *scenario.factors.values()]
    assert [one.title for one in titled if one.title not in printed] == []
    assert "one of: red, blue" in printed
    assert "Save as a file" not in printed
    page.emulate_media(media="print")
    assert not page.get_by_role("slider").first.is_visible()
    boxes = page.locator("input[type=number]").all()
    assert all(box.bounding_box() is not None for box in boxes)


@pytest.mark.parametrize(
    "text",
    [
        'O\'Brien "the" \\ {x}: #1 & <b>',
        "</script><script>alert(1)</script>",
        "\u202eturned \u2028 round \u00a0\ufeff.",
        "🙂 名前 שלום",
        "yes",
        "1e3",
        "- a\n  b: c\n\ttab",
    ],
)
def test_any_text_comes_out_as_it_was_written(text, opened, folder):
    page = opened(*FORM)
    page.get_by_label("Name").fill(text.replace("\n", " "))
    page.locator("#note").fill(text)
    for title in ("Power", "Interests", "Personality"):
        page.get_by_label(title, exact=True).fill("1")
    (folder / "ana.yaml").write_bytes(file(page).encode())
    stated = yaml.safe_load((folder / "ana.yaml").read_text(encoding="utf-8"))
    assert (stated["by"], stated["note"]) == (text.replace("\n", " ").strip(), text.strip())
    group = sc.group("ana.yaml", scenario="china-arms-russia")
    assert group.n_ballots == 1
    assert page.heard == []
