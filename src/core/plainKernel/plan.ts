/** The records of a network and a table, read once a call. Positions and lengths count float64. */
import {
  LAYER_ACTIVATION,
  LAYER_ACTIVATIONS,
  LAYER_BIAS_MEANS,
  LAYER_BIAS_SQUARES,
  LAYER_BIAS_SUMS,
  LAYER_BIASES,
  LAYER_BYTES,
  LAYER_DROP_BELOW,
  LAYER_GATES,
  LAYER_INPUT_CELLS,
  LAYER_INPUTS,
  LAYER_KEPT_SCALE,
  LAYER_OUTPUT_CELLS,
  LAYER_OUTPUTS,
  LAYER_PULL,
  LAYER_SHRINK,
  LAYER_SIGNALS,
  LAYER_THRESHOLD,
  LAYER_WEIGHT_MEANS,
  LAYER_WEIGHT_SQUARES,
  LAYER_WEIGHT_SUMS,
  LAYER_WEIGHTS,
  NETWORK_BETA1,
  NETWORK_BETA2,
  NETWORK_DEFERS_UPDATES,
  NETWORK_DROPOUT_RANDOM,
  NETWORK_EPSILON,
  NETWORK_FIRST_LAYER,
  NETWORK_INPUT_CELLS,
  NETWORK_JITTER,
  NETWORK_JITTER_RANDOM,
  NETWORK_LAYERS,
  NETWORK_LEARNING_RATE,
  NETWORK_MAX_NORM,
  NETWORK_MOMENTUM,
  NETWORK_OPTIMIZER,
  NETWORK_OUTPUT,
  NETWORK_SIGNALS,
  NETWORK_TILE_ITEMS,
  OUTPUT_IDENTITY,
  RANDOM_STATE,
  TABLE_ENTRY_BOUNDS,
  TABLE_FIRST,
  TABLE_LABELS,
  TABLE_ROW_BYTES,
  TABLE_ROWS,
  TABLE_TARGETS,
} from "../kernelLayout.ts";
import { STATE_WORDS } from "../mersenneTwister.ts";

/** A layer of weights, and the units that it leads to. */
export interface PlainLayer {
  readonly inputs: number;
  readonly inputCells: number;
  readonly outputs: number;
  readonly outputCells: number;
  readonly weights: number;
  readonly biases: number;
  readonly weightSums: number;
  readonly biasSums: number;
  readonly weightMeans: number;
  readonly biasMeans: number;
  readonly weightSquares: number;
  readonly biasSquares: number;
  readonly activations: number;
  readonly signals: number;
  readonly gates: number;
  /** One of ACTIVATION. */
  readonly activation: number;
  readonly dropBelow: number;
  readonly keptScale: number;
  readonly shrink: number;
  readonly pull: number;
  readonly threshold: number;
}

export interface Plan {
  /** The whole memory. */
  readonly f: Float64Array;
  /** The whole memory again. */
  readonly integers: Uint32Array;
  /** Address of the network, for what a call changes in it. */
  readonly network: number;
  readonly layers: readonly PlainLayer[];
  readonly tileItems: number;
  /** One of SIGNALS. */
  readonly kind: number;
  /** One of OUTPUT. */
  readonly output: number;
  /** One of OPTIMIZER. */
  readonly optimizer: number;
  /** Whether the host updates layer by layer where a batch ends. */
  readonly defersUpdates: boolean;
  readonly learningRate: number;
  readonly momentum: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly maxNorm: number;
  readonly jitter: number;
  /** State of a stream of random numbers; undefined where nothing is drawn from it. */
  readonly dropping: Uint32Array | undefined;
  readonly jittering: Uint32Array | undefined;
  readonly inputCells: number;
  readonly rows: number;
  readonly rowValues: number;
  /** Of a sparse table, where the entries of each item begin and end; undefined where there are rows. */
  readonly entryBounds: Uint32Array | undefined;
  /** Number of the item in the first row. */
  readonly firstItem: number;
  /** Of the item in each row its class, or the number to be learned. */
  readonly labels: Uint32Array | Float64Array;
}

