"""The sliders of a page in a real browser: moved, taken back, quoted, kept as a file."""

import io
import json
import random
import re
import unicodedata

import pytest
import yaml

from scenario_cli.text import fixed

pytestmark = pytest.mark.thorough

SCORE = ["score", "china-arms-russia"]


@pytest.fixture
def bench(opened):
    """Open a page, and return it with what its status says, once it is said."""

    def bench(*args, **stated):
        page = opened(*(args or SCORE), **stated)
        page.wait_for_timeout(300)
        return page

    return bench


def status(page):
    page.wait_for_timeout(300)
    return page.get_by_role("status").inner_text()


def driver(page, title):
    return page.get_by_role("slider", name=title, exact=True)


def settled(page):
    page.wait_for_timeout(500)


def shown_scores(page):
    rows = page.locator("#try-scores li").all()
    return {row.locator(".name").inner_text(): row.locator(".n").inner_text() for row in rows}


def test_at_first_the_page_says_what_the_command_says(bench, run):
    page = bench()
    found = json.loads(run(*SCORE, "-f", "json").stdout)
    assert shown_scores(page) == {row["title"]: fixed(row["score"]) for row in found["ranking"]}
    leader, second = found["ranking"][:2]
    assert status(page).startswith(
        f"{leader['title']} leads {second['title']} by {fixed(second['behind'])} points."
    )
    flips = [
        (abs(f["change"]), f["at"]) for w in found["one_way"] if w["kind"] == "driver" for f in w["flips"]
    ]
    assert f"above {fixed(min(flips)[1] * 100)}%." in status(page)
    assert page.heard == []


@pytest.mark.parametrize(
    ("key", "points"),
    [
        ("ArrowRight", 31),
        ("ArrowUp", 31),
        ("ArrowLeft", 29),
        ("ArrowDown", 29),
        ("PageUp", 40),
        ("PageDown", 20),
        ("Home", 0),
        ("End", 100),
    ],
)
def test_a_key_moves_a_slider_by_its_step(key, points, bench):
    page = bench()
    slider = driver(page, "Personality")
    assert [slider.get_attribute(name) for name in ("min", "max")] == ["0", "100"]
    slider.press(key)
    assert float(slider.input_value()) == points
    share = points / (70 + points)
    assert (
        slider.get_attribute("aria-valuetext")
        == f"{fixed(points)} points, {fixed(share * 100)}% of the whole"
    )


def test_a_tick_stands_where_first_place_changes_hands(bench, run):
    page = bench()
    found = json.loads(run(*SCORE, "-f", "json").stdout)["one_way"]
    flips = {w["id"]: w["flips"] for w in found if w["kind"] == "driver"}
    for k, (id_, title) in enumerate(
        [("power", "Power"), ("interests", "Interests"), ("personality", "Personality")]
    ):
        others = 100 - json.loads(page.locator("#state").text_content())["drivers"][k]["points"]
        places = page.locator("#try-drivers > .lever").nth(k).locator(".ticks i").all()
        at = [flip["at"] * others / (1 - flip["at"]) for flip in flips[id_]]
        lefts = [float(place.evaluate("tick => tick.style.left").removesuffix("%")) for place in places]
        assert lefts == pytest.approx([point for point in at if point <= 100], abs=1e-3)
        if not lefts or title == "Power":
            continue
        before = status(page).split(" leads")[0]
        driver(page, title).evaluate(
            "(slider, to) => { slider.value = to; slider.dispatchEvent(new Event('input')) }",
            str(lefts[0] + (0.5 if flips[id_][0]["change"] > 0 else -0.5)),
        )
        assert status(page).split(" leads")[0] != before
        page.keyboard.press("r")


def test_undo_back_and_reset_take_back_and_the_address_can_be_quoted(bench):
    page = bench()
    began = status(page)
    slider = driver(page, "Personality")
    slider.press("End")
    settled(page)
    moved = status(page)
    assert moved != began
    assert page.url.endswith("#d=power:20,interests:50,personality:100")
    quoted = page.url
    slider.press("Home")
    settled(page)
    page.keyboard.press("u")
    settled(page)
    assert status(page) == moved
    page.go_back()
    assert status(page) == began
    page.keyboard.press("u")
    assert status(page).startswith("There is nothing to take back.")
    page.goto("about:blank")
    page.goto(quoted)
    assert status(page) == moved
    page.keyboard.press("r")
    assert status(page) == f"As the page was made. {began}"
    assert page.heard[1:] == []


