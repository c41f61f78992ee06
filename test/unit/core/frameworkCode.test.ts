// The programs for other tools say what the network says, and own up to what they cannot say.
// That they run was seen with PyTorch 2.13, Keras 3.15 and scikit-learn 1.9.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ARTICLE_CONFIG, type TrainingConfig } from "../../../src/core/config.ts";
import {
  codeObstacle,
  frameworkCode,
  type FrameworkName,
  frameworks,
} from "../../../src/core/frameworkCode.ts";
import { TABLE_CONFIG } from "../../../src/core/presets.ts";

const NAMES = Object.keys(frameworks) as FrameworkName[];

function code(name: FrameworkName, changes: Partial<TrainingConfig>, sizes = [10, 8, 4]): string {
  return frameworkCode(name, { config: { ...TABLE_CONFIG, ...changes }, sizes, items: 120 });
}

test("the penalty is written as each tool counts it, and never for biases", () => {
  const torch = code("pytorch", { l2: 0.01 });
  assert.match(torch, /\{"params": weights, "weight_decay": 0\.01\}/);
  assert.match(torch, /\{"params": biases, "weight_decay": 0\.0\}/);
  const keras = code("keras", { l2: 0.01 });
  assert.equal(keras.match(/kernel_regularizer=keras\.regularizers\.L2\(0\.005\)/g)?.length, 2);
  assert.doesNotMatch(keras, /bias_regularizer/);
  assert.match(code("scikitLearn", { l2: 0.01, batchSize: 16 }), /alpha=0\.16,/);
  assert.match(
    code("scikitLearn", { l2: 0.01, batchSize: 500 }),
    /alpha=1\.2,.*\n.*batch_size=120,/,
  );
});

test("layers, activation, optimizer, batch size, learning rate and epochs are those of the run", () => {
  const changes: Partial<TrainingConfig> = {
    hiddenLayers: [6, 5],
    activations: ["relu"],
    optimizer: "nesterov",
    momentum: 0.8,
    batchSize: 32,
    learningRate: 0.07,
    epochs: 77,
  };
  const sizes = [3, 6, 5, 2];
  const torch = code("pytorch", changes, sizes);
  for (const part of [
    "nn.Linear(3, 6),\n    nn.ReLU(),\n    nn.Linear(6, 5),\n    nn.ReLU(),\n    nn.Linear(5, 2),\n)",
    "torch.optim.SGD(groups, lr=0.07, momentum=0.8, nesterov=True)",
    "batch_size=32, shuffle=True",
    "for epoch in range(77):",
  ]) {
    assert.ok(torch.includes(part), `${part}\n${torch}`);
  }
  const keras = code("keras", changes, sizes);
  for (const part of [
    "keras.Input(shape=(3,))",
    'Dense(6, activation="relu")',
    'Dense(5, activation="relu")',
    'Dense(2, activation="softmax")',
    "SGD(learning_rate=0.07, momentum=0.8, nesterov=True)",
    "batch_size=32,",
    "epochs=77,",
  ]) {
    assert.ok(keras.includes(part), `${part}\n${keras}`);
  }
  const scikit = code("scikitLearn", changes, sizes);
  for (const part of [
    "hidden_layer_sizes=(6, 5,)",
    'activation="relu"',
    'solver="sgd"',
    "momentum=0.8",
    "nesterovs_momentum=True",
    "batch_size=32",
    "learning_rate_init=0.07",
    "max_iter=77",
  ]) {
    assert.ok(scikit.includes(part), `${part}\n${scikit}`);
  }
});

