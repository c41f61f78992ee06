// The maps of two inputs without a page: networks asked at many points, grids, lines, words.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { activationLabels, type ActivationName } from "../../../src/core/config.ts";
import { Network, parameterCount, type UnitKinds } from "../../../src/core/network.ts";
import { presets } from "../../../src/core/presets.ts";
import { Random } from "../../../src/core/random.ts";
import { previewData } from "../../../src/host/dataPreview.ts";
import type { BorderFacts } from "../../../webview/borders/bordersPainter.ts";
import { bordersText, mapLabel } from "../../../webview/borders/borderWords.ts";
import { shapeOf, zeroLine } from "../../../webview/borders/contour.ts";
import { affordableCells, FieldWork } from "../../../webview/borders/fieldWork.ts";
import { paintLine, paintRegions, paintSprite } from "../../../webview/borders/mapPixels.ts";
import { regionIndex } from "../../../webview/borders/palette.ts";
import { movePoint, planeOf, ticksOf } from "../../../webview/borders/plane.ts";
import { PlaneNetwork, probabilityOf } from "../../../webview/borders/planeNetwork.ts";
import { preview } from "./panelFixture.ts";

const moons = planeOf(previewData(presets.moons.dataset, "moons"));
if (moons === undefined) throw new Error("moons have two inputs");

const limits = { min: -5, max: 5, noNaN: true } as const;

function randomNetwork(sizes: readonly number[], kinds: UnitKinds, seed: number): Network {
  const random = new Random(seed);
  const parameters = new Float64Array(parameterCount(sizes));
  for (let i = 0; i < parameters.length; i++) parameters[i] = 2 * random.gaussian();
  return new Network(parameters, sizes, kinds);
}

/** Values of a function at the corners of a grid over the square from -1 to 1, y upwards. */
function gridOf(cells: number, value: (x: number, y: number) => number) {
  const width = cells + 1;
  const values = Float64Array.from({ length: width * width }, (_, i) =>
    value((2 * (i % width)) / cells - 1, 1 - (2 * Math.floor(i / width)) / cells),
  );
  return { cells, values };
}

/** Length of a line in units of the square that is 2 wide. */
function measure(cells: number, value: (x: number, y: number) => number) {
  const { length, pieces } = shapeOf(zeroLine(gridOf(cells, value)));
  return { length: (2 * length) / cells, pieces };
}

describe("a network asked at many points", () => {
  const activations = Object.keys(activationLabels) as ActivationName[];
  for (const output of ["softmax", "sigmoid"] as const) {
    test(`says what Network says: ${output} over every activation, to the bit`, () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 0, max: 1e6 }),
          fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom(...activations)), {
            maxLength: 3,
          }),
          fc.array(fc.tuple(fc.double(limits), fc.double(limits)), {
            minLength: 1,
            maxLength: 300,
          }),
          (seed, hidden, points) => {
            const sizes = [2, ...hidden.map(([units]) => units), output === "softmax" ? 2 : 1];
            const names = hidden.map(([, name]) => name);
            const kinds = { activations: names.length === 0 ? ["tanh" as const] : names, output };
            const network = randomNetwork(sizes, kinds, seed);
            const plane = new PlaneNetwork(network.layers, kinds);
            const margins = new Float64Array(points.length + 1).fill(7);
            const axis = (i: 0 | 1) => Float64Array.from(points, point => point[i]);
            plane.margins(axis(0), axis(1), margins, 1);
            assert.equal(margins[0], 7);
            points.forEach(([x, y], i) => {
              network.forward(Float64Array.of(x, y));
              const { logits, probabilities } = network;
              assert.equal(
                margins[i + 1],
                output === "softmax" ? logits[1] - logits[0] : logits[0],
              );
              assert.ok(Math.abs(probabilityOf(margins[i + 1]) - probabilities[1]) <= 1e-12);
              assert.equal(plane.margin(x, y), margins[i + 1]);
            });
          },
        ),
        { numRuns: 60 },
      );
    });
  }
});

