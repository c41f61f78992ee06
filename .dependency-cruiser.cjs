// The layers of ARCHITECTURE.md. Types alone do not keep vscode out of the core.
/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {}, // What is loaded later, or for its types alone, is not evaluated in a circle.
      to: {
        circular: true,
        viaOnly: { dependencyTypesNot: ["dynamic-import", "type-only"] },
      },
    },
    {
      name: "core-knows-only-core",
      severity: "error",
      from: { path: "^src/core/" },
      to: { pathNot: "^src/core/" },
    },
    {
      name: "protocol-knows-core-and-valibot",
      severity: "error",
      from: { path: "^src/protocol/" },
      to: { pathNot: "^(src/(core|protocol)/|node_modules/(valibot|@valibot)/)" },
    },
    {
      name: "tabular-knows-core-and-papaparse",
      severity: "error",
      from: { path: "^src/tabular/" },
      to: { pathNot: "^(src/(core|tabular)/|node_modules/(@types/)?papaparse/)" },
    },
    {
      name: "tables-are-no-business-of-protocol-and-webview",
      severity: "error",
      from: { path: "^(src/protocol|webview)/" },
      to: { path: "^src/tabular/" },
    },
    {
      name: "shells-do-not-know-each-other",
      severity: "error",
      from: { path: "^(src/host|src/worker|src/dataWorker|src/inspector|src/cli|webview)/" },
      to: {
        path: "^(src/host|src/worker|src/dataWorker|src/inspector|src/cli|webview)/|^src/extension",
        pathNot: "^$1/",
      },
    },
    {
      name: "vscode-only-in-the-host",
      severity: "error",
      from: { pathNot: "^(src/(host/|extension\\.ts)|scripts/starter/)" },
      to: { path: "^vscode$" },
    },
    {
      name: "node-only-in-the-shells-of-node",
      severity: "error",
      from: { path: "^(src/core|src/protocol|src/tabular|webview)/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(vscode|training-kernel|assemblyscript/asc)$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // AssemblyScript, which is not TypeScript to anyone but its own compiler.
    exclude: { path: "^src/kernel/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "webview/tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".mjs", ".cjs", ".js"] },
  },
};
