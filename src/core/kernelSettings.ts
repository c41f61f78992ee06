/** What a network in the memory of a kernel is told of a config, epoch by epoch. */
import type { TrainingConfig } from "./config.ts";
import {
  CELL_BYTES,
  LAYER_DROP_BELOW,
  LAYER_GATES,
  LAYER_KEPT_SCALE,
  LAYER_PULL,
  LAYER_SHRINK,
  LAYER_THRESHOLD,
  NETWORK_DROPOUT_RANDOM,
  NETWORK_JITTER,
  NETWORK_JITTER_RANDOM,
  NETWORK_LEARNING_RATE,
  NETWORK_MAX_NORM,
  NETWORK_NOISE,
  NETWORK_NOISE_ITEMS,
  NETWORK_ZIGGURAT,
} from "./kernelLayout.ts";
import { cellsOf, type KernelMemory } from "./kernelMemory.ts";
import { dropoutOf, penaltyOf } from "./layerSettings.ts";
import { optimizers } from "./optimizers.ts";
import { Random } from "./random.ts";

/** Draws of noise that are made at a time, about: a multiple of four, which are made together. */
const NOISE_DRAWS = 160;

/** A layer as far as settings concern it. */
export interface SettableLayer {
  readonly address: number;
  readonly inputs: number;
  readonly outputs: number;
}

export class KernelSettings {
  readonly #memory: KernelMemory;
  readonly #network: number;
  readonly #layers: readonly SettableLayer[];
  readonly #tileItems: number;
  #config: TrainingConfig | undefined;
  #learningRate = 0;
  /** Addresses of the streams, once they are needed; they go on from there. */
  #jitterRandom = 0;
  #dropoutRandom = 0;
  readonly #gates: number[] = [];

  /**
   * @param network its address
   * @param tileItems items that its working memory holds
   */
  constructor(
    memory: KernelMemory,
    network: number,
    layers: readonly SettableLayer[],
    tileItems: number,
  ) {
    this.#memory = memory;
    this.#network = network;
    this.#layers = layers;
    this.#tileItems = tileItems;
  }

  /** @param learningRate that of the epoch */
  configure(config: TrainingConfig, learningRate: number): void {
    if (config === this.#config && learningRate === this.#learningRate) return;
    this.#config = config;
    this.#learningRate = learningRate;
    const { decay, maxNorm, jitter, optimizer, publishedSign } = config;
    const memory = this.#memory;
    memory.writeFloats(this.#network, {
      [NETWORK_LEARNING_RATE]: learningRate,
      [NETWORK_MAX_NORM]: maxNorm === 0 ? Number.POSITIVE_INFINITY : maxNorm,
      [NETWORK_JITTER]: jitter,
    });
    const isBesideGradient = optimizer === "sgd" || optimizers[optimizer].decouplesL2;
    for (const [l, { address }] of this.#layers.entries()) {
      const penalty = penaltyOf(config, l);
      const l2 = publishedSign ? -penalty.l2 : penalty.l2;
      memory.writeFloats(address, {
        [LAYER_SHRINK]: isBesideGradient ? decay + learningRate * l2 : decay,
        [LAYER_PULL]: isBesideGradient ? 0 : l2,
        [LAYER_THRESHOLD]: learningRate * penalty.l1,
      });
    }
    this.#setJitter(config);
    this.#setDropout(config);
  }

  #setJitter({ jitter, seed }: TrainingConfig): void {
    if (jitter > 0 && this.#jitterRandom === 0) {
      const { inputs } = this.#layers[0];
      const items = Math.ceil(NOISE_DRAWS / inputs);
      this.#jitterRandom = this.#memory.addRandom(Random.stream(seed, "jitter").state);
      this.#memory.writeIntegers(this.#network, {
        [NETWORK_ZIGGURAT]: this.#memory.ziggurat,
        [NETWORK_NOISE]: this.#memory.allocate(8 * (inputs * items + 3)),
        [NETWORK_NOISE_ITEMS]: items,
      });
    }
    const random = jitter > 0 ? this.#jitterRandom : 0;
    this.#memory.writeIntegers(this.#network, { [NETWORK_JITTER_RANDOM]: random });
  }

  #setDropout(config: TrainingConfig): void {
    const memory = this.#memory;
    let isAnyDropped = false;
    for (const [l, { address, outputs }] of this.#layers.slice(0, -1).entries()) {
      const share = dropoutOf(config, l);
      if (share > 0) {
        isAnyDropped = true;
        this.#gates[l] ??= memory.allocate(CELL_BYTES * cellsOf(outputs) * this.#tileItems);
      }
      // A whole number is below share 2^32 where it is below the next whole number.
      memory.writeIntegers(address, {
        [LAYER_GATES]: share > 0 ? this.#gates[l] : 0,
        [LAYER_DROP_BELOW]: Math.ceil(share * 2 ** 32),
      });
      memory.writeFloats(address, { [LAYER_KEPT_SCALE]: 1 / (1 - share) });
    }
    if (isAnyDropped && this.#dropoutRandom === 0) {
      this.#dropoutRandom = memory.addRandom(Random.stream(config.seed, "dropout").state);
    }
    const random = isAnyDropped ? this.#dropoutRandom : 0;
    memory.writeIntegers(this.#network, { [NETWORK_DROPOUT_RANDOM]: random });
  }
}