describe("the border as a line", () => {
  test("a straight border has its length, wherever it lies", () => {
    const { length, pieces } = measure(37, (x, y) => x - 2 * y + 0.1);
    assert.ok(Math.abs(length - Math.hypot(2, 1)) < 1e-12, `${length}`);
    assert.equal(pieces, 1);
  });

  test("a circle is one closed line, two of them are two, and a finer grid is nearer", () => {
    const circle = (x: number, y: number) => 0.25 - x * x - y * y;
    const coarse = Math.abs(measure(16, circle).length - Math.PI);
    const fine = Math.abs(measure(128, circle).length - Math.PI);
    assert.ok(fine < 1e-3 && fine < coarse / 20, `${coarse} ${fine}`);
    assert.equal(measure(64, circle).pieces, 1);
    const two = measure(64, (x, y) =>
      Math.max(0.04 - (x - 0.5) ** 2 - y * y, 0.04 - (x + 0.5) ** 2 - y * y),
    );
    assert.equal(two.pieces, 2);
  });

  test("every inner end is the end of two pieces: lines are not torn", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 49, maxLength: 49 }),
        list => {
          const values = Float64Array.from(list, value => (value === 0 ? 0.5 : value));
          const segments = zeroLine({ cells: 6, values });
          const ends = new Map<string, number>();
          for (let i = 0; i < segments.length; i += 2) {
            const [x, y] = segments.subarray(i, i + 2);
            if (x === 0 || y === 0 || x === 6 || y === 6) continue;
            ends.set(`${x} ${y}`, (ends.get(`${x} ${y}`) ?? 0) + 1);
          }
          // A value so small that its end falls onto a corner joins more than two.
          for (const [end, count] of ends) assert.equal(count % 2, 0, end);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("where two lines cross a cell, its middle says which corners belong together", () => {
    const saddle = (above: number) =>
      zeroLine({ cells: 1, values: Float64Array.of(-1, above, above, -1) });
    const [joined, apart] = [saddle(1.5), saddle(0.5)];
    // Corners b (top right) and d (bottom left) are above 0.
    const touchesLeftAndTop = (line: Float64Array) => line[0] === 0 && line[3] === 0;
    assert.deepEqual([joined.length, apart.length], [8, 8]);
    assert.equal(touchesLeftAndTop(joined), true);
    assert.equal(touchesLeftAndTop(apart), false);
  });

  test("one class everywhere, or numbers that are none, have no border", () => {
    assert.deepEqual(
      measure(8, () => 3),
      { length: 0, pieces: 0 },
    );
    assert.deepEqual(
      measure(8, () => -3),
      { length: 0, pieces: 0 },
    );
    assert.deepEqual(
      measure(8, () => Number.NaN),
      { length: 0, pieces: 0 },
    );
  });
});

describe("work in small steps", () => {
  const kinds = { activations: ["tanh" as const], output: "softmax" as const };
  const networks = [1, 2].map(seed => {
    const network = randomNetwork([2, 5, 2], kinds, seed);
    return new PlaneNetwork(network.layers, kinds);
  });

  test("ends with the same numbers, however often it is interrupted", () => {
    const wanted = [moons.train, moons.test];
    const whole = new FieldWork(networks, moons.area, 20, wanted);
    whole.goOn(() => true);
    const piecewise = new FieldWork(networks, moons.area, 20, wanted);
    let turns = 0;
    for (; !piecewise.isDone; turns++) piecewise.goOn(() => false);
    assert.equal(turns, 2 * (21 + 7 + 7));
    assert.deepEqual(piecewise.fields, whole.fields);
    assert.deepEqual(piecewise.margins, whole.margins);
    const { left, bottom, span } = moons.area;
    assert.equal(whole.fields[1][0], networks[1].margin(left, bottom + span));
    assert.equal(whole.fields[1][21 * 20], networks[1].margin(left, bottom));
    assert.equal(
      whole.margins[0][1][150],
      networks[0].margin(moons.test.xs[150], moons.test.ys[150]),
    );
  });

  test("a grid is as fine as time allows, within its limits", () => {
    assert.equal(affordableCells(100, 1, 1e6, 500), 99);
    assert.equal(affordableCells(1, 1, 1e6, 500), 500);
    assert.equal(affordableCells(1e9, 1, 1e6, 500), 16);
    assert.equal(affordableCells(1e9, 1, 1e6, 9), 9);
  });
});

