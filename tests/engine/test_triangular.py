"""Triangles and bases are those of the library, but for the order of additions."""

import numpy as np
import pytest

from scenario_cli.engine.triangular import basis_beside, cholesky, solved_by


@pytest.mark.parametrize("d", [1, 2, 7, 29])
def test_a_triangle_is_that_of_the_library_and_solves(d):
    rng = np.random.default_rng(d)
    parts = rng.normal(size=(d + 3, d))
    matrix = parts.T @ parts
    assert np.allclose(cholesky(matrix), np.linalg.cholesky(matrix))
    wanted = rng.normal(size=d)
    assert np.allclose(solved_by(cholesky(matrix), wanted), np.linalg.solve(matrix, wanted))


@pytest.mark.parametrize("rank", [1, 2, 4])
def test_a_basis_has_every_direction_along_which_no_row_changes(rank):
    rng = np.random.default_rng(rank)
    rows = rng.normal(size=(rank, 6))
    rows = np.vstack([rows, rng.normal(size=(3, rank)) @ rows])  # three that follow from the others
    basis = basis_beside(rows)
    assert basis.shape == (6, 6 - rank)
    assert np.allclose(rows @ basis, 0)
    assert np.linalg.matrix_rank(basis) == 6 - rank


def test_rows_that_leave_nothing_have_no_basis():
    assert basis_beside(np.eye(3)).shape == (3, 0)
