/**
 * A training kernel: functions over one memory. There are two, the WebAssembly kernel of src/kernel
 * and the plain one of plainKernel.ts, which give the same bits.
 *
 * Addresses are in bytes. kernelLayout.ts names what stands at them.
 */
export interface Kernel {
  /** The memory. Growing replaces the buffer, so nobody keeps it. */
  readonly buffer: ArrayBuffer;
  /** The first address that is free for tables and networks. */
  readonly firstFree: number;
  /**
   * Makes the memory at least so large. New memory is zero.
   *
   * @throws {RangeError} if there is no such memory
   */
  grow(bytes: number): void;
  /**
   * Shuffles `count` 32-bit integers in place, as mersenneTwister.ts says.
   *
   * @param random address of a stream of random numbers
   */
  shuffle(sequence: number, count: number, random: number): void;
  /**
   * Lists the inputs of rows that are not zero: entries, and where those of each row begin and end.
   * What was zero behind the last entry is zero again.
   *
   * @param table sparse, and `count` rows of it at its TABLE_ROWS
   * @param row number of the first of them
   * @param entries address of the first entry
   */
  listRows(table: number, row: number, count: number, entries: number): void;
  /**
   * Trains on the items at positions `from` to `to` (excluded) of a sequence. Batches begin at the
   * multiples of the batch size; one that is cut by `to` is continued by the next call.
   *
   * @param sequence address of 32-bit numbers of items; 0 if the table has them in their order
   * @param count items in the sequence
   */
  trainItems(
    network: number,
    table: number,
    sequence: number,
    from: number,
    to: number,
    batchSize: number,
    count: number,
  ): void;
  /**
   * Updates a layer of a network that leaves this to the host, after the call that ended a batch;
   * not for plain gradient descent.
   *
   * @param layer of weights, from 0 at the inputs
   */
  updateLayer(network: number, layer: number): void;
  /** Adds the losses and hits of the items `from` to `to` (excluded) of a table to the network's. */
  evaluateItems(network: number, table: number, from: number, to: number): void;
}
