// The scrubber and the clock of the replay.
import assert from "node:assert/strict";
import { test } from "node:test";
import { speeds } from "../../../src/core/config.ts";
import {
  advance,
  FULL_SPEED_REPLAY,
  hold,
  LIVE,
  play,
  type Playback,
  playbackEpoch,
  replaySpeed,
} from "../../../webview/playback.ts";
import {
  lastRecordedEpoch,
  longestRecording,
  neighbourEpoch,
  nextBest,
  show,
} from "../../../webview/shown.ts";
import { panelState, train } from "./panelFixture.ts";

test("live is the newest epoch, whatever it is", () => {
  assert.equal(playbackEpoch(LIVE, 0), 0);
  assert.equal(playbackEpoch(LIVE, 214), 214);
});

test("a held epoch stays, within what is recorded", () => {
  const held: Playback = { mode: "held", epoch: 100 };
  assert.equal(playbackEpoch(held, 500), 100);
  assert.equal(playbackEpoch(held, 60), 60);
});

test("a replay starts where the view stands, and from the start at the end", () => {
  assert.deepEqual(play({ mode: "held", epoch: 100 }, 500), { mode: "replaying", epoch: 100 });
  assert.deepEqual(play({ mode: "held", epoch: 500 }, 500), { mode: "replaying", epoch: 0 });
  assert.deepEqual(play(LIVE, 500), { mode: "replaying", epoch: 0 });
});

test("a replay moves in time, keeps fractions, and shows whole epochs", () => {
  let playback: Playback = { mode: "replaying", epoch: 10 };
  playback = advance(playback, 0.016, "slow", 500);
  assert.equal(playbackEpoch(playback, 500), 10);
  for (let frame = 0; frame < 4; frame++) playback = advance(playback, 0.016, "slow", 500);
  assert.equal(playbackEpoch(playback, 500), 11);
  assert.deepEqual(hold(playback, 500), { mode: "held", epoch: 11 });
});

test("one second of replay is the chosen number of epochs", () => {
  for (const [name, { epochsPerSecond }] of Object.entries(speeds)) {
    const speed = name as keyof typeof speeds;
    const expected = Number.isFinite(epochsPerSecond) ? epochsPerSecond : FULL_SPEED_REPLAY;
    assert.equal(replaySpeed(speed), expected);
    const after = advance({ mode: "replaying", epoch: 0 }, 1, speed, 1e9);
    assert.equal(playbackEpoch(after, 1e9), expected);
  }
});

test("a replay that reaches the newest epoch goes on live", () => {
  assert.equal(advance({ mode: "replaying", epoch: 499.9 }, 0.1, "fast", 500), LIVE);
  assert.equal(advance(LIVE, 10, "fast", 500), LIVE);
  const held: Playback = { mode: "held", epoch: 3 };
  assert.equal(advance(held, 10, "fast", 500), held);
});

test("the scrubber stops at recorded epochs only", () => {
  const state = panelState(train("withL2", { epochs: 5000, hiddenLayers: [1], batchSize: 200 }));
  const recording = longestRecording(state.recordings);
  assert.ok(recording);
  assert.equal(lastRecordedEpoch(state), 5000);
  assert.equal(neighbourEpoch(recording, 4001, 0), 4000);
  assert.equal(neighbourEpoch(recording, 4000, 1), 4002);
  assert.equal(neighbourEpoch(recording, 4000, -1), 3998);
  assert.equal(neighbourEpoch(recording, 0, -1), 0);
  assert.equal(neighbourEpoch(recording, 5000, 9), 5000);
});

test("what is shown belongs to the asked epoch in every run", () => {
  const state = panelState(train("twins", { epochs: 30 }));
  const shown = show(state, 12);
  assert.ok(shown);
  assert.equal(shown.epoch, 12);
  assert.equal(shown.lastEpoch, 30);
  for (const run of shown.runs) {
    assert.equal(run.values.epoch, 12);
    assert.equal(run.weightsEpoch, 12);
    assert.equal(run.isNewest, false);
    const sum = run.layers
      .flatMap(layer => [...layer.weights])
      .reduce((total, weight) => total + weight * weight, 0);
    assert.ok(Math.abs(sum - run.values.sumOfSquares) < 1e-12);
  }
  assert.equal(show(state, 30)?.runs[0].isNewest, true);
});

test("the time axis is the plan while training goes on, then what was trained", () => {
  const { playground, chunks } = train("withL2", { epochs: 20 });
  const experiment = playground.experiment;
  assert.ok(experiment);
  const longer = { ...experiment, base: { ...experiment.base, epochs: 500 } };
  const at = (status: "training" | "paused" | "stopped") =>
    show(panelState({ playground: { ...playground, experiment: longer, status }, chunks }), 20)
      ?.axisEnd;
  assert.equal(at("training"), 500);
  assert.equal(at("paused"), 500);
  assert.equal(at("stopped"), 20);
});

test("best epochs are gone through in order, and shown exactly where the recording skips them", () => {
  const changes = { epochs: 4100, hiddenLayers: [1], batchSize: 200, learningRate: 0.5 };
  const state = panelState(train("twins", changes));
  const shown = show(state, 4100);
  assert.ok(shown);
  const bests = shown.runs.map(run => run.best?.epoch ?? 0).sort((a, b) => a - b);
  assert.equal(nextBest(shown, 0)?.best?.epoch, bests[0]);
  assert.equal(nextBest(shown, bests[0])?.best?.epoch, bests[1]);
  assert.equal(nextBest(shown, bests[1])?.best?.epoch, bests[0]);
  assert.ok(bests.some(epoch => epoch % 2 === 1));
  for (const { index, best } of shown.runs) {
    assert.ok(best);
    const run = show(state, best.epoch)?.runs[index];
    assert.equal(run?.epoch, best.epoch);
    assert.equal(run.weightsEpoch, best.epoch);
    assert.equal(run.values.validationLoss, best.validationLoss);
  }
});
