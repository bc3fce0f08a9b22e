"""The same bytes whatever instructions the processor's libraries choose."""

import os
import platform
import subprocess
import sys

import pytest

pytestmark = pytest.mark.thorough

ASKED = """
import json, scenario_cli as sc
study = sc.study("china-arms-russia")
falling = ["us_relations", "sanctions", "putin_tie", "standing", "energy", "region"]
judged = [sc.Judgement(more=a, than=b) for a, b in zip(falling, falling[1:])]
judged.append(sc.Judgement(equal=["leverage", {"counter_us": 7.0}]))
many = sc.Answers(format="answers/1", answers=judged)
for answer in (
    study.score(),
    study.sensitivity(map_=True),
    study.robustness(samples=20_000),
    study.robustness(samples=20_000, model="around", ratings="uncertain"),
    study.robustness(samples=20_000, model="ranges", over="drivers"),
    study.robustness(samples=20_000, model="ordered"),
    study.robustness(over="drivers"),
    sc.study("china-arms-russia-2022").sensitivity(),
    sc.ask(study),
    sc.ask(study, many),
    study.robustness(samples=20_000, model="answers", answers=[many]),
):
    print(json.dumps(answer.to_dict(), sort_keys=True))
for answer in (study.score(), study.robustness(samples=20_000), study.product(samples=2_000)):
    for name in answer.report().pictures:
        print(json.dumps(answer.picture(name).svg))
    print(json.dumps(answer._repr_html_()))
"""


PAIRS = """
import numpy as np
from scenario_cli.engine.elicit import compare_pairs
logs = np.triu(np.log(np.random.default_rng(1).integers(1, 9, (9, 9))), 1)
found = compare_pairs(np.exp(logs - logs.T))
print(repr((found.weights.tolist(), found.lambda_max, found.worst)))
"""


def printed(asked, **environment):
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, **environment},
        capture_output=True,
        check=True,
    )
    return done.stdout


x86 = pytest.mark.skipif(
    platform.machine().lower() not in ("x86_64", "amd64"), reason="names x86 instructions"
)
OLD_LIBRARY = {"OPENBLAS_CORETYPE": "Prescott"}  # linear algebra as for a processor of 2004
OLD_LOOPS = {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX2 FMA3"}  # what NumPy does not know it leaves


@x86
def test_older_instructions_of_numpy_and_its_linear_algebra_give_the_same_bytes():
    usual = printed(ASKED)
    assert usual.count(b"\n") > 8 + 3 * 2
    assert usual == printed(ASKED, **OLD_LIBRARY, **OLD_LOOPS)


@x86
def test_weights_from_pairs_do_not_hang_on_a_library_of_linear_algebra():
    """Their logarithms are NumPy's, whose last digit may differ with its own instructions."""
    assert printed(PAIRS) == printed(PAIRS, **OLD_LIBRARY)
