/** What VS Code provides on a page: its colours and fonts, and the object that messages go through. */
import { type ThemeId, themes } from "./themes.ts";

const FONT_VARIABLES = {
  "--vscode-font-family": 'system-ui, "Ubuntu", "Droid Sans", sans-serif',
  "--vscode-font-size": "13px",
  "--vscode-font-weight": "normal",
  "--vscode-editor-font-family": '"Droid Sans Mono", monospace',
};

export function themeVariables(theme: ThemeId): Record<string, string> {
  return { ...themes[theme].variables, ...FONT_VARIABLES };
}

/** Runs in the page before its script: what VS Code provides there. */
export function provideEditor(variables: Record<string, string>): void {
  const scope = window as unknown as {
    acquireVsCodeApi: unknown;
    hostReceives: (message: unknown) => Promise<void>;
    policyViolations: string[];
  };
  scope.policyViolations = [];
  document.addEventListener("securitypolicyviolation", event => {
    scope.policyViolations.push(`${event.violatedDirective} ${event.blockedURI}`);
  });
  const applyTheme = () => {
    for (const [name, value] of Object.entries(variables)) {
      document.documentElement.style.setProperty(name, value);
    }
  };
  if (document.documentElement === null) {
    new MutationObserver((_, observer) => {
      if (document.documentElement === null) return;
      observer.disconnect();
      applyTheme();
    }).observe(document, { childList: true });
  } else applyTheme();
  let isAcquired = false;
  scope.acquireVsCodeApi = () => {
    if (isAcquired) throw new Error("the API was acquired already");
    isAcquired = true;
    return {
      postMessage: (message: unknown) => void scope.hostReceives(message),
      getState: (): unknown => JSON.parse(sessionStorage.getItem("state") ?? "null") ?? undefined,
      setState: (state: unknown) => {
        sessionStorage.setItem("state", JSON.stringify(state));
        return state;
      },
    };
  };
}