test("what a tool does differently is said at the top", () => {
  const differences = (name: FrameworkName, changes: Partial<TrainingConfig>) =>
    code(name, changes)
      .split("\n")
      .filter(line => line.startsWith("#   "))
      .join("\n");
  assert.match(differences("pytorch", ARTICLE_CONFIG), /in place of the article's o \(1 - o\)/);
  assert.match(differences("keras", { l1: 0.01 }), /subgradient/);
  assert.match(differences("scikitLearn", ARTICLE_CONFIG), /cross-entropy in place of squared/);
  assert.match(differences("scikitLearn", { dropout: 0.2, l1: 0.1 }), /no L1\n.*no dropout/);
  assert.match(differences("scikitLearn", { optimizer: "adamw", l2: 0.1 }), /no AdamW/);
});

test("every tool has every optimizer, loss and output, in lines of text", () => {
  for (const name of NAMES) {
    for (const optimizer of ["sgd", "momentum", "nesterov", "adam", "adamw"] as const) {
      for (const loss of ["squaredError", "crossEntropy"] as const) {
        for (const output of ["softmax", "sigmoid"] as const) {
          const sizes = [4, 3, output === "sigmoid" ? 1 : 2];
          const text = code(name, { optimizer, loss, output }, sizes);
          assert.ok(text.endsWith("\n"));
          assert.doesNotMatch(text, /undefined|NaN|\[object/);
        }
      }
    }
  }
});

test("a number is learned by half the squared error, as here, so that lambda and rate mean the same", () => {
  const regression: Partial<TrainingConfig> = {
    ...{ output: "identity", loss: "squaredError", l2: 0.01, batchSize: 16 },
  };
  const sizes = [5, 6, 1];
  const torch = code("pytorch", regression, sizes);
  for (const part of [
    "y_train: targets, scaled as they are here, float64, shape (items,).",
    "nn.Linear(5, 6),\n    nn.Tanh(),\n    nn.Linear(6, 1),\n)",
    // PyTorch's mse_loss is the mean of (o - t)^2 without the half.
    "return 0.5 * nn.functional.mse_loss(outputs.squeeze(1), targets)",
    '{"params": weights, "weight_decay": 0.01}',
    "    for inputs, targets in batches:",
    "        loss_of(model(inputs), targets).backward()",
  ]) {
    assert.ok(torch.includes(part), `${part}\n${torch}`);
  }
  const keras = code("keras", regression, sizes);
  for (const part of [
    'Dense(1, activation="linear", kernel_regularizer=keras.regularizers.L2(0.005))',
    "targets = keras.ops.cast(keras.ops.reshape(labels, (-1, 1)), outputs.dtype)",
    "return 0.5 * keras.ops.sum(keras.ops.square(targets - outputs), axis=-1)",
    'metrics=["mean_squared_error"]',
  ]) {
    assert.ok(keras.includes(part), `${part}\n${keras}`);
  }
  const scikit = code("scikitLearn", { ...regression, patience: 5 }, sizes);
  for (const part of [
    "from sklearn.neural_network import MLPRegressor\n\nmodel = MLPRegressor(",
    "hidden_layer_sizes=(6,)",
    "alpha=0.16,  # 0.01 x batch_size",
    "its own goes by R squared, not by loss",
  ]) {
    assert.ok(scikit.includes(part), `${part}\n${scikit}`);
  }
  for (const name of NAMES) {
    const words = /accuracy|classes|logits|softmax|sigmoid|cross|Classifier|identity/i;
    assert.doesNotMatch(code(name, regression, sizes), words);
    for (const optimizer of ["sgd", "momentum", "nesterov", "adam", "adamw"] as const) {
      const text = code(name, { ...regression, optimizer }, [5, 1]);
      assert.ok(text.endsWith("\n"));
      assert.doesNotMatch(text, /undefined|NaN|\[object/);
    }
  }
});

test("the exhibits of Figure 1 have no program elsewhere", () => {
  assert.equal(codeObstacle(ARTICLE_CONFIG), "");
  assert.match(codeObstacle({ ...ARTICLE_CONFIG, publishedSign: true }), /negative strength/);
  assert.match(codeObstacle({ ...ARTICLE_CONFIG, arithmetic: "float32" }), /rounded to float32/);
});
