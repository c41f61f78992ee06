/** A chart with its legend, its buttons and its numbers. */
import { Deferred } from "../deferred.tsx";
import { ChartTable } from "./chartTable.tsx";
import type { ChartProps } from "./chartProps.ts";
import { Legend } from "./legend.tsx";
import { LineChart } from "./lineChart.tsx";
import { contextOf } from "./lines.ts";

export function ChartPlace(props: ChartProps) {
  const context = contextOf(props.shown, props.layer);
  return (
    <>
      <Legend {...props} context={context} />
      <Deferred
        store={props.store}
        what="the buttons of the charts"
        placeholder={<div class="chart-bar" />}
        fallback={null}
      >
        {({ ChartBar }) => <ChartBar {...props} />}
      </Deferred>
      <LineChart {...props} />
      <ChartTable {...props} context={context} />
    </>
  );
}
