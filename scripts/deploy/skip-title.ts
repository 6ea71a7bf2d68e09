/** Returns a test's title, with the reason when it is skipped because a program is missing. */
export const withProgram = (title: string, program: string, file: string | null): string =>
  file ? title : `${title} (skipped: ${program} is not installed)`
