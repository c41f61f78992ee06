/** What the words of the panel mean, in a sentence or two each. Shown in place: see term.tsx. */

export const terms = {
  epoch: "One pass over all training items, in a new order each time.",
  update: "One step of the optimizer: the weights change once, by the gradient of one batch.",
  item: "One row of the data: its inputs and its class.",
  batch: "The items whose gradients are averaged for one update.",
  loss: "What training makes small: how far the outputs are from the targets, as a mean over the items.",
  penalty:
    "What is added to the loss for large weights. It counts in training only, never in a validation or test error.",
  total: "Data loss plus penalty: what training really makes small.",
  lambda:
    "Strength of the L2 penalty: lambda / 2 times the sum of all squared weights. 0 is no penalty.",
  l2: "A penalty on squared weights: each update pulls every weight towards zero, in proportion to its size.",
  l1: "A penalty on the magnitude of weights: it pulls all weights equally hard and makes many exactly zero.",
  decay:
    "Every update first shrinks all weights by the same share. For plain gradient descent that is L2 in other words.",
  dropout: "In training some hidden units sit out, drawn anew for each item. All of them predict.",
  jitter: "Noise that is added to the inputs in training, new each time an item is seen.",
  maxNorm:
    "A limit for the weights that lead into a unit: if their norm is larger they are scaled back.",
  earlyStopping:
    "Training ends when the loss on the validation items has stopped falling, and the best weights are kept.",
  patience: "How many epochs early stopping waits for a smaller validation loss.",
  minDelta: "A validation loss has to fall by more than this to count as smaller.",
  weightNorm:
    "The square root of the sum of all squared weights: one number for how large the weights are.",
  sumOfSquares:
    "All weights squared and added up: what the L2 penalty is made of. Biases are not in it.",
  maxAbs: "The largest weight, without its sign.",
  weight: "A number that an input of a unit is multiplied by. Training finds the weights.",
  bias: "A number that a unit adds to its weighted sum. The penalty leaves biases alone.",
  trainItems: "The items whose gradients change the weights. A network can learn them by heart.",
  validationItems:
    "Items that are never trained on; by them the best epoch is chosen, and when to stop.",
  testItems:
    "Items that are never trained on and choose nothing: they show what the network does on new items.",
  freshItems:
    "Thousands of new items from the generator of the data, for a score that chance hardly moves.",
  gap: "Test loss minus train loss. Large means overfitting: the network knows its training items better than new ones.",
  accuracyGap:
    "How many points of accuracy a network loses from its training items to new ones. Large means overfitting.",
  overfitting:
    "The network learns accidents of its training items, so that it does worse on new ones.",
  accuracy: "The share of items whose class gets the largest output.",
  rSquared:
    "How much of the spread of the numbers is explained: 1 less the mean squared error divided by the variance of the same items. 1 is perfect, 0 is no better than their mean, less is worse.",
  rmse: "Root of the mean squared error: how far off a prediction typically is, in the unit of the numbers.",
  mse: "Mean squared error as the article counts it: squared differences summed over the outputs, averaged over the items.",
  wilson:
    "The range in which the true accuracy lies with 95 % confidence, given so many right of so many items.",
  squaredError: "Half the sum of the squared differences between outputs and targets.",
  crossEntropy:
    "Minus the logarithm of the probability that the network gives the true class. It punishes confident mistakes hard.",
  softmax: "Turns the last sums of a network into probabilities that add up to 1.",
  articleDerivative:
    "The article's shortcut o (1 − o) for the derivative of softmax. Near the truth, but not the gradient of the loss.",
  learningRate: "How far one update moves the weights against their gradient.",
  optimizer: "The rule that turns a gradient into a change of the weights.",
  momentum: "Share of the last step that an update keeps, so that steps in one direction add up.",
  schedule: "How the learning rate changes from epoch to epoch.",
  seed: "The number that all random numbers follow from: the same seed gives the same run.",
  hiddenUnits:
    "Units between inputs and outputs. Each takes a weighted sum and bends it; more of them can learn more, and overfit more.",
  activation: "The curve by which a hidden unit bends its weighted sum.",
  initializer: "How the first weights are drawn, before any training.",
  initRange: "First weights are drawn evenly from minus this to plus this.",
  bestEpoch: "The epoch with the smallest loss on the validation items.",
  variant: "One of the networks that are compared: the same start and order, one thing different.",
  gradient: "How fast the loss rises as a weight grows; an update goes the other way.",
} as const satisfies Record<string, string>;

export type TermName = keyof typeof terms;
