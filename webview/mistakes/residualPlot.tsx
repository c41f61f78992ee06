/** How far off predicted numbers are: each item by its prediction, and the residual above or below. */
import { useRef } from "preact/hooks";
import { prepareCanvas } from "../charts/drawing.ts";
import { MoreMenu } from "../charts/moreMenu.tsx";
import { CanvasPen } from "../charts/pen.ts";
import { PictureFiles } from "../charts/pictureFiles.tsx";
import { useDrawing } from "../onScreen.ts";
import type { PanelStore } from "../panelStore.ts";
import type { Theme } from "../theme.ts";
import { useWidth } from "../weights/useWidth.ts";
import {
  drawResiduals,
  LEAST_WIDTH,
  residualCsv,
  residualPicture,
  type ResidualContent,
  residualsOf,
  residualWords,
} from "./residuals.ts";

const HEIGHT = 220;
const LARGEST = 640;

interface ResidualPlotProps {
  readonly store: PanelStore;
  readonly content: ResidualContent;
  readonly theme: Theme;
}

export function ResidualPlot({ store, content, theme }: ResidualPlotProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { pairs, facts, variant, about } = content;
  const side = Math.min(LARGEST, width);
  const words = residualWords(residualsOf(content));
  const id = `residuals-${variant}`;
  useDrawing(canvas, () => {
    if (canvas.current === null || side < LEAST_WIDTH) return;
    const pen = new CanvasPen(prepareCanvas(canvas.current, side, HEIGHT), theme.fontFamily);
    drawResiduals(pen, { width: side, height: HEIGHT }, content, theme);
  }, [pairs, side, theme, facts, variant]);
  return (
    <figure class="residuals" ref={box}>
      <div class="chart-bar">
        <MoreMenu id={id} name={`Residuals, ${about}`}>
          {() => (
            <PictureFiles
              store={store}
              id={id}
              picture={() => residualPicture(content, theme)}
              csv={() => residualCsv(content)}
            />
          )}
        </MoreMenu>
      </div>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`Residuals, ${about}. ${words}`}
        style={{ width: `${side}px`, height: `${HEIGHT}px` }}
      />
      <figcaption class="card-text">
        {words} A cloud without a pattern around zero is what a good fit leaves; a bend says that
        the network is too simple, a funnel that errors grow with the number.
      </figcaption>
    </figure>
  );
}
