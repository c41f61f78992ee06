/** The small buttons of a chart: zooming its epochs, and a menu with everything else. */
import { formatCount } from "../format.ts";
import { Icon } from "../icon.tsx";
import { scaleChoices, Segmented } from "../segmented.tsx";
import { ChartFiles } from "./chartFiles.tsx";
import { epochZoom, ZOOM_STEP } from "./epochZoom.ts";
import type { ChartProps } from "./chartProps.ts";
import { MoreMenu } from "./moreMenu.tsx";

const smoothings = [0, 5, 25, 125] as const;

export function ChartBar(props: ChartProps) {
  const { store, view, shown, spec } = props;
  const { zoom } = view.memory;
  const { range, zoomBy, showAll } = epochZoom(store, view, shown);
  const isAll = zoom === null;
  const name = spec.title;
  // Zooms at the shown epoch where that is seen.
  const at =
    shown.epoch >= range.from && shown.epoch <= range.to
      ? shown.epoch
      : (range.from + range.to) / 2;
  return (
    <div class="chart-bar" role="group" aria-label={`View of the chart: ${name}`}>
      <span class="chart-range">
        {isAll
          ? ""
          : `epochs ${formatCount(Math.ceil(range.from))} to ${formatCount(Math.floor(range.to))}`}
      </span>
      <button
        id={`zoom-in-${spec.id}`}
        type="button"
        class="button icon-only quiet"
        aria-label={`Zoom in: ${name}`}
        title="Fewer epochs (+, or Ctrl or Cmd and the wheel). Shift-drag moves along."
        onClick={() => zoomBy(ZOOM_STEP, at)}
      >
        <Icon name="plus" />
      </button>
      <button
        id={`zoom-out-${spec.id}`}
        type="button"
        class="button icon-only quiet"
        aria-label={`Zoom out: ${name}`}
        title="More epochs (−)"
        disabled={isAll}
        onClick={() => zoomBy(1 / ZOOM_STEP, at)}
      >
        <Icon name="minus" />
      </button>
      <button
        id={`zoom-all-${spec.id}`}
        type="button"
        class="button quiet"
        title="All epochs (0, or a double click)"
        disabled={isAll}
        onClick={showAll}
      >
        All<span class="visually-hidden"> epochs: {name}</span>
      </button>
      <ChartMenu {...props} />
    </div>
  );
}

/** What is chosen for all charts at once, and the files of this one. */
function ChartMenu(props: ChartProps) {
  const { store, view, spec } = props;
  const { epochScale, smoothing } = view.memory;
  return (
    <MoreMenu id={spec.id} name={spec.title}>
      {() => (
        <>
          <div class="chart-menu-row">
            <span>Epochs</span>
            <Segmented
              name={`epoch-scale-${spec.id}`}
              label="Scale of the epochs, in all charts"
              choices={scaleChoices}
              value={epochScale}
              choose={scale => store.remember({ epochScale: scale })}
            />
          </div>
          <div class="chart-menu-row">
            <label for={`smoothing-${spec.id}`}>Smoothing</label>
            <select
              id={`smoothing-${spec.id}`}
              value={String(smoothing)}
              onChange={event =>
                store.remember({ smoothing: smoothings[event.currentTarget.selectedIndex] })
              }
            >
              {smoothings.map(epochs => (
                <option key={epochs} value={String(epochs)}>
                  {epochs === 0 ? "off" : `mean of ${epochs} epochs`}
                </option>
              ))}
            </select>
          </div>
          <p class="chart-menu-note">
            Both are for all charts. A smoothed line is the mean of the epochs around each one;
            numbers are always those recorded.
          </p>
          <ChartFiles {...props} />
        </>
      )}
    </MoreMenu>
  );
}
