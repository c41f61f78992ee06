/** The type checker, with every strict option. */
import { basename } from "node:path";
import ts from "typescript";

/** What the compiler says with every strict option, by the name of the file. */
export function typeErrors(paths: readonly string[], isJavaScript: boolean): string[] {
  const program = ts.createProgram(paths, {
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noImplicitReturns: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    noPropertyAccessFromIndexSignature: true,
    // In JavaScript nothing can say that an element is known to be there.
    noUncheckedIndexedAccess: !isJavaScript,
    isolatedModules: true,
    erasableSyntaxOnly: true,
    allowJs: true,
    checkJs: true,
    target: ts.ScriptTarget.ES2020,
    lib: ["lib.es2020.d.ts"],
    skipLibCheck: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
    allowImportingTsExtensions: true,
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText, file, start }) => {
    const line = file?.text.slice(0, start).split("\n").length;
    const place = `${file === undefined ? "" : basename(file.fileName)}:${line}`;
    return `${place}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}
