/**
 * Draws the maps of all networks, and never keeps a frame waiting: while the epoch moves, on grids
 * as fine as the time of a frame allows; once it rests, bit by bit on grids as fine as the screen.
 * What is on the page is always of one epoch: a picture that was begun is finished first.
 */
import { type BorderShape, type Segments, shapeOf, zeroLine } from "./contour.ts";
import { affordableCells, FEWEST_CELLS, FieldWork } from "./fieldWork.ts";
import { paintLandmarks } from "./landmarks.ts";
import { paintLine, paintRegions, paintSprite } from "./mapPixels.ts";
import { makeMarks, type Marks } from "./marks.ts";
import type { Palette, RegionView } from "./palette.ts";
import type { Plane, PlanePoints } from "./plane.ts";
import type { PlaneNetwork } from "./planeNetwork.ts";

/** One network's map. */
interface MapScene {
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
const FRAME_SHARE_MS = 4;
/** After so long without a new epoch the maps are refined. */
const REST_MS = 140;
/** Distance between points of the finest grid, in device pixels. */
const FINEST = 2;
/** While the epoch moves no more pixels than these are painted, and stretched over the maps. */
const MOVING_PIXELS = 500_000;
/** Maps of no more pixels than these are drawn in the frame that shows their epoch. */
const FEW_PIXELS = 200_000;
/** Of the line between the classes and of each side of its edge, in CSS pixels. */
const LINE_WIDTH = 2.4;
const EDGE_WIDTH = 1;
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
  /** A timer that runs out after the present frame. */
  #soon = 0;
  #isInSight = true;
  #madeMarks:
    | {
        readonly palette: Palette;
        readonly side: number;
        readonly scale: number;
        readonly filled: Marks;
        readonly hollow: Marks;
      }
    | undefined;
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
    if (!this.#isInSight) this.#rest();
    else if (pixelsOf(scene) < FEW_PIXELS) this.#begin(scene);
    // Many maps are drawn after the frame in which the rest of the panel is.
    else this.#soon ||= window.setTimeout(() => this.#beginLatest());
  }

  /** Says whether the maps can be seen. */
  setInSight(isInSight: boolean): void {
    this.#isInSight = isInSight;
    if (isInSight && this.#next !== undefined) this.show(this.#next);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#soon);
    cancelAnimationFrame(this.#frame);
  }

  #beginLatest(): void {
    this.#soon = 0;
    if (this.#next !== undefined) this.#begin(this.#next);
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
    const { plane, maps, side, ratio, palette } = scene;
    const { cells } = work;
    const values = work.fields[index];
    const finePixels = Math.round(side * ratio);
    const crowd = pixelsOf(scene) / MOVING_PIXELS;
    const stretch = this.#isFine ? 1 : Math.max(1, Math.ceil(Math.sqrt(crowd)));
    const size = Math.ceil(finePixels / stretch);
    const image = new ImageData(size, size);
    const pixels = new Uint32Array(image.data.buffer);
    const scale = size / side;
    paintRegions(pixels, { cells, values }, palette.regions[scene.view], 1 / scale);
    const segments = zeroLine({ cells, values });
    const width = { line: LINE_WIDTH * scale, edge: EDGE_WIDTH * scale };
    paintLine(pixels, segments, size / cells, width, palette.line);
    const [train, test] = [plane.train, plane.test].map((points, list) => ({
      points,
      wrong: wrongOf(points, work.margins[index][list]),
    }));
    if (plane.landmarks) paintLandmarks(pixels, plane.landmarks, plane, scale, palette.line);
    if (scene.hasTrain) paintItems(pixels, train, this.#marks(scene, scale, false), plane);
    if (scene.hasTest) paintItems(pixels, test, this.#marks(scene, scale, true), plane);
    this.#put(image, maps[index].canvas, finePixels);
    if (this.#isFine) this.#facts.push(factsOf(segments, cells, values, plane, train, test));
  }

  #marks({ palette, side }: Scene, scale: number, isHollow: boolean): Marks {
    const old = this.#madeMarks;
    if (old?.palette !== palette || old.side !== side || old.scale !== scale) {
      const make = (hollow: boolean) => makeMarks(palette, side, scale, hollow);
      this.#madeMarks = { palette, side, scale, filled: make(false), hollow: make(true) };
    }
    const made = this.#madeMarks;
    if (made === undefined) throw new Error("no marks were made");
    return isHollow ? made.hollow : made.filled;
  }

  /** Puts a picture on a canvas of so many pixels, stretched if it has fewer. */
  #put(image: ImageData, canvas: HTMLCanvasElement, size: number): void {
    if (canvas.width !== size) canvas.width = canvas.height = size;
    if (image.width === size) {
      contextOf(canvas).putImageData(image, 0, 0);
      return;
    }
    this.#picture.width = this.#picture.height = image.width;
    contextOf(this.#picture).putImageData(image, 0, 0);
    contextOf(canvas).drawImage(this.#picture, 0, 0, size, size);
  }
}

/** Pixels of the screen that all maps have together. */
function pixelsOf({ side, ratio, maps }: Scene): number {
  return (side * ratio) ** 2 * maps.length;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("this browser draws no canvas");
  return context;
}

/** Items, and 1 where a network is wrong about them. */
interface Judged {
  readonly points: PlanePoints;
  readonly wrong: Uint8Array;
}

/** A tie is class 0, as everywhere. */
function wrongOf({ labels }: PlanePoints, margins: Float64Array): Uint8Array {
  return labels.map((label, i) => ((margins[i] > 0 ? 1 : 0) === label ? 0 : 1));
}

/** Paints the marks of items, those on top that the network gets wrong. */
function paintItems(
  pixels: Uint32Array,
  { points, wrong }: Judged,
  marks: Marks,
  { area: { left, bottom, span } }: Plane,
): void {
  const side = Math.sqrt(pixels.length);
  const { xs, ys, labels } = points;
  for (const kind of [0, 1]) {
    const sprites = kind === 1 ? marks.wrong : marks.right;
    for (let i = 0; i < xs.length; i++) {
      if (wrong[i] !== kind) continue;
      const x = ((xs[i] - left) / span) * side;
      const y = (1 - (ys[i] - bottom) / span) * side;
      paintSprite(pixels, sprites[labels[i]], x, y);
    }
  }
}

function factsOf(
  segments: Segments,
  cells: number,
  values: Float64Array,
  plane: Plane,
  train: Judged,
  test: Judged,
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
