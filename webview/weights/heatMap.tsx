/** One weight matrix: cells in colour, each reachable by pointer and by arrow keys. */
import { useRef } from "preact/hooks";
import { formatNumber } from "../format.ts";
import { useDrawing } from "../onScreen.ts";
import type { Theme } from "../theme.ts";
import { cellSize, drawHeatMap } from "./heatMapDrawing.ts";
import { useWidth } from "./useWidth.ts";

/** Matrices with more rows or columns have no names along their sides. */
const MAX_NAMED = 16;

/** A cell of a matrix. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** Names of the units on both sides. */
export interface MatrixNames {
  readonly rows: (row: number) => string;
  readonly columns: (column: number) => string;
  /** The same where there is little room. */
  readonly shortRows: (row: number) => string;
  readonly shortColumns: (column: number) => string;
}

export interface HeatMapProps {
  readonly id: string;
  /** What the matrix is and what stands out, for those who do not see it. */
  readonly label: string;
  /** Shape [rows][columns]. */
  readonly weights: Float64Array;
  readonly columns: number;
  readonly range: number;
  readonly theme: Theme;
  readonly names: MatrixNames;
  readonly active: Cell | null;
  readonly activate: (cell: Cell | null) => void;
  /** A cell was clicked, or Enter pressed on it. */
  readonly choose: (cell: Cell) => void;
}

/** The cell a key leads to; undefined for keys that lead nowhere. */
function moveCell(
  { row, column }: Cell,
  key: string,
  rows: number,
  columns: number,
): Cell | undefined {
  const moves: Readonly<Record<string, Cell>> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    Home: { row, column: 0 },
    End: { row, column: columns - 1 },
    PageUp: { row: row - 10, column },
    PageDown: { row: row + 10, column },
  };
  if (!Object.hasOwn(moves, key)) return undefined;
  return {
    row: Math.max(0, Math.min(rows - 1, moves[key].row)),
    column: Math.max(0, Math.min(columns - 1, moves[key].column)),
  };
}

export function HeatMap(props: HeatMapProps) {
  const { id, label, weights, columns, range, theme, names, active, activate, choose } = props;
  const [box, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const rows = weights.length / columns;
  const cell = cellSize(width, rows, columns);
  useDrawing(box, () => {
    if (canvas.current !== null && width > 0) {
      drawHeatMap(canvas.current, weights, columns, cell, range, theme);
    }
  }, [weights, columns, cell.width, cell.height, range, theme]);
  const shown = active ?? { row: 0, column: 0 };
  const cellAt = (event: MouseEvent & { readonly currentTarget: HTMLElement }): Cell => {
    const bounds = event.currentTarget.getBoundingClientRect();
    const column = Math.floor((event.clientX - bounds.left) / cell.width);
    const row = Math.floor((event.clientY - bounds.top) / cell.height);
    return {
      row: Math.max(0, Math.min(rows - 1, row)),
      column: Math.max(0, Math.min(columns - 1, column)),
    };
  };
  const hasNames = rows <= MAX_NAMED && columns <= MAX_NAMED;
  return (
    <div class="heat-frame">
      {hasNames && <UnitNames class="heat-columns" count={columns} name={names.shortColumns} />}
      {hasNames && <UnitNames class="heat-rows" count={rows} name={names.shortRows} />}
      <div ref={box} class="heat-map" style={{ height: `${cell.height * rows}px` }}>
        <canvas ref={canvas} role="img" aria-label={label} />
        <div
          id={id}
          class="heat-grid"
          role="grid"
          tabIndex={0}
          aria-label={`${label} Arrow keys go from weight to weight, Enter shows the update of one.`}
          aria-rowcount={rows}
          aria-colcount={columns}
          aria-activedescendant={`${id}-cell`}
          onPointerMove={event => activate(cellAt(event))}
          onPointerLeave={() => activate(null)}
          onFocus={() => activate(shown)}
          onBlur={() => activate(null)}
          onClick={event => choose(cellAt(event))}
          onKeyDown={event => {
            if (event.key === "Enter") choose(shown);
            const next = moveCell(shown, event.key, rows, columns);
            if (next === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
            event.preventDefault();
            activate(next);
          }}
        >
          <div role="row" aria-rowindex={shown.row + 1}>
            <div
              id={`${id}-cell`}
              role="gridcell"
              aria-colindex={shown.column + 1}
              class={active === null ? "heat-cell" : "heat-cell is-active"}
              style={{
                left: `${shown.column * cell.width}px`,
                top: `${shown.row * cell.height}px`,
                width: `${cell.width}px`,
                height: `${cell.height}px`,
              }}
            >
              <span class="visually-hidden">
                {names.rows(shown.row)} to {names.columns(shown.column)}:{" "}
                {formatNumber(weights[shown.row * columns + shown.column])}
              </span>
            </div>
          </div>
        </div>
      </div>
    </div>
  );
}

/** Names along one side; each cell also says its full name. */
function UnitNames(props: {
  readonly class: string;
  readonly count: number;
  readonly name: (unit: number) => string;
}) {
  return (
    <div class={props.class} aria-hidden="true">
      {Array.from({ length: props.count }, (_, unit) => (
        <span key={unit}>{props.name(unit)}</span>
      ))}
    </div>
  );
}
