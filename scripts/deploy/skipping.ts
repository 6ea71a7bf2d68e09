/** How a test that needs a program says that it was skipped for the lack of it. */
export const withProgram = (what: string, program: string, found: string | null): string =>
  found ? what : `${what} (skipped: ${program} is not installed)`
