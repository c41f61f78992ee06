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
/** Address of the rows of inputs, each padded to whole cells; of a sparse table those being listed. */
export const TABLE_ROWS = 0;
/** Bytes of one row. */
export const TABLE_ROW_BYTES = 4;
/** Address of the class indices, one 32-bit integer for each item. */
export const TABLE_LABELS = 8;
/**
 * Where most inputs are zero the others are listed as entries, in place of rows: address of two
 * addresses for each item, where its entries begin and end. 0 if there are rows.
 */
export const TABLE_ENTRY_BOUNDS = 12;
/** Number of the item that the first row and the first class index belong to. */
export const TABLE_FIRST = 16;
/** Address of the numbers to be learned, one float64 for each item; 0 where there are classes. */
export const TABLE_TARGETS = 20;
export const TABLE_BYTES = 32;

// A stream of random numbers.
/** The state, as mersenneTwister.ts describes it. */
export const RANDOM_STATE = 0;
/**
 * The index of the next word: the last of the state.
 *
 * @public read by the kernel alone
 */
export const RANDOM_NEXT = 2496;
/**
 * The draws that the words of the state give, from the next one on. Behind them is room, so that
 * eight may be read where there is one.
 */
export const RANDOM_DRAWS = 2560;
export const RANDOM_BYTES = 5120;

// The tables of ziggurat.ts.
/** Right edges of the layers. */
export const ZIGGURAT_EDGES_AT = 0;
/** Densities at the edges. */
export const ZIGGURAT_DENSITIES_AT = 2064;
export const ZIGGURAT_BYTES = 4128;

// A network and its working memory.
/** Layers of weights. */
export const NETWORK_LAYERS = 0;
/** One of SIGNALS. */
export const NETWORK_SIGNALS = 4;
/** Items that the working memory holds. */
export const NETWORK_TILE_ITEMS = 8;
/** Address of the inputs of a tile of items, in cells. */
export const NETWORK_INPUT_CELLS = 12;
/**
 * Address where, of each item of a tile, the entries of each block of inputs begin, and those of the
 * last end; for sparse tables.
 */
export const NETWORK_ITEM_STARTS = 16;
/** Address of the same entries, input by input. */
export const NETWORK_INPUT_ENTRIES = 20;
/** Address where the entries of each input begin, and those of the last end. */
export const NETWORK_INPUT_STARTS = 24;
/** 1 if the host updates layer by layer where a batch ends, so that no call takes long. */
export const NETWORK_DEFERS_UPDATES = 28;
/** One of OUTPUT. */
export const NETWORK_OUTPUT = 32;
/** One of OPTIMIZER. */
export const NETWORK_OPTIMIZER = 36;
/** Address of the stream of random numbers that drops units; while any are dropped. */
export const NETWORK_DROPOUT_RANDOM = 40;
/** Address of the stream of random numbers that makes noise; while there is any. */
export const NETWORK_JITTER_RANDOM = 44;
/** Address of the tables of the ziggurat. */
export const NETWORK_ZIGGURAT = 48;
/** Address of the draws of the next items' noise, one after the other. Behind is room for three. */
export const NETWORK_NOISE = 52;
/** Sum of the data losses of the items evaluated. */
export const NETWORK_LOSS_SUM = 56;
/** Sum over those items and the outputs of (t - o)^2. */
export const NETWORK_SQUARE_SUM = 64;
/** Learning rate. */
export const NETWORK_LEARNING_RATE = 72;
/** Standard deviation of the noise added to inputs. */
export const NETWORK_JITTER = 80;
/** Largest norm of the weights that lead into a unit; infinity for any. */
export const NETWORK_MAX_NORM = 88;
/** Share of the velocity that an update keeps. */
export const NETWORK_MOMENTUM = 96;
/** Share of the mean gradient that an update keeps. */
export const NETWORK_BETA1 = 104;
/** Share of the mean squared gradient that an update keeps. */
export const NETWORK_BETA2 = 112;
export const NETWORK_EPSILON = 120;
/** BETA1 multiplied by itself once for each update. */
export const NETWORK_BETA1_POWER = 128;
/** BETA2 multiplied by itself once for each update. */
export const NETWORK_BETA2_POWER = 136;
/** How many of the items evaluated were classified correctly. */
export const NETWORK_CORRECT = 144;
/** Items whose noise is drawn at a time, at most. */
export const NETWORK_NOISE_ITEMS = 148;
/** The first layer of weights; the others follow. */
export const NETWORK_FIRST_LAYER = 152;

