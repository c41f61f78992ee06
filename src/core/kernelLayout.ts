/**
 * Where things stand in the memory of the training kernel; src/kernel/README.md draws it. Both
 * kernels, the WebAssembly one and the plain one, and the host of both read these numbers, so
 * this file holds nothing but constants: AssemblyScript compiles it too.
 *
 * Every address and length is in bytes. Integers are 32 bits wide, numbers are float64.
 */

/** A cell is four float64: two SIMD vectors, and the unit of every padding. */
export const CELL_BYTES = 32;
export const CELL_VALUES = 4;

// A table of items.
/** Address of the rows of inputs, each padded to whole cells. */
export const TABLE_ROWS = 0;
/** Bytes of one row. */
export const TABLE_ROW_BYTES = 4;
/** Address of the class indices, one 32-bit integer for each item. */
export const TABLE_LABELS = 8;
/** 1 if most inputs are zero, so that looking for the others is worth it. */
export const TABLE_IS_SPARSE = 12;
export const TABLE_BYTES = 32;

// A network and its working memory.
/** Layers of weights. */
export const NETWORK_LAYERS = 0;
/** One of SIGNALS. */
export const NETWORK_SIGNALS = 4;
/** Items that the working memory holds. */
export const NETWORK_TILE_ITEMS = 8;
/** Address of the inputs of a tile of items, in cells. */
export const NETWORK_INPUT_CELLS = 12;
/** Address of the inputs of a tile that are not zero, item by item; for sparse tables. */
export const NETWORK_ITEM_ENTRIES = 16;
/** Address where the entries of each item begin, and those of the last end. */
export const NETWORK_ITEM_STARTS = 20;
/** Address of the same entries, input by input. */
export const NETWORK_INPUT_ENTRIES = 24;
/** Address where the entries of each input begin, and those of the last end. */
export const NETWORK_INPUT_STARTS = 28;
/** Learning rate. */
export const NETWORK_LEARNING_RATE = 32;
/** Share of itself that a weight loses in an update. */
export const NETWORK_SHRINK = 40;
/** Sum of the data losses of the items evaluated. */
export const NETWORK_LOSS_SUM = 48;
/** Sum over those items and the classes of (t - o)^2. */
export const NETWORK_SQUARE_SUM = 56;
/** How many of those items were classified correctly. */
export const NETWORK_CORRECT = 64;
/** The first layer of weights; the others follow. */
export const NETWORK_FIRST_LAYER = 72;

// A layer of weights.
/** Inputs of the layer. */
export const LAYER_INPUTS = 0;
/** Cells of inputs, the last one padded. */
export const LAYER_INPUT_CELLS = 4;
/** Outputs of the layer. */
export const LAYER_OUTPUTS = 8;
/** Cells of outputs, the last one padded. */
export const LAYER_OUTPUT_CELLS = 12;
/** Address of the weights: a panel for each cell of outputs, in it a cell for each input. */
export const LAYER_WEIGHTS = 16;
/** Address of the biases. */
export const LAYER_BIASES = 20;
/** Address of sums of steps, laid out as the weights; for batches larger than a tile. */
export const LAYER_WEIGHT_STEPS = 24;
/** Address of sums of steps, laid out as the biases. */
export const LAYER_BIAS_STEPS = 28;
/** Address of the activations of a tile (the logits in the last layer), in cells. */
export const LAYER_ACTIVATIONS = 32;
/** Address of the signals of a tile (the probabilities too in the last layer), in cells. */
export const LAYER_SIGNALS = 36;
export const LAYER_BYTES = 40;

// How signals follow from probabilities.
/** Softmax and squared error with the whole Jacobian. */
export const SIGNALS_SQUARED_ERROR = 0;
/** The article's: the diagonal of the Jacobian alone. */
export const SIGNALS_ARTICLE = 1;
export const SIGNALS_CROSS_ENTROPY = 2;

/** Bytes of an entry: a value that is not zero and the integer that says where it belongs. */
export const ENTRY_BYTES = 16;
/** @public read by the kernel alone */
export const ENTRY_PLACE = 8;
