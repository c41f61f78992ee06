/**
 * Draws the maps of all networks, and never keeps a frame waiting: while the epoch moves, on grids
 * as fine as the time of a frame allows; once it rests, bit by bit on grids as fine as the screen.
 * What is on the page is always of one epoch: a picture that was begun is finished first.
 */
import { prepareCanvas } from "../charts/drawing.ts";
import { type BorderShape, type Segments, shapeOf, zeroLine } from "./contour.ts";
import { affordableCells, FEWEST_CELLS, FieldWork } from "./fieldWork.ts";
import { drawBorder, drawPoints, type MarkedPoints, paintRegions } from "./mapDrawing.ts";
import type { Palette, RegionView } from "./palette.ts";
import type { Plane, PlanePoints } from "./plane.ts";
import type { PlaneNetwork } from "./planeNetwork.ts";

/** One network's map. */
export interface MapScene {
  readonly canvas: HTMLCanvasElement;
  readonly network: PlaneNetwork;
}

/** Everything that is drawn at one moment. */
export interface Scene {
  /** Tells networks and their weights from others. */
  readonly key: string;
  readonly plane: Plane;
  readonly maps: readonly MapScene[];
  /** Width and height of each map in CSS pixels. */
  readonly side: number;
  /** Device pixels for each CSS pixel. */
  readonly ratio: number;
  readonly palette: Palette;
  readonly view: RegionView;
  readonly hasTrain: boolean;
  readonly hasTest: boolean;
}

/** What a network makes of the plane. */
export interface BorderFacts extends BorderShape {
  /** Share of the drawn area that belongs to class 1. */
  readonly share: number;
  readonly wrongTrain: number;
  readonly wrongTest: number;
}

/** Computing may take so much of a frame, in milliseconds; the rest is for drawing. */
const FRAME_SHARE_MS = 6;
/** After so long without a new epoch the maps are refined. */
const REST_MS = 140;
/** Distance between points of the finest grid, in device pixels. */
const FINEST = 2;
/** While the epoch moves no more pixels than these are painted, and stretched over the maps. */
const MOVING_PIXELS = 500_000;
/** A first guess at the nanoseconds of a multiplication; then it is measured. */
const FIRST_PACE_NS = 2;

export class BordersPainter {
  readonly #told: (facts: readonly BorderFacts[], scene: Scene) => void;
  #next: Scene | undefined;
  #scene: Scene | undefined;
  #work: FieldWork | undefined;
  /** Maps of the present work that are drawn already. */
  #drawn = 0;
  #facts: BorderFacts[] = [];
  #isFine = false;
  #paceNs = FIRST_PACE_NS;
  #frame = 0;
  #timer = 0;
  #isInSight = true;
  readonly #picture = document.createElement("canvas");

  /** @param told called with what was found, once a picture is complete and nothing moves */
  constructor(told: (facts: readonly BorderFacts[], scene: Scene) => void) {
    this.#told = told;
  }