def test_an_address_that_does_not_fit_is_told(bench):
    page = bench()
    page.evaluate("location.hash = '#d=power:40,nobody:3&i=nothing'")
    assert status(page).startswith("Part of the address does not fit this page and was left out.")
    assert float(driver(page, "Power").input_value()) == 40
    page.evaluate("location.hash = '#answer'")
    assert float(driver(page, "Power").input_value()) == 40


def test_the_last_slider_above_0_stays(bench):
    page = bench()
    for title in ("Power", "Interests", "Personality"):
        driver(page, title).press("Home")
    assert status(page).startswith("All weights at 0 would say nothing: this one stays.")
    assert [float(driver(page, t).input_value()) for t in ("Power", "Interests", "Personality")] == [0, 0, 30]


def test_a_locked_driver_keeps_its_share(bench):
    page = bench()
    page.get_by_role("checkbox", name="Lock the share of Power").check()
    assert driver(page, "Power").is_disabled()
    driver(page, "Personality").press("PageUp")
    driver(page, "Interests").press("End")
    assert page.locator("#try-drivers > .lever .n").first.inner_text() == "20.0%"
    page.get_by_role("checkbox", name="Lock the share of Interests").check()
    assert driver(page, "Personality").is_disabled(), "nothing is left that could give"


def test_a_number_that_is_no_points_is_told(bench):
    page = bench()
    number = page.get_by_role("spinbutton", name="Power, points")
    number.fill("-3")
    number.press("Tab")
    assert status(page).startswith("Points are from 0 to 100.")
    assert number.input_value() == "20"
    number.fill("35.5")
    number.press("Tab")
    assert float(driver(page, "Power").input_value()) == 35.5


def test_letters_do_nothing_while_one_types_and_the_keys_are_told(bench):
    page = bench()
    page.locator("#try-keep summary").click()
    page.get_by_label("Your name").fill("")
    page.get_by_label("Your name").press_sequentially("rup i?")
    assert page.get_by_label("Your name").input_value() == "rup i?"
    page.locator("#try-save").focus()
    page.keyboard.press("?")
    assert page.locator("#try-help").is_visible()
    page.keyboard.press("p")
    assert page.locator("html.projector").count() == 1
    page.keyboard.press("i")
    assert page.evaluate("document.activeElement.closest('#try-injects') !== null")


def kept(page, folder, name):
    """Save the weights of a page as a file, and return its text."""
    if not page.locator("#try-keep[open]").count():
        page.locator("#try-keep summary").click()
    with page.expect_download() as waited:
        page.get_by_role("button", name="Save as a weights file").click()
    waited.value.save_as(folder / name)
    text = (folder / name).read_text(encoding="utf-8")
    assert page.get_by_label("The weights file as text").input_value() == text
    return text


def test_the_file_that_is_kept_has_the_numbers_of_the_page(bench, run, folder):
    page = bench()
    rng = random.Random(5)
    injects = [label.inner_text().strip() for label in page.locator("#try-injects label").all()]
    ids = {one["title"]: one["id"] for one in json.loads(page.locator("#state").text_content())["injects"]}
    for round_ in range(6):
        page.keyboard.press("r")
        points = {title: rng.randint(1, 100) for title in ("Power", "Interests", "Personality")}
        for title, number in points.items():
            field = page.get_by_role("spinbutton", name=f"{title}, points", exact=True)
            field.fill(str(number))
            field.press("Tab")
        happening = rng.sample(injects, round_ % 3)
        for title in happening:
            page.get_by_role("checkbox", name=title).check()
        text = kept(page, folder, "moved.yaml")
        assert re.findall(r"SHA-256 [0-9a-f]{64}", text)
        assert run("check", "moved.yaml").exit_code == 0
        tried = [word for title in happening for word in ("--inject", ids[title])]
        found = json.loads(run(*SCORE, "-w", "moved.yaml", *tried, "-f", "json").stdout)
        assert shown_scores(page) == {row["title"]: fixed(row["score"]) for row in found["ranking"]}
        assert all(f"--inject {ids[title]}" in text for title in happening)


def test_a_kept_file_says_whose_it_is(bench, run, folder):
    page = bench()
    page.locator("#try-keep summary").click()
    page.get_by_label("Your name").fill('Ann "the red" \u202e: #x')
    page.get_by_label("Team").fill("red")
    stated = yaml.safe_load(kept(page, folder, "anns.yaml"))
    assert (stated["by"], stated["team"]) == ('Ann "the red" \u202e: #x', "red")
    assert run("check", "anns.yaml").exit_code == 0


