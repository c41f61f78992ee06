/** Puts tables, networks and parameters into the memory of a kernel, as kernelLayout.ts says. */
import type { ItemTable } from "./items.ts";
import type { Kernel } from "./kernel.ts";
import {
  CELL_BYTES,
  CELL_VALUES,
  ENTRY_BYTES,
  LAYER_ACTIVATIONS,
  LAYER_BIAS_STEPS,
  LAYER_BIASES,
  LAYER_BYTES,
  LAYER_INPUT_CELLS,
  LAYER_INPUTS,
  LAYER_OUTPUT_CELLS,
  LAYER_OUTPUTS,
  LAYER_SIGNALS,
  LAYER_WEIGHT_STEPS,
  LAYER_WEIGHTS,
  NETWORK_FIRST_LAYER,
  NETWORK_INPUT_CELLS,
  NETWORK_INPUT_ENTRIES,
  NETWORK_INPUT_STARTS,
  NETWORK_ITEM_ENTRIES,
  NETWORK_ITEM_STARTS,
  NETWORK_LAYERS,
  NETWORK_TILE_ITEMS,
  TABLE_BYTES,
  TABLE_IS_SPARSE,
  TABLE_LABELS,
  TABLE_ROW_BYTES,
  TABLE_ROWS,
} from "./kernelLayout.ts";

/** Everything begins at a cache line. */
const ALIGNMENT = 64;

/** A table is sparse if at least this share of its inputs is zero, */
const SPARSE_SHARE = 0.6;
/** and it has at least so many of them. */
const SPARSE_INPUTS = 16;

function cellsOf(values: number): number {
  return Math.ceil(values / CELL_VALUES);
}

/** A table in kernel memory. */
export interface KernelTable {
  readonly address: number;
  readonly isSparse: boolean;
}

/** A layer of weights in kernel memory. */
interface KernelLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: number;
  readonly biases: number;
}

/** A network in kernel memory, with the working memory for a tile of items. */
export interface KernelNetwork {
  readonly address: number;
  readonly layers: readonly KernelLayer[];
}

export interface NetworkNeeds {
  readonly sizes: readonly number[];
  readonly tileItems: number;
  /** Whether batches are larger than tiles, so that sums of steps wait in memory. */
  readonly keepsSteps: boolean;
  /** Whether a sparse table will be used. */
  readonly listsEntries: boolean;
}