describe("the plane", () => {
  test("holds every item of two inputs, on equal scales", () => {
    const { area, train, test: tested } = moons;
    assert.equal(train.xs.length, 200);
    assert.equal(tested.xs.length, 200);
    assert.equal(
      train.labels.reduce((sum, label) => sum + label, 0),
      100,
    );
    for (const { xs, ys } of [train, tested]) {
      for (let i = 0; i < xs.length; i++) {
        assert.ok(xs[i] > area.left && xs[i] < area.left + area.span);
        assert.ok(ys[i] > area.bottom && ys[i] < area.bottom + area.span);
      }
    }
    assert.equal(planeOf(preview), undefined, "the article's data has ten inputs");
  });

  test("axes have a few round numbers", () => {
    assert.deepEqual(ticksOf(-4.2, 8.4, 5), [-4, -2, 0, 2, 4]);
    assert.deepEqual(ticksOf(0.1, 0.3, 4), [0.1, 0.2, 0.30000000000000004, 0.4]);
    for (const low of [-7, 0, 3.3]) {
      for (const count of [2, 4, 9]) {
        const ticks = ticksOf(low, 6.5, count);
        assert.ok(ticks.length >= 1 && ticks.length <= count + 1, `${count}: ${ticks.join()}`);
      }
    }
  });

  test("the cross-hair goes by keys and stays inside", () => {
    const area = { left: -2, bottom: -1, span: 4 };
    assert.deepEqual(movePoint({ x: 0, y: 0 }, "ArrowRight", false, area), { x: 0.1, y: 0 });
    assert.deepEqual(movePoint({ x: 0, y: 0 }, "ArrowUp", true, area), { x: 0, y: 0.5 });
    assert.deepEqual(movePoint({ x: 0, y: -1 }, "ArrowDown", false, area), { x: 0, y: -1 });
    assert.deepEqual(movePoint({ x: 0, y: 0 }, "End", false, area), { x: 2, y: 0 });
    assert.equal(movePoint({ x: 0, y: 0 }, "a", false, area), undefined);
  });
});

