// The arithmetic of a page with sliders: shares, ratings, values, scores, ranks, and what one weight turns.
//
// Its numbers are those of the program to the last bit: each step has the order of additions, and the
// forms, of the module named beside it. A change there is a change here. Nothing here reads a page.
//
// `study` is what state_document (answers/sliders.py) returns, read from JSON, and is never changed.
// `state` is what a reader moves: { drivers: [points], factors: [points], on: [indices of study.injects] }.

export const TIE = 1e-9; // additive.py: scores that differ by no more are equal
const POINTS = 100;
const LARGE = 2 ** 500; // problem.py
const SAME_SHARE = 1e-9; // one_way.py

// The state that the page was made with.
export function start(study) {
  return {
    drivers: study.drivers.map((driver) => driver.points),
    factors: study.factors.map((factor) => factor.points),
    on: study.on.slice(),
  };
}

// All that is so in a state, but for what would change it; null where all weights are at 0.
export function evaluate(study, state) {
  const shares = sharesOf(study, state);
  if (shares === null) return null;
  const { ratings, unknown } = ratingsOf(study, state.on);
  const values = valuesOf(study, ratings);
  const contributions = values.map((row) => row.map((value, j) => value * shares.factors[j] * POINTS));
  const scores = contributions.map((row) => Math.min(added(row), POINTS));
  return { shares, ratings, unknown, values, contributions, scores, ...ranked(scores) };
}

// Shares (problem.py) ------------------------------------------------------------------------------------

// The drivers' shares of the whole, the factors' within their driver and of the whole; null for all at 0.
export function sharesOf(study, state) {
  const drivers = normalised(pointsAfter(study, state));
  const groups = study.drivers.map(() => []);
  study.factors.forEach((factor, j) => groups[factor.driver].push(state.factors[j]));
  const idle = (group, k) => !state.drivers[k] && !group.some(Boolean); // they share equally
  const parts = groups.map((group, k) => normalised(idle(group, k) ? group.map(() => 1) : group));
  if (drivers === null || parts.includes(null)) return null;
  const within = [].concat(...parts); // factors stand by driver, in file order
  const factors = within.map((share, j) => drivers[study.factors[j].driver] * share);
  return { drivers, within, factors };
}

// The drivers' points after what happens, in order. `unit` keeps them from passing the largest number.
function pointsAfter(study, state) {
  let points = state.drivers.slice();
  let unit = 1;
  const shrink = () => {
    if (Math.max(...points) > LARGE) {
      unit *= LARGE;
      points = points.map((point) => point / LARGE);
    }
  };
  shrink();
  for (const k of state.on) {
    if (!study.injects[k].setting) shrink();
    for (const change of study.injects[k].weights) {
      if (change.times === undefined) points[change.driver] = change.points / unit;
      else points[change.driver] *= change.times;
    }
  }
  return points;
}

function normalised(points) {
  if (points.every((point) => point === 0)) return null;
  let raw = points;
  let total = added(raw);
  if (!Number.isFinite(total)) {
    const most = Math.max(...raw);
    raw = raw.map((point) => point / most);
    total = added(raw);
  }
  return raw.map((point) => point / total);
}

// arrays.py: one after another, from the first.
function added(parts) {
  let total = parts[0];
  for (let k = 1; k < parts.length; k += 1) total += parts[k];
  return total;
}

// Ratings (cells.py) -------------------------------------------------------------------------------------

// The ratings in the factors' own units after what happens, in order; unknown ones at mid-scale.
export function ratingsOf(study, on) {
  const unknown = study.ratings.map((row) => row.map((rating) => rating === null));
  const stated = (rating, j) => (rating === null ? middle(study.factors[j]) : rating);
  const ratings = study.ratings.map((row) => row.map(stated));
  for (const k of on) {
    for (const { option, factor, set, shift } of study.injects[k].ratings) {
      const scale = study.factors[factor];
      if (shift === undefined) {
        unknown[option][factor] = set === null;
        ratings[option][factor] = set === null ? middle(scale) : clipped(set, scale);
      } else if (!unknown[option][factor]) {
        // What is unknown and shifted stays unknown.
        ratings[option][factor] = clipped(ratings[option][factor] + shift, scale);
      }
    }
  }
  return { ratings, unknown };
}

function middle(scale) {
  const bottom = Math.min(scale.worst, scale.best);
  return bottom + (Math.max(scale.worst, scale.best) - bottom) / 2;
}

function clipped(number, scale) {
  const bottom = Math.min(scale.worst, scale.best);
  const top = Math.max(scale.worst, scale.best);
  if (number < bottom) return bottom;
  return number > top ? top : number;
}

// Values (cells.py, curves.py) ---------------------------------------------------------------------------

// Ratings as 0 at the worst to 1 at the best, on the straight line or along the factor's curve.
export function valuesOf(study, ratings) {
  return ratings.map((row) => row.map((rating, j) => {
    const { worst, best, curve } = study.factors[j];
    const position = (rating - worst) / (best - worst);
    return curve === null ? position : through(curve.positions, curve.values, position);
  }));
}