export class KernelMemory {
  readonly kernel: Kernel;
  #top: number;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.#top = kernel.firstFree;
  }

  /**
   * Memory of its own, filled with zeros, never given back.
   *
   * @returns its address
   * @throws {RangeError} if there is no such memory
   */
  allocate(bytes: number): number {
    const address = Math.ceil(this.#top / ALIGNMENT) * ALIGNMENT;
    if (address + bytes > this.kernel.buffer.byteLength) this.kernel.grow(address + bytes);
    this.#top = address + bytes;
    return address;
  }

  /** A view of memory, valid until the next allocation. */
  floats(address: number, length: number): Float64Array {
    return new Float64Array(this.kernel.buffer, address, length);
  }

  /** A view of memory, valid until the next allocation. */
  integers(address: number, length: number): Uint32Array {
    return new Uint32Array(this.kernel.buffer, address, length);
  }

  addTable(table: ItemTable): KernelTable {
    const { count, inputs, labels } = table;
    const width = inputs.length / count;
    const rowValues = cellsOf(width) * CELL_VALUES;
    const address = this.allocate(TABLE_BYTES);
    const rowsAddress = this.allocate(8 * rowValues * count);
    const labelsAddress = this.allocate(4 * count);
    const rows = this.floats(rowsAddress, rowValues * count);
    if (rowValues === width) rows.set(inputs);
    else {
      for (let item = 0; item < count; item++) {
        for (let i = 0; i < width; i++) rows[item * rowValues + i] = inputs[item * width + i];
      }
    }
    let zeros = 0;
    for (let i = 0; i < inputs.length; i++) if (inputs[i] === 0) zeros++;
    this.integers(labelsAddress, count).set(labels);
    const isSparse = width >= SPARSE_INPUTS && zeros >= SPARSE_SHARE * inputs.length;
    this.#writeIntegers(address, {
      [TABLE_ROWS]: rowsAddress,
      [TABLE_ROW_BYTES]: 8 * rowValues,
      [TABLE_LABELS]: labelsAddress,
      [TABLE_IS_SPARSE]: isSparse ? 1 : 0,
    });
    return { address, isSparse };
  }

  addNetwork({ sizes, tileItems, keepsSteps, listsEntries }: NetworkNeeds): KernelNetwork {
    const layerCount = sizes.length - 1;
    const address = this.allocate(NETWORK_FIRST_LAYER + LAYER_BYTES * layerCount);
    const [inputCount] = sizes;
    const entryBytes = listsEntries ? ENTRY_BYTES * (inputCount * tileItems + 1) : 0;
    this.#writeIntegers(address, {
      [NETWORK_LAYERS]: layerCount,
      [NETWORK_TILE_ITEMS]: tileItems,
      [NETWORK_INPUT_CELLS]: this.allocate(CELL_BYTES * cellsOf(inputCount) * tileItems),
      [NETWORK_ITEM_ENTRIES]: this.allocate(entryBytes),
      [NETWORK_ITEM_STARTS]: this.allocate(4 * (tileItems + 1)),
      [NETWORK_INPUT_ENTRIES]: this.allocate(entryBytes),
      [NETWORK_INPUT_STARTS]: this.allocate(4 * (inputCount + 2)),
    });
    const layers: KernelLayer[] = [];
    for (let l = 0; l < layerCount; l++) {
      const [inputs, outputs] = [sizes[l], sizes[l + 1]];
      const [inputCells, outputCells] = [cellsOf(inputs), cellsOf(outputs)];
      const weightBytes = CELL_BYTES * CELL_VALUES * inputCells * outputCells;
      const biasBytes = CELL_BYTES * outputCells;
      const weights = this.allocate(weightBytes);
      const biases = this.allocate(biasBytes);
      this.#writeIntegers(address + NETWORK_FIRST_LAYER + LAYER_BYTES * l, {
        [LAYER_INPUTS]: inputs,
        [LAYER_INPUT_CELLS]: inputCells,
        [LAYER_OUTPUTS]: outputs,
        [LAYER_OUTPUT_CELLS]: outputCells,
        [LAYER_WEIGHTS]: weights,
        [LAYER_BIASES]: biases,
        [LAYER_WEIGHT_STEPS]: keepsSteps ? this.allocate(weightBytes) : 0,
        [LAYER_BIAS_STEPS]: keepsSteps ? this.allocate(biasBytes) : 0,
        [LAYER_ACTIVATIONS]: this.allocate(biasBytes * tileItems),
        [LAYER_SIGNALS]: this.allocate(biasBytes * tileItems),
      });
      layers.push({ inputs, outputs, weights, biases });
    }
    // A padded class has the logit minus infinity, hence the probability 0.
    const { biases, outputs } = layers[layerCount - 1];
    this.floats(biases, CELL_VALUES * cellsOf(outputs)).fill(Number.NEGATIVE_INFINITY);
    return { address, layers };
  }

  /** @param parameters in the order of network.ts */
  writeParameters({ layers }: KernelNetwork, parameters: Float64Array): void {
    let position = 0;
    for (const { inputs, outputs, weights, biases } of layers) {
      const panelValues = cellsOf(inputs) * CELL_VALUES * CELL_VALUES;
      const cells = this.floats(weights, panelValues * cellsOf(outputs));
      for (let i = 0; i < inputs; i++) {
        for (let j = 0; j < outputs; j++) {
          cells[(j >> 2) * panelValues + CELL_VALUES * i + (j & 3)] = parameters[position++];
        }
      }
      this.floats(biases, outputs).set(parameters.subarray(position, position + outputs));
      position += outputs;
    }
  }

  /** @param parameters filled, in the order of network.ts */
  readParameters({ layers }: KernelNetwork, parameters: Float64Array): void {
    let position = 0;
    for (const { inputs, outputs, weights, biases } of layers) {
      const panelValues = cellsOf(inputs) * CELL_VALUES * CELL_VALUES;
      const cells = this.floats(weights, panelValues * cellsOf(outputs));
      for (let i = 0; i < inputs; i++) {
        for (let j = 0; j < outputs; j++) {
          parameters[position++] = cells[(j >> 2) * panelValues + CELL_VALUES * i + (j & 3)];
        }
      }
      parameters.set(this.floats(biases, outputs), position);
      position += outputs;
    }
  }

  #writeIntegers(address: number, fields: Readonly<Record<number, number>>): void {
    for (const [offset, value] of Object.entries(fields)) {
      this.integers(address + Number(offset), 1)[0] = value;
    }
  }
}
