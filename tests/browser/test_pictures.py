"""Pictures as a real browser sets them: its fonts are not those that widths were reckoned with."""

import pytest

import scenario_cli as sc

pytestmark = pytest.mark.thorough

WIDTHS = (360, 1024, 1920)
OVERLAPS = """() => {
  const found = [];
  for (const svg of document.querySelectorAll('svg')) {
    const all = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim());
    const boxes = all.map(t => t.getBBox());
    const wide = svg.viewBox.baseVal.width;
    boxes.forEach((a, i) => {
      if (a.x < -2 || a.x + a.width > wide + 2) found.push([svg.id, 'out', all[i].textContent]);
      boxes.slice(0, i).forEach((b, k) => {
        const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
        const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
        if (across > 1 && down > 0.3 * Math.min(a.height, b.height))
          found.push([svg.id, all[k].textContent, all[i].textContent]);
      });
    });
  }
  return found;
}"""


def answers(folder):
    """Every answer that has pictures, with all that it can draw."""
    yield played(folder).show()
    for name in ("china-arms-russia", "china-arms-russia-wider", "china-arms-russia-2022"):
        study = sc.study(name)
        yield study.score()
        yield study.sensitivity(map_=True)
        yield study.sensitivity(over=study.problem.drivers[0])
        if "front_breaks" in study.scenario.injects:
            yield study.sensitivity(event="shipment_exposed,front_breaks")
        yield study.explain(study.problem.options[0])
        yield study.evidence()
        yield study.robustness(samples=500)
        yield sc.compare([study.under(w) for w in ("authors", "critics", "personality")])


def played(folder):
    """A game of twenty turns in a new folder."""
    game = sc.new_game(folder / "game", "china-arms-russia", teams=["red"])
    for k in range(20):
        game.set(f"weights.power={10 + 13 * k % 60}")
        if k == 7:
            game.inject("front_breaks", until=12)
        game.turn(f"Turn {k + 1}: {'a long spring' if k % 3 else 'summer'}")
    return game


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """The SVG of every picture, at each width, with a name."""
    return [
        picture.replace("<svg ", f'<svg id="{k}-{name}-{width}" ', 1)
        for k, answer in enumerate(answers(tmp_path_factory.mktemp("pictures")))
        for name in answer.report().pictures
        for width in WIDTHS
        for picture in [answer.picture(name, float(width)).svg]
    ]


def test_no_words_cover_others_as_a_browser_sets_them(chromium, drawn):
    page = chromium.new_page()
    try:
        page.set_content(f"<!doctype html>{''.join(drawn)}")
        assert page.evaluate(OVERLAPS) == []
    finally:
        page.close()
