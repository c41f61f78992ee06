/** Which control of the panel a refusal is for. */

/**
 * The control that a refused value belongs to: a member of the config, or `own.2.l1` for one of
 * the user's variants, or `own` for their list. Undefined if there is none.
 */
export function controlOf(field: string): string | undefined {
  const own = /^(?:message\.)?own(?:\.(\d+)(?:\.settings)?\.(\w+))?(?![\w])/.exec(field);
  if (own) return own[1] === undefined ? "own" : `own.${own[1]}.${own[2]}`;
  return /^(?:message\.changes|config)\.(\w+)/.exec(field)?.[1];
}
