/** JavaScript, an ES module, with its types in comments for editors and type checkers. */
import { blocks, comment, type Dialect, exportMark, throwsLines } from "./dialect.ts";

export const javascript: Dialect = {
  functionText(text) {
    const tags = [
      ...text.parameters.map(
        ({ name, type, isOptional }) =>
          `@param {${type}} ${isOptional === true ? `[${name}]` : name}`,
      ),
      `@returns {${text.returns}}`,
      ...throwsLines(text),
    ];
    const names = text.parameters.map(({ name }) => name).join(", ");
    const signature = `${exportMark(text)}function ${text.name}(${names}) {`;
    return [comment(blocks(text.doc, tags)), signature, ...text.body, "}"].join("\n");
  },

  objectType({ name, doc, members }) {
    const lines = members.map(([key, type]) => `  readonly ${key}: ${type},`);
    return comment(blocks(doc, ["@typedef {{", ...lines, `}} ${name}`]));
  },

  typeName: (name, type) => comment([`@typedef {${type}} ${name}`]),

  constant(text) {
    const isNarrow = text.type === "const";
    const doc = isNarrow ? text.doc : blocks(text.doc, [`@type {${text.type}}`]);
    const value = isNarrow ? `/** @type {const} */ (${text.value})` : text.value;
    return `${comment(doc)}\n${exportMark(text)}const ${text.name} = ${value};`;
  },

  known: "",
};