function through(at, reach, point) {
  const last = at.length - 1;
  if (point >= at[last]) return reach[last];
  let piece = 0;
  while (piece < last - 1 && at[piece + 1] <= point) piece += 1;
  const share = (point - at[piece]) / (at[piece + 1] - at[piece]);
  return Math.max(reach[piece] + share * (reach[piece + 1] - reach[piece]), reach[0]);
}

// Ranks (additive.py) ------------------------------------------------------------------------------------

// Ranks as "1224", by the tie rule; `order` by rank, then as in the file; `behind` in points.
function ranked(scores) {
  const ranks = scores.map((score) => 1 + scores.filter((other) => other > score + TIE).length);
  const best = Math.max(...scores);
  const indices = scores.map((_, i) => i);
  const equals = (score) => scores.filter((other) => other >= score - TIE && other <= score + TIE);
  return {
    ranks,
    tied: scores.map((score) => equals(score).length > 1),
    behind: scores.map((score) => best - score),
    order: indices.slice().sort((a, b) => ranks[a] - ranks[b] || a - b),
    leaders: indices.filter((i) => ranks[i] === 1),
  };
}

// One weight the whole way (sensitivity/one_way.py, scores_without in additive.py) -----------------------

// For each driver, and for each factor, that is not locked:
// { item, weight, stable: [low, high], flips: [{ at, change, to }], segments: [{ start, end, first }] },
// all as shares of the whole, 0..1. `result` is what evaluate returns; `locked` drivers keep their weight.
export function oneWay(study, result, locked = []) {
  const { shares, values } = result;
  const freeDriver = study.drivers.map((_, k) => !locked.includes(k));
  const freeFactor = study.factors.map((factor) => freeDriver[factor.driver]);
  const left = locked.length ? shares.drivers.filter((_, k) => freeDriver[k]).reduce((a, b) => a + b, 0) : 1;
  const fixed = result.contributions.map((row) => added(row.map((part, j) => (freeFactor[j] ? 0 : part))));
  const alone = values.map((row) => row.map((value) => POINTS * value));
  const swings = (scores, weights, free) => {
    const items = weights.map((_, k) => k).filter((k) => free[k]);
    if (left <= 0 || items.length === 0) return [];
    const parts = items.map((item) => weights[item] / left);
    const at1 = scores.map((row, i) => items.map((item) => fixed[i] + left * row[item]));
    const at0 = at1.map((row) => withoutEach(row, parts));
    return items.map((item, k) => {
      const swing = turned(at0.map((row) => row[k]), at1.map((row) => row[k]), parts[k], result.leaders);
      return { item, weight: weights[item], ...scaled(swing, left) };
    });
  };
  return {
    drivers: swings(driverScores(study, alone, shares.within), shares.drivers, freeDriver),
    factors: swings(alone, shares.factors, freeFactor),
  };
}

// The score of every option under each driver alone.
function driverScores(study, alone, within) {
  return alone.map((row) => {
    const total = study.drivers.map(() => 0);
    row.forEach((score, j) => { total[study.factors[j].driver] += score * within[j]; });
    return total;
  });
}

// An option's score at share 0 of each item, the others in proportion, or equally where these have no weight.
function withoutEach(alone, shares) {
  if (shares.length === 1) return alone;
  const others = sumsOfOthers(alone.map((score, k) => score * shares[k]));
  const totals = sumsOfOthers(shares);
  const equally = sumsOfOthers(alone);
  return others.map((sum, k) => (totals[k] > 0 ? sum / totals[k] : equally[k] / (shares.length - 1)));
}

// From both sides: taking a part from the total loses digits at shares near 1.
function sumsOfOthers(parts) {
  const sums = [];
  let side = 0;
  for (let k = 0; k < parts.length; k += 1) {
    sums.push(side);
    side += parts[k];
  }
  side = 0;
  for (let k = parts.length - 1; k >= 0; k -= 1) {
    sums[k] += side;
    side += parts[k];
  }
  return sums;
}

function scaled(swing, whole) {
  if (whole === 1) return swing;
  return {
    stable: swing.stable.map((end) => end * whole),
    flips: swing.flips.map((flip) => ({ at: flip.at * whole, change: flip.change * whole, to: flip.to })),
    segments: swing.segments.map((s) => ({ start: s.start * whole, end: s.end * whole, first: s.first })),
  };
}

function turned(at0, at1, share, leaders) {
  const segments = firstAlong(at0, at1);
  const allTheWay = segments[0].end === 1 && same(segments[0].first, leaders);
  const tie = allTheWay ? [0, 1] : tieStretch(at0, at1, share, leaders);
  return { ...around(share, segments, leaders, tie), segments };
}

function same(some, others) {
  return some.length === others.length && some.every((i, k) => i === others[k]);
}

