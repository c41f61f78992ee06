/** The buttons that drive a training, and its speed. */
import { type Speed, speeds } from "../../src/core/config.ts";
import type { PanelMessage, PlaygroundState } from "../../src/protocol/messages.ts";
import { Icon, type IconName } from "../icon.tsx";
import type { PanelStore } from "../panelStore.ts";
import { goToWrongSetting } from "./field.tsx";
import { useDraft } from "./useDraft.ts";

interface RunButton {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  readonly title: string;
  readonly message: PanelMessage;
  readonly isEnabled: boolean;
  readonly isPrimary: boolean;
}

/** The buttons as they are in a state. Those that would do nothing are disabled. */
function runButtons(playground: PlaygroundState): RunButton[] {
  const { status, experiment } = playground;
  const isTraining = status === "training";
  const isPaused = status === "paused";
  const isUnderWay = isTraining || isPaused;
  return [
    {
      id: "run",
      label: isUnderWay ? "Restart" : status === "idle" ? "Run" : "Run again",
      icon: isUnderWay ? "reset" : "play",
      title: isUnderWay
        ? "Start anew with the settings as they are now"
        : "Train with the settings",
      message: { type: "start" },
      isEnabled: true,
      isPrimary: !isUnderWay,
    },
    {
      id: "pause",
      label: isPaused ? "Resume" : "Pause",
      icon: isPaused ? "play" : "pause",
      title: isPaused ? "Go on training" : "Halt training; it can be resumed",
      message: { type: isPaused ? "resume" : "pause" },
      isEnabled: isUnderWay,
      isPrimary: isUnderWay,
    },
    {
      id: "step",
      label: "Step",
      icon: "step",
      title: "Train one epoch, then pause",
      message: { type: "step" },
      isEnabled: isUnderWay || status === "idle",
      isPrimary: false,
    },
    {
      id: "stop",
      label: "Stop",
      icon: "stop",
      title: "End training and keep the result so far",
      message: { type: "stop" },
      isEnabled: isUnderWay,
      isPrimary: false,
    },
    {
      id: "reset",
      label: "Reset",
      icon: "toStart",
      title: "Back to the start: same seed, same first weights",
      message: { type: "reset" },
      isEnabled: experiment !== null && status !== "idle",
      isPrimary: false,
    },
    {
      id: "newSeed",
      label: "New seed",
      icon: "dice",
      title: "Draw other first weights and another order of items",
      message: { type: "newSeed" },
      isEnabled: true,
      isPrimary: false,
    },
  ];
}

/** What begins a training. */
const STARTS: readonly PanelMessage["type"][] = ["start", "step", "newSeed"];

/**
 * Posts what a button says; but while a setting is wrong no training begins, with another value
 * than is written there: the reader is taken to the setting.
 */
function press(store: PanelStore, { message }: RunButton, playground: PlaygroundState): void {
  const goesOn = message.type === "step" && playground.status !== "idle";
  if (STARTS.includes(message.type) && !goesOn && goToWrongSetting()) return;
  store.post(message);
}

export function RunControls({
  store,
  playground,
}: {
  readonly store: PanelStore;
  readonly playground: PlaygroundState;
}) {
  return (
    <div class="run-controls" role="group" aria-label="Training">
      {runButtons(playground).map(button => (
        <button
          key={button.id}
          id={button.id}
          type="button"
          class={button.isPrimary ? "button primary" : "button"}
          disabled={!button.isEnabled}
          title={button.title}
          onClick={() => press(store, button, playground)}
        >
          <Icon name={button.icon} />
          <span class="button-label">{button.label}</span>
        </button>
      ))}
    </div>
  );
}

export function SpeedSelect({
  store,
  speed,
}: {
  readonly store: PanelStore;
  readonly speed: Speed;
}) {
  const [shown, setShown] = useDraft(speed);
  return (
    <label class="speed">
      <span class="speed-label">Speed</span>
      <select
        id="speed"
        value={shown}
        title="How fast training and replay are shown; results do not depend on it"
        onChange={event => {
          const chosen = event.currentTarget.value as Speed;
          setShown(chosen);
          store.post({ type: "setSpeed", speed: chosen });
        }}
      >
        {Object.entries(speeds).map(([name, { label }]) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
