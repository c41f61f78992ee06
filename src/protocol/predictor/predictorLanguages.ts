/** The languages of predict functions, without what it takes to write them. */

interface Language {
  readonly label: string;
  /** Of the generated file. */
  readonly extension: string;
  /** Name of the generated file without its extension, from that of a weight file. */
  readonly nameFor: (weights: string) => string;
}

/** Every language on offer. */
export const predictorLanguages = {
  typescript: { label: "TypeScript", extension: "ts", nameFor: weights => `${weights}.predict` },
  javascript: { label: "JavaScript", extension: "js", nameFor: weights => `${weights}.predict` },
  python: {
    label: "Python",
    extension: "py",
    // Python imports only what has the form of a name.
    nameFor: weights => `${weights.replace(/[^\p{L}\p{N}]+|^(?=\p{N})/gu, "_")}_predict`,
  },
} as const satisfies Record<string, Language>;

export type PredictorLanguage = keyof typeof predictorLanguages;

/**
 * Name for the file of a predict function. For article-l2.weights.json: article-l2.predict.ts,
 * article-l2.predict.js or article_l2_predict.py.
 */
export function predictorFileName(weightFile: string, language: PredictorLanguage): string {
  const { extension, nameFor } = predictorLanguages[language];
  return `${nameFor(weightFile.replace(/(?:\.weights)?\.json$/i, ""))}.${extension}`;
}