def test_what_is_tried_on_the_command_line_stands_on_the_sliders(bench, run, folder):
    args = [
        "--inject",
        "shipment_exposed",
        "--set",
        "weights.power=40",
        "--set",
        "ratings.drones.sanctions=9",
    ]
    page = bench(*SCORE, *args)
    assert float(driver(page, "Power").input_value()) == 40
    assert page.get_by_role("checkbox", name="A shipment of shells is exposed").is_checked()
    text = kept(page, folder, "kept.yaml")
    assert "--inject shipment_exposed --set ratings.drones.sanctions=9" in text
    found = json.loads(run(*SCORE, *args, "-f", "json").stdout)
    assert shown_scores(page) == {row["title"]: fixed(row["score"]) for row in found["ranking"]}


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (320, 720)])
def test_the_bench_fits_a_screen_and_in_large_letters_too(size, bench):
    page = bench(width=size[0], height=size[1])
    for _ in range(2):
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        page.keyboard.press("p")
    if size[0] == 1280:
        page.evaluate("document.getElementById('try').scrollIntoView()")
        assert page.locator("#try-scores li").last.bounding_box()["y"] < 720
        assert driver(page, "Personality").bounding_box()["y"] < 720


def test_the_file_is_not_in_the_way_where_no_weight_can_move(bench, folder):
    (folder / "one.yaml").write_text(
        "format: scenario/1\ntitle: T\nquestion: Q?\ndrivers: {a: {title: A}}\n"
        "options: {x: {title: X}, y: {title: Y}}\n"
        "ratings: {x: {a: 1}, y: {a: 2}}\n",
        encoding="utf-8",
    )
    page = bench("score", "one.yaml")
    assert page.locator("#try").count() == page.locator("script[type=module]").count() == 0


def test_of_two_events_of_which_one_holds_otherwise_one_is_on_at_most(bench):
    page = bench()
    exposed = page.get_by_role("checkbox", name="A shipment of shells is exposed")
    hidden = page.get_by_role("checkbox", name="The shells stay hidden")
    exposed.check()
    hidden.check()
    assert (exposed.is_checked(), hidden.is_checked()) == (False, True)
    exposed.check()
    assert (exposed.is_checked(), hidden.is_checked()) == (True, False)


def test_a_share_that_no_points_of_a_slider_reach_is_said_to_be_one(bench):
    page = bench()
    told = page.locator("#try-drivers > .lever").nth(0).locator(".turns").inner_text()
    assert told == "above 89.6%: Covert artillery shells (not by this slider alone)"
    driver(page, "Power").press("End")
    assert status(page).startswith("Keep the straddle leads")
    told = page.locator("#try-drivers > .lever").nth(2).locator(".turns").inner_text()
    assert re.fullmatch(r"above [0-9.]+%: Covert artillery shells \(at [0-9.]+ points\)", told)


def test_a_letter_in_a_number_field_still_does_what_it_does(bench):
    page = bench()
    number = page.get_by_role("spinbutton", name="Personality, points")
    number.fill("45")
    number.press("Enter")
    assert "Personality" in status(page) or "leads" in status(page)
    assert float(driver(page, "Personality").input_value()) == 45
    number.press("u")
    settled(page)
    assert float(driver(page, "Personality").input_value()) == 30


def test_what_was_moved_is_told_on_paper(bench):
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    page = bench()

    def printed():
        sheets = pypdf.PdfReader(io.BytesIO(page.pdf())).pages
        text = "".join(sheet.extract_text() for sheet in sheets)
        return " ".join(unicodedata.normalize("NFKC", text).split())  # ligatures

    assert "Moved on the screen" not in printed()
    driver(page, "Personality").press("PageUp")
    page.get_by_role("checkbox", name="Russia's front breaks").check()
    said = status(page)
    told = "Moved on the screen to these points: Power 20.0, Interests 50.0, Personality 40.0; "
    assert f"{told}what happens: Russia's front breaks. Then: {said}" in printed()


@pytest.mark.parametrize("projector", [False, True])
def test_every_track_has_room_to_move_on(bench, projector):
    page = bench(width=320, height=640)
    if projector:
        page.keyboard.press("p")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    widths = page.evaluate(
        "[...document.querySelectorAll('#try input[type=range]')].map(r => r.getBoundingClientRect().width)"
    )
    assert min(widths) >= 120
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