/** @param table 0 where none is read */
export function readPlan(buffer: ArrayBuffer, network: number, table: number): Plan {
  const integers = new Uint32Array(buffer);
  const f = new Float64Array(buffer);
  const integer = (address: number) => integers[address / 4];
  const number = (address: number) => f[address / 8];
  const place = (address: number) => integer(address) / 8;
  const stream = (address: number) => {
    const random = integer(address);
    return random === 0 ? undefined : new Uint32Array(buffer, random + RANDOM_STATE, STATE_WORDS);
  };
  const readLayer = (l: number): PlainLayer => {
    const layer = network + NETWORK_FIRST_LAYER + LAYER_BYTES * l;
    return {
      inputs: integer(layer + LAYER_INPUTS),
      inputCells: integer(layer + LAYER_INPUT_CELLS),
      outputs: integer(layer + LAYER_OUTPUTS),
      outputCells: integer(layer + LAYER_OUTPUT_CELLS),
      weights: place(layer + LAYER_WEIGHTS),
      biases: place(layer + LAYER_BIASES),
      weightSums: place(layer + LAYER_WEIGHT_SUMS),
      biasSums: place(layer + LAYER_BIAS_SUMS),
      weightMeans: place(layer + LAYER_WEIGHT_MEANS),
      biasMeans: place(layer + LAYER_BIAS_MEANS),
      weightSquares: place(layer + LAYER_WEIGHT_SQUARES),
      biasSquares: place(layer + LAYER_BIAS_SQUARES),
      activations: place(layer + LAYER_ACTIVATIONS),
      signals: place(layer + LAYER_SIGNALS),
      gates: place(layer + LAYER_GATES),
      activation: integer(layer + LAYER_ACTIVATION),
      dropBelow: integer(layer + LAYER_DROP_BELOW),
      keptScale: number(layer + LAYER_KEPT_SCALE),
      shrink: number(layer + LAYER_SHRINK),
      pull: number(layer + LAYER_PULL),
      threshold: number(layer + LAYER_THRESHOLD),
    };
  };
  const output = integer(network + NETWORK_OUTPUT);
  const bounds = integer(table + TABLE_ENTRY_BOUNDS);
  return {
    f,
    integers,
    network,
    layers: Array.from({ length: integer(network + NETWORK_LAYERS) }, (_, l) => readLayer(l)),
    tileItems: integer(network + NETWORK_TILE_ITEMS),
    kind: integer(network + NETWORK_SIGNALS),
    output,
    optimizer: integer(network + NETWORK_OPTIMIZER),
    defersUpdates: integer(network + NETWORK_DEFERS_UPDATES) !== 0,
    learningRate: number(network + NETWORK_LEARNING_RATE),
    momentum: number(network + NETWORK_MOMENTUM),
    beta1: number(network + NETWORK_BETA1),
    beta2: number(network + NETWORK_BETA2),
    epsilon: number(network + NETWORK_EPSILON),
    maxNorm: number(network + NETWORK_MAX_NORM),
    jitter: number(network + NETWORK_JITTER),
    dropping: stream(network + NETWORK_DROPOUT_RANDOM),
    jittering: stream(network + NETWORK_JITTER_RANDOM),
    inputCells: place(network + NETWORK_INPUT_CELLS),
    rows: place(table + TABLE_ROWS),
    rowValues: place(table + TABLE_ROW_BYTES),
    entryBounds: bounds === 0 ? undefined : new Uint32Array(buffer, bounds),
    firstItem: integer(table + TABLE_FIRST),
    labels:
      output === OUTPUT_IDENTITY
        ? new Float64Array(buffer, table === 0 ? 0 : integer(table + TABLE_TARGETS))
        : new Uint32Array(buffer, integer(table + TABLE_LABELS)),
  };
}