  /** Draws a scene now if there is time for it, or as soon as there is. */
  show(scene: Scene): void {
    this.#next = scene;
    clearTimeout(this.#timer);
    const isBusy = this.#work !== undefined && !this.#isFine;
    if (isBusy) return;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    // Maps out of sight follow when the epoch rests.
    if (this.#isInSight) this.#begin(scene);
    else this.#rest();
  }

  /** Says whether the maps can be seen. */
  setInSight(isInSight: boolean): void {
    this.#isInSight = isInSight;
    if (isInSight && this.#next !== undefined) this.show(this.#next);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
  }

  #finestCells({ side, ratio }: Scene): number {
    return Math.max(FEWEST_CELLS, Math.ceil((side * ratio) / FINEST));
  }

  #begin(scene: Scene, isFine = false): void {
    this.#next = undefined;
    this.#scene = scene;
    this.#isFine = isFine;
    this.#drawn = 0;
    this.#facts = [];
    const networks = scene.maps.map(({ network }) => network);
    const work = networks.reduce((sum, network) => sum + network.work, 0);
    const finest = this.#finestCells(scene);
    const cells = isFine
      ? finest
      : affordableCells(work, this.#paceNs, FRAME_SHARE_MS * 1e6, finest);
    const { area, train, test } = scene.plane;
    this.#work = new FieldWork(networks, area, cells, [train, test]);
    this.#goOn();
  }

  /** Computes for a while, and draws what is complete: a moving picture as a whole. */
  #goOn(): void {
    const { scene, work } = { scene: this.#scene, work: this.#work };
    if (scene === undefined || work === undefined) return;
    if (!work.isDone) {
      const start = performance.now();
      const made = work.goOn(() => performance.now() - start < FRAME_SHARE_MS);
      this.#learnPace(((performance.now() - start) * 1e6) / made);
    }
    if (this.#isFine) {
      // One map for each frame: painting takes its time as well.
      if (this.#drawn < work.complete) this.#draw(scene, work, this.#drawn++);
    } else if (work.isDone) {
      while (this.#drawn < scene.maps.length) this.#draw(scene, work, this.#drawn++);
    }
    if (this.#drawn < scene.maps.length) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#goOn();
      });
      return;
    }
    this.#work = undefined;
    if (this.#next !== undefined) this.#begin(this.#next);
    else if (this.#isFine) this.#told(this.#facts, scene);
    else this.#rest();
  }

  #learnPace(ns: number): void {
    // A pause of the machine is not the network's doing.
    const likely = Math.min(ns, 4 * this.#paceNs);
    this.#paceNs += 0.2 * (likely - this.#paceNs);
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      const scene = this.#next ?? this.#scene;
      if (scene !== undefined) this.#begin(scene, true);
    }, REST_MS);
  }

  #draw(scene: Scene, work: FieldWork, index: number): void {
    const { plane, maps, side, ratio, palette, view } = scene;
    const { canvas } = maps[index];
    const { cells } = work;
    const values = work.fields[index];
    const context = prepareCanvas(canvas, side, side);
    const finePixels = Math.round(side * ratio);
    const crowd = (finePixels * finePixels * maps.length) / MOVING_PIXELS;
    const stretch = this.#isFine ? 1 : Math.max(1, Math.ceil(Math.sqrt(crowd)));
    const pixels = Math.ceil(finePixels / stretch);
    this.#paint(pixels, { cells, values }, palette, view, (stretch * side) / finePixels);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#picture, 0, 0, side, side);
    const segments = zeroLine({ cells, values });
    drawBorder(context, segments, cells, side, palette);
    const train = judged(plane.train, work.margins[index][0]);
    const test = judged(plane.test, work.margins[index][1]);
    if (scene.hasTrain) drawPoints(context, train, false, plane.area, side, palette);
    if (scene.hasTest) drawPoints(context, test, true, plane.area, side, palette);
    if (this.#isFine) this.#facts.push(factsOf(segments, cells, values, plane, train, test));
  }

  #paint(
    side: number,
    grid: { cells: number; values: Float64Array },
    palette: Palette,
    view: RegionView,
    pixelSize: number,
  ): void {
    if (this.#picture.width !== side) this.#picture.width = this.#picture.height = side;
    const context = this.#picture.getContext("2d");
    if (context === null) throw new Error("this browser draws no canvas");
    const image = context.createImageData(side, side);
    paintRegions(new Uint32Array(image.data.buffer), grid, palette, view, pixelSize);
    context.putImageData(image, 0, 0);
  }
}

/** Where a network is wrong about items; a tie is class 0, as everywhere. */
function judged(points: PlanePoints, margins: Float64Array): MarkedPoints {
  const wrong = points.labels.map((label, i) => ((margins[i] > 0 ? 1 : 0) === label ? 0 : 1));
  return { ...points, wrong };
}

function factsOf(
  segments: Segments,
  cells: number,
  values: Float64Array,
  plane: Plane,
  train: MarkedPoints,
  test: MarkedPoints,
): BorderFacts {
  const count = (list: Float64Array | Uint8Array) => {
    let positive = 0;
    for (const value of list) if (value > 0) positive++;
    return positive;
  };
  const { length, pieces } = shapeOf(segments);
  return {
    length: (length * plane.area.span) / cells,
    pieces,
    share: count(values) / values.length,
    wrongTrain: count(train.wrong),
    wrongTest: count(test.wrong),
  };
}