// A layer of weights, and the units that it leads to.
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
/**
 * Address of sums over the items of a batch, laid out as the weights: of steps with plain gradient
 * descent, where a batch is larger than a tile; of gradients with every other optimizer.
 */
export const LAYER_WEIGHT_SUMS = 24;
/** The same for the biases. */
export const LAYER_BIAS_SUMS = 28;
/** Address of velocities or mean gradients, laid out as the weights; where the optimizer has them. */
export const LAYER_WEIGHT_MEANS = 32;
/** The same for the biases. */
export const LAYER_BIAS_MEANS = 36;
/** Address of mean squared gradients, laid out as the weights; where the optimizer has them. */
export const LAYER_WEIGHT_SQUARES = 40;
/** The same for the biases. */
export const LAYER_BIAS_SQUARES = 44;
/** Address of the activations of a tile (the logits in the last layer), in cells. */
export const LAYER_ACTIVATIONS = 48;
/** Address of the signals of a tile (the probabilities too in the last layer), in cells. */
export const LAYER_SIGNALS = 52;
/**
 * Address of what a tile's units let through, in cells: 0 for dropped ones, else 1 / (1 - dropout);
 * after the activation, that times the slope. Where units are dropped.
 */
export const LAYER_GATES = 56;
/** One of ACTIVATION. */
export const LAYER_ACTIVATION = 60;
/** A unit is dropped by a draw below this whole number; 0 if none are dropped. */
export const LAYER_DROP_BELOW = 64;
/** 1 / (1 - dropout) */
export const LAYER_KEPT_SCALE = 72;
/** Share of itself that a weight loses in an update, apart from the gradient. */
export const LAYER_SHRINK = 80;
/** Share of a weight that its gradient gains; every optimizer but plain gradient descent. */
export const LAYER_PULL = 88;
/** How far an update moves weights towards zero, and no further. */
export const LAYER_THRESHOLD = 96;
export const LAYER_BYTES = 104;

// What turns logits into probabilities.
export const OUTPUT_SOFTMAX = 0;
/** One output, for the second of two classes. */
export const OUTPUT_SIGMOID = 1;
/** One output, the number itself: no probability. */
export const OUTPUT_IDENTITY = 2;

// How signals follow from probabilities.
/** Softmax and squared error with the whole Jacobian. */
export const SIGNALS_SQUARED_ERROR = 0;
/** (1 - o) o (o - t): the article's, and exact for a sigmoid. */
export const SIGNALS_DIAGONAL = 1;
export const SIGNALS_CROSS_ENTROPY = 2;

// Activations of hidden units.
export const ACTIVATION_TANH = 0;
export const ACTIVATION_RELU = 1;
export const ACTIVATION_LEAKY_RELU = 2;
export const ACTIVATION_SIGMOID = 3;
export const ACTIVATION_LINEAR = 4;

// What an update does with a gradient.
export const OPTIMIZER_SGD = 0;
export const OPTIMIZER_MOMENTUM = 1;
export const OPTIMIZER_NESTEROV = 2;
/** Adam and AdamW, which differ in LAYER_SHRINK and LAYER_PULL. */
export const OPTIMIZER_ADAM = 3;

/**
 * Bytes of an entry: a value that is not zero and its place, the distance from a layer's first
 * weights to those of the input. (Input by input, that from a tile's first signals to the item's.)
 */
export const ENTRY_BYTES = 16;
export const ENTRY_PLACE = 8;
/** Inputs of a block: so many that their weights, in four panels, stay in the fastest cache. */
export const BLOCK_INPUTS = 256;