describe("a map as pixels", () => {
  test("regions have the colour of their margin, pixel by pixel", () => {
    const plain = Uint32Array.from({ length: 1025 }, (_, i) => i);
    const pixels = new Uint32Array(16);
    const grid = { cells: 1, values: Float64Array.of(-8, 8, -8, 8) };
    paintRegions(pixels, grid, { plain, hatched: plain }, 1);
    // In the middle of the four columns.
    const row = [-6, -2, 2, 6].map(regionIndex);
    assert.deepEqual([...pixels], [...row, ...row, ...row, ...row]);
    const hatched = plain.map(shade => shade + 5000);
    paintRegions(pixels, grid, { plain, hatched }, 3.5);
    assert.deepEqual([...pixels.subarray(0, 4)], [row[0] + 5000, row[1], row[2] + 5000, row[3]]);
    assert.deepEqual([-1e9, -8, 0, 8, 1e9].map(regionIndex), [0, 0, 512, 1023, 1023]);
    assert.equal(regionIndex(Number.NaN), 1024);
  });

  const WHITE = 0xffffffff;
  const BLACK = 0xff000000;
  const reds = (pixels: Uint32Array) => [...pixels].map(pixel => pixel & 255);

  test("a line covers as much of each pixel as it should", () => {
    const pixels = new Uint32Array(81).fill(0xff808080);
    const across = Float64Array.of(0, 0.5, 1, 0.5);
    paintLine(pixels, across, 9, { line: 2, edge: 1 }, { line: WHITE, edge: BLACK });
    const middle = reds(pixels).filter((_, i) => i % 9 === 4);
    // The line is 2 wide around the middle of row 4; its edge ends in the middle of rows 2 and 6.
    assert.deepEqual(middle, [128, 128, 64, 127, 255, 127, 64, 128, 128]);
  });

  test("where pieces of a line meet nothing is drawn twice", () => {
    const draw = (...segments: number[]) => {
      const pixels = new Uint32Array(400).fill(BLACK);
      const widths = { line: 3, edge: 1 };
      paintLine(pixels, Float64Array.from(segments), 20, widths, { line: WHITE, edge: BLACK });
      return reds(pixels);
    };
    const whole = draw(0.1, 0.2, 0.9, 0.8);
    const step = 255 / 24;
    draw(0.1, 0.2, 0.5, 0.5, 0.5, 0.5, 0.9, 0.8).forEach((red, at) => {
      assert.ok(Math.abs(red - whole[at]) <= step + 1, `pixel ${at}: ${red} of ${whole[at]}`);
    });
    assert.ok(whole.filter(red => red === 255).length > 20);
  });

  test("a sprite is mixed in around its place, and cut at the sides of the map", () => {
    const sprite = {
      size: 3,
      pixels: new Uint32Array(9).fill(WHITE),
      shares: Uint16Array.of(0, 128, 0, 128, 256, 128, 0, 128, 0),
    };
    const pixels = new Uint32Array(25).fill(BLACK);
    paintSprite(pixels, sprite, 2.5, 2.5);
    paintSprite(pixels, sprite, 0.5, 4.5);
    const half = 127;
    assert.deepEqual(reds(pixels), [
      ...[0, 0, 0, 0, 0],
      ...[0, 0, half, 0, 0],
      ...[0, half, 255, half, 0],
      ...[half, 0, half, 0, 0],
      ...[255, half, 0, 0, 0],
    ]);
  });
});

describe("words", () => {
  const facts: BorderFacts = { length: 10, pieces: 1, share: 0.5, wrongTrain: 3, wrongTest: 20 };
  const longer = { ...facts, length: 31.24, pieces: 3 };

  test("a map says where the border is and who is wrong", () => {
    assert.equal(
      mapLabel({ label: "without L2", facts: longer }, 1500, moons),
      "Decision border without L2 at epoch 1,500. The border is 3 separate lines, 31.2 long. " +
        "Wrong are 3 of 200 training items and 20 of 200 test items.",
    );
    const none = { ...facts, pieces: 0, length: 0, share: 1 };
    assert.match(mapLabel({ label: "with L2", facts: none }, 1, moons), /class 1 is everywhere/);
    assert.equal(
      mapLabel({ label: "with L2", facts: undefined }, 1, moons),
      "Decision border with L2 at epoch 1.",
    );
  });

  test("all maps together: the longest, the shortest, those without; nothing while unknown", () => {
    const names = moons.classNames;
    const none = { ...facts, pieces: 0, length: 0, share: 0 };
    assert.equal(
      bordersText(
        [
          { label: "without L2", facts: longer },
          { label: "with L2", facts },
        ],
        names,
      ),
      "The border is longest without L2 (31.2) and shortest with L2 (10.0). A shorter border " +
        "bends less.",
    );
    // Two of about one length are nothing to tell.
    assert.equal(
      bordersText(
        [
          { label: "a", facts },
          { label: "b", facts: { ...facts, length: 10.5 } },
        ],
        names,
      ),
      "",
    );
    assert.equal(
      bordersText(
        [
          { label: "a", facts },
          { label: "with L1", facts: none },
        ],
        names,
      ),
      "The network with L1 says the same class everywhere: it has no border.",
    );
    assert.equal(
      bordersText(
        [
          { label: "a", facts },
          { label: "b", facts: undefined },
        ],
        names,
      ),
      "",
    );
    assert.equal(bordersText([{ label: "a", facts }], names), "The border is one line, 10.0 long.");
  });
});
