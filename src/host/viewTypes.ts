/** Types of the extension's panels; the editor brings panels of these types back after a reload. */
export const PANEL_VIEW_TYPE = "regularizationPlayground.panel";
export const DATA_VIEW_TYPE = "regularizationPlayground.data";
export const USE_VIEW_TYPE = "regularizationPlayground.use";
