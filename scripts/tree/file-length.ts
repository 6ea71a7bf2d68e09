/** A longer file usually holds more than one idea. */
export const MOST_LINES = 300

/** Data and texts, whose length follows from their content. */
const data = [
  /\/reference-data\//,
  /\/patient-scenarios\.ts$/,
  // Arabic words of names, units and codes.
  /[-/]arabic(-[a-z]+)?\.ts$/,
  /\/texts\.ts$/,
]

export const isData = (file: string): boolean => data.some((pattern) => pattern.test(file))

/** Returns the number of lines of a text; a final line break does not start another line. */
export const lineCount = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0)

export interface SourceFile {
  readonly file: string
  readonly lines: number
}

/** Returns the files with too many lines, except data. */
export const longFiles = (files: readonly SourceFile[], most = MOST_LINES): readonly SourceFile[] =>
  files.filter(({ file, lines }) => lines > most && !isData(file))