// Who is first along t in 0..1 where scores go straight from at0 to at1.
function firstAlong(at0, at1) {
  const chain = visible(at0, at1, upperEnvelope(at0, at1));
  const bounds = [0, ...crossings(at0, at1, chain), 1];
  const segments = [];
  chain.forEach((line, k) => {
    const first = alongWith(at0, at1, line, bounds[k], bounds[k + 1]);
    const before = segments[segments.length - 1];
    if (before && same(before.first, first)) before.end = bounds[k + 1];
    else segments.push({ start: bounds[k], end: bounds[k + 1], first });
  });
  return segments;
}

function alongWith(at0, at1, line, start, end) {
  const gap = (i, t) => (1 - t) * (at0[line] - at0[i]) + t * (at1[line] - at1[i]);
  return at0.map((_, i) => i).filter((i) => gap(i, start) <= TIE && gap(i, end) <= TIE);
}

function crossing(at0, at1, left, right) {
  const lead = at0[left] - at0[right];
  return lead / (lead + (at1[right] - at1[left]));
}

function crossings(at0, at1, chain) {
  return chain.slice(1).map((line, k) => crossing(at0, at1, chain[k], line));
}

// The lines that are uppermost somewhere, from left to right.
function upperEnvelope(at0, at1) {
  const lines = at0.map((_, i) => i).sort((a, b) => at0[b] - at0[a] || at1[b] - at1[a] || a - b);
  const chain = [];
  let best = -Infinity;
  for (const line of lines) {
    if (at1[line] > best) {
      best = at1[line];
      while (chain.length > 1) {
        const [left, last] = chain.slice(-2);
        if (leadOf(at0, at1, last, left, line) > 0) break;
        chain.pop();
      }
      chain.push(line);
    }
  }
  return chain;
}

// How far a line rises above the crossing of two others.
function leadOf(at0, at1, line, left, right) {
  const t = crossing(at0, at1, left, right);
  return (1 - t) * (at0[line] - at0[left]) + t * (at1[line] - at1[left]);
}

// The chain without the lines that lead by no more than a tie anywhere, measured against the whole chain.
function visible(at0, at1, chain) {
  const bounds = crossings(at0, at1, chain);
  const seen = [];
  const beforeLast = () => seen[seen.length - 2];
  for (const line of chain) {
    while (seen.length) {
      let lead = at0[chain[0]] - at0[line];
      if (seen.length > 1) {
        const t = crossing(at0, at1, beforeLast(), line);
        const upper = bounds.findIndex((bound) => bound > t);
        lead = leadOf(at0, at1, chain[upper < 0 ? bounds.length : upper], beforeLast(), line);
      }
      if (lead > TIE) break;
      seen.pop();
    }
    seen.push(line);
  }
  while (seen.length > 1 && at1[chain[chain.length - 1]] - at1[beforeLast()] <= TIE) seen.pop();
  return seen;
}

// From where to where a gap that goes straight from gap0 to gap1 is at most a tie.
function atMostATie(gap0, gap1) {
  const slope = gap1 - gap0;
  if (slope === 0) return gap0 > TIE ? [Infinity, -Infinity] : [-Infinity, Infinity];
  const turn = (TIE - gap0) / slope;
  return slope < 0 ? [turn, Infinity] : [-Infinity, turn];
}

// The stretch round a share in which leaders that tie are first, and nobody else is.
function tieStretch(at0, at1, share, leaders) {
  if (leaders.length === 1) return [share, share];
  // From where to where every leader is at most a tie behind an option.
  const stretch = (other) => {
    const ways = leaders.map((i) => atMostATie(at0[i] - at0[other], at1[i] - at1[other]));
    return [Math.max(...ways.map((way) => way[0])), Math.min(...ways.map((way) => way[1]))];
  };
  let [low, high] = [0, 1];
  for (const [start, end] of leaders.map(stretch)) {
    low = Math.max(low, start);
    high = Math.min(high, end);
  }
  at0.forEach((_, i) => {
    if (leaders.includes(i)) return;
    const [joins, leaves] = stretch(i);
    if (joins > leaves) return;
    if (joins > share) high = Math.min(high, joins);
    if (leaves < share) low = Math.max(low, leaves);
  });
  return [Math.min(low, share), Math.max(high, share)];
}

// The end of an interval round a share, which is the share itself where it is that near.
function beside(share, end) {
  return Math.abs(end - share) <= SAME_SHARE ? share : end;
}

// The stable interval round the present share, and the nearest flips.
function around(weight, segments, leaders, tie) {
  let [low, high] = tie;
  const here = segments.find((s) => s.start <= weight && weight <= s.end && same(s.first, leaders));
  if (here) {
    low = beside(here.start, Math.min(low, here.start));
    high = beside(here.end, Math.max(high, here.end));
  }
  const below = segments.find((s) => s.start < low && low <= s.end);
  const above = segments.find((s) => s.start <= high && high < s.end);
  if (!here) {
    low = beside(weight, low);
    high = beside(weight, high);
  }
  const flips = [];
  if (below) flips.push({ at: low, change: low - weight, to: below.first });
  if (above) flips.push({ at: high, change: high - weight, to: above.first });
  return { stable: [low, high], flips };
}
