/** TypeScript that only erases: Node runs it as it is, and every strict option accepts it. */
import { blocks, comment, type Dialect, exportMark, throwsLines } from "./dialect.ts";

export const typescript: Dialect = {
  functionText(text) {
    const parameters = text.parameters.map(
      ({ name, type, isOptional }) => `${name}${isOptional === true ? "?" : ""}: ${type}`,
    );
    const head = `${exportMark(text)}function ${text.name}`;
    const line = `${head}(${parameters.join(", ")}): ${text.returns} {`;
    const signature =
      line.length <= 100
        ? line
        : [`${head}(`, ...parameters.map(text => `  ${text},`), `): ${text.returns} {`].join("\n");
    return [comment(blocks(text.doc, throwsLines(text))), signature, ...text.body, "}"].join("\n");
  },

  objectType(text) {
    const { name, doc, members } = text;
    const lines = members.map(([key, type]) => `  readonly ${key}: ${type};`);
    return [comment(doc), `${exportMark(text)}interface ${name} {`, ...lines, "}"].join("\n");
  },

  typeName: (name, type) => `export type ${name} = ${type};`,

  constant(text) {
    const isNarrow = text.type === "const";
    const annotation = isNarrow ? "" : `: ${text.type}`;
    const mark = isNarrow ? " as const" : "";
    const declaration = `${exportMark(text)}const ${text.name}${annotation} = ${text.value}${mark};`;
    return `${comment(text.doc)}\n${declaration}`;
  },

  known: "!",
};
